"""Addresses of kept files."""

from django.urls import path

from duban.files import views

app_name = "files"
urlpatterns = [
    path("", views.files, name="files"),
    path("<int:pk>/", views.download, name="download"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/purge/", views.purge, name="purge"),
]
