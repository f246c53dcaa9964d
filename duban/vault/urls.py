"""Addresses of the vault."""

from django.urls import path

from duban.vault.views import looking_after, opening

app_name = "vault"
urlpatterns = [
    path("<int:pk>/", opening.read, name="read"),
    path("<int:pk>/purge/", looking_after.purge, name="purge"),
    path("reads/", looking_after.reads, name="reads"),
    path("custodians/", looking_after.custodians, name="custodians"),
    path("custodians/<int:pk>/end/", looking_after.end, name="end_custodian"),
    path("keys/", looking_after.keys, name="keys"),
    path("keys/rotate/", looking_after.rotate, name="rotate"),
]
