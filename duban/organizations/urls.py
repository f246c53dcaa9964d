"""Addresses of sign-in, units and users."""

from django.urls import path

from duban.organizations.models import ReorganizationKind
from duban.organizations.views import deputies, importing, reorganizing, sign_in, units, users

app_name = "organizations"
urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
    path("password/", sign_in.change_password, name="change_password"),
    path("reset/", sign_in.reset, name="reset"),
    path("units/", units.units, name="units"),
    path("units/complete", units.complete, name="complete_unit"),
    path("units/new/", units.edit_unit, name="new_unit"),
    path("units/reorganizations/", reorganizing.reorganizations, name="reorganizations"),
    *(
        path(f"units/reorganizations/new/{kind}/", reorganizing.plan, {"kind": kind}, name=f"plan_{kind}")
        for kind in ReorganizationKind.values
    ),
    path("units/reorganizations/<int:pk>/", reorganizing.reorganization, name="reorganization"),
    path("units/reorganizations/<int:pk>/discard/", reorganizing.discard, name="discard_reorganization"),
    path("units/<int:pk>/", units.edit_unit, name="unit"),
    path("deputies/", deputies.deputies, name="deputies"),
    path("deputies/<int:pk>/end/", deputies.end, name="end_deputyship"),
    path("deputies/act/", deputies.act, name="act"),
    path("users/", users.users, name="users"),
    path("users/imports/", importing.imports, name="account_imports"),
    path("users/imports/template.xlsx", importing.template, name="account_template"),
    path("users/imports/<int:pk>/", importing.account_import, name="account_import"),
    path("users/imports/<int:pk>/codes/", importing.codes, name="account_codes"),
    path("users/imports/<int:pk>/undo/", importing.undo, name="undo_account_import"),
    path("users/new/", users.edit_user, name="new_user"),
    path("users/<int:pk>/", users.edit_user, name="user"),
    path("users/<int:pk>/leave/", users.leave, name="leave"),
    path("users/<int:pk>/reset-code/", users.issue_reset_code, name="issue_reset_code"),
]
