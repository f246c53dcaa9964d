"""Forms of sign-in and users."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from duban.organizations.actions import PostFacts
from duban.organizations.models import Post, Role, Unit, User

_NEW_PASSWORD = {"autocomplete": "new-password"}


class SignInForm(AuthenticationForm):
    """Name and password."""

    error_messages = {
        "invalid_login": _("登录名或密码不对，请核对后重试；忘记密码时请向系统管理员要一次性重置码。"),
        "inactive": _("这个账号已停用，请联系系统管理员。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("登录名")
        self.fields["password"].label = _("密码")


class NewPasswordForm(forms.Form):
    """A new password, twice; checked against the rules for `self.user`."""

    user: User | None = None
    password = forms.CharField(
        label=_("新密码"),
        widget=forms.PasswordInput(attrs=_NEW_PASSWORD),
        strip=False,
        help_text=_("至少 10 个字符，不能全是数字，不能与登录名相近。"),
    )
    again = forms.CharField(label=_("再输一遍"), widget=forms.PasswordInput(attrs=_NEW_PASSWORD), strip=False)

    def clean(self) -> dict[str, Any]:
        """Compare both, then ask the password rules."""
        cleaned: dict[str, Any] = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _("两次输入的密码不一样，请重新输入。"))
        elif password:
            try:
                validate_password(password, self.user)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The present password, and a new one."""

    present = forms.CharField(
        label=_("现在的密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )
    field_order = ["present", "password", "again"]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_present(self) -> str:
        """Check that it is the person at the desk who changes it."""
        present: str = self.cleaned_data["present"]
        if self.user is None or not self.user.check_password(present):
            raise ValidationError(_("现在的密码不对，请重新输入。"))
        return present


class ResetForm(NewPasswordForm):
    """A one-time code, and a new password."""

    username = forms.CharField(
        label=_("登录名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("重置码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("由系统管理员提供，24 小时内有效，只能用一次。"),
    )
    field_order = ["username", "code", "password", "again"]


class UserForm(forms.ModelForm):  # type: ignore[type-arg]
    """A user without posts; those stand in PostFormSet."""

    class Meta:
        model = User
        fields = ["username", "name", "telephone", "is_active"]
        help_texts = {"username": _("字母、数字或拼音，登录时使用；建好后不要随意更改。")}

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = fixed  # the system administrator's, where three administrations are kept apart


class PostForm(forms.Form):
    """One post of a user."""

    unit = forms.ModelChoiceField(
        label=_("单位"), queryset=Unit.objects.filter(active=True), empty_label=_("（请选择）")
    )
    role = forms.ChoiceField(label=_("岗位"), choices=[("", _("（请选择）")), *Role.choices])
    title = forms.CharField(label=_("职务"), max_length=60, required=False)


class BasePostFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The posts of a user, each unit and role once."""

    def clean(self) -> None:
        """Refuse the same post twice."""
        seen = set()
        for facts in self.posts():
            if (facts.unit.pk, facts.role) in seen:
                raise ValidationError(_("同一单位的同一岗位填了两次，请删去一行。"))
            seen.add((facts.unit.pk, facts.role))

    def posts(self) -> list[PostFacts]:
        """Return the posts as entered; deleted and empty rows are left out."""
        rows = [form.cleaned_data for form in self.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
        return [PostFacts(row["unit"], row["role"], row["title"]) for row in rows if row.get("unit")]


PostFormSet = forms.formset_factory(PostForm, formset=BasePostFormSet, extra=2, can_delete=True)


def posts_of(user: User) -> list[dict[str, Any]]:
    """Return a user's posts as the formset's first values."""
    return [
        {"unit": post.unit, "role": post.role, "title": post.title}
        for post in Post.objects.filter(user=user).select_related("unit").order_by("id")
    ]
