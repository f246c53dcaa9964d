"""Addresses of the search."""

from django.urls import path

from duban.search import views

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("rebuild/", views.rebuild, name="rebuild"),
]
