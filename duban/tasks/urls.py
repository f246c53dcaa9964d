"""Addresses of the ledger."""

from django.urls import path

from duban.tasks import views

app_name = "tasks"
urlpatterns = [
    path("", views.listing, name="list"),
    path("print/", views.printed, name="print"),
    path("tasks.csv", views.export, {"extension": "csv"}, name="csv"),
    path("tasks.xlsx", views.export, {"extension": "xlsx"}, name="xlsx"),
    path("<int:pk>/", views.detail, name="detail"),
]
