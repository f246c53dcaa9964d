"""The form of standing in for somebody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Post, User
from duban.organizations.permissions import is_administrator
from duban.organizations.queries import possible_deputies
from duban.web.fields import day


class PostsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Posts to choose from, with whose they are where they are several people's."""

    with_names = False

    def label_from_instance(self, obj: Any) -> str:
        """Return the post in words."""
        return f"{obj.user.name}：{obj}" if self.with_names else str(obj)


class LeaveForm(forms.Form):
    """Who takes over, and why."""

    successor = forms.ModelChoiceField(
        label=_("接手的人"), queryset=User.objects.none(), required=False, empty_label=_("（没有人接手）")
    )
    reason = forms.CharField(label=_("事由"), max_length=200, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        successor = self.fields["successor"]
        assert isinstance(successor, forms.ModelChoiceField)
        successor.queryset = User.objects.filter(is_active=True).exclude(pk=user.pk)


class DeputyForm(forms.Form):
    """Which posts, by whom, from when to when. An administrator does it for anybody."""

    posts = PostsField(label=_("代理的岗位"), queryset=Post.objects.none(), widget=forms.CheckboxSelectMultiple)
    deputy = forms.ModelChoiceField(
        label=_("代理人"),
        queryset=User.objects.none(),
        empty_label=_("（请选择）"),
        help_text=_("同单位的人；要请别的单位的人，请系统管理员办理。"),
    )
    first_day = day(_("代理自"))
    last_day = day(_("代理至"), help_text=_("这一天还算，第二天自动结束。"))
    reason = forms.CharField(label=_("事由"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        kwargs["initial"] = {"first_day": timezone.localdate(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        posts, deputy = self.fields["posts"], self.fields["deputy"]
        assert isinstance(posts, PostsField)
        assert isinstance(deputy, forms.ModelChoiceField)
        if is_administrator(actor):
            posts.with_names = True
            posts.widget = forms.SelectMultiple({"size": 8})
            posts.queryset = Post.objects.filter(user__is_active=True).select_related("user", "unit")
            deputy.queryset = User.objects.filter(is_active=True)
        else:
            posts.queryset = Post.objects.filter(user=actor.pk).select_related("user", "unit")
            deputy.queryset = possible_deputies(actor)
