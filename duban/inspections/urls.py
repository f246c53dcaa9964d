"""Addresses of the inspection desk."""

from django.urls import path

from duban.inspections.views import statistics

app_name = "inspections"
urlpatterns = [
    path("<int:pk>/statistics/", statistics.statistics, name="statistics"),
    path("<int:pk>/petitions/", statistics.petitions, name="petitions"),
]
