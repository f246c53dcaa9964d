"""Addresses of taking ledgers in."""

from django.urls import path

from duban.workbooks import views

app_name = "workbooks"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:pk>/", views.run, name="import"),
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/name/", views.name, name="name"),
    path("<int:pk>/refused.xlsx", views.refused, name="refused"),
]
