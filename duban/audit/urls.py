"""Addresses of the audit trail."""

from django.urls import path

from duban.audit import views

app_name = "audit"
urlpatterns = [path("", views.entries, name="entries"), path("verify/", views.verify, name="verify")]
