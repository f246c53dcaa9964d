"""Forms of sign-in, users, units and their reorganisation."""

from duban.organizations.forms.deputies import DeputyForm, LeaveForm
from duban.organizations.forms.people import (
    BasePostFormSet,
    ChangePasswordForm,
    NewPasswordForm,
    PostFormSet,
    ResetForm,
    SignInForm,
    UserForm,
    posts_of,
)
from duban.organizations.forms.reorganizing import REORGANIZE_FORMS, PreviewForm, ReorganizeForm
from duban.organizations.forms.units import UnitField, UnitForm, UnitsField

__all__ = [
    "REORGANIZE_FORMS",
    "BasePostFormSet",
    "ChangePasswordForm",
    "DeputyForm",
    "LeaveForm",
    "NewPasswordForm",
    "PostFormSet",
    "PreviewForm",
    "ReorganizeForm",
    "ResetForm",
    "SignInForm",
    "UnitField",
    "UnitForm",
    "UnitsField",
    "UserForm",
    "posts_of",
]
