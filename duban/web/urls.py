"""Addresses of the shared pages."""

from django.urls import path
from django.views.i18n import set_language

from duban.web import views

app_name = "web"
urlpatterns = [
    path("", views.today, name="today"),
    path("language/", set_language, name="language"),
]
