"""Addresses of the notifications."""

from django.urls import path

from duban.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read, name="read"),
    path("contact/", views.contact, name="contact"),
    path("channels/", views.channels, name="channels"),
    path("channels/new/", views.channel, name="new_channel"),
    path("channels/<int:pk>/", views.channel, name="channel"),
    path("channels/<int:pk>/test/", views.test, name="test"),
    path("channels/<int:pk>/remove/", views.remove, name="remove"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/retry/", views.retry, name="retry"),
]
