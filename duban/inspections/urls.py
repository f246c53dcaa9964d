"""Addresses of the inspection desk."""

from django.urls import path

from duban.inspections.views import papers, publications, statistics

app_name = "inspections"
urlpatterns = [
    path("<int:pk>/statistics/", statistics.statistics, name="statistics"),
    path("<int:pk>/petitions/", statistics.petitions, name="petitions"),
    path("<int:pk>/daily/", papers.daily, name="daily"),
    path("<int:pk>/daily.docx", papers.daily_file, name="daily_file"),
    path("<int:pk>/weekly/", papers.weekly, name="weekly"),
    path("<int:pk>/weekly.docx", papers.weekly_file, name="weekly_file"),
    path("<int:pk>/overdue/", papers.overdue, name="overdue"),
    path("<int:pk>/overdue.xlsx", papers.overdue_file, name="overdue_file"),
    path("<int:pk>/publications/", publications.publications, name="publications"),
    path("batches/<int:pk>/publication/", publications.prepare, name="prepare_publication"),
    path("publications/<int:pk>/", publications.publication, name="publication"),
    path("publications/<int:pk>/confirm/", publications.confirm, name="confirm_publication"),
    path("publications/<int:pk>/proof/", publications.prove, name="prove_publication"),
    path("publications/<int:pk>/withdraw/", publications.withdraw, name="withdraw_publication"),
    path("publications/<int:pk>/table.<str:extension>", publications.public_table, name="public_table"),
]
