"""Addresses of the audit trail."""

from django.urls import path

from duban.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("audit.csv", views.export, name="csv"),
    path("verify/", views.verify, name="verify"),
]
