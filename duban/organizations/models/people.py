"""The people of the office, the posts they hold, and the codes with which they set a password."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from duban.organizations.models.units import Unit


class UserManager(BaseUserManager["User"]):
    """Makes users by sign-in name."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        """Return a new saved user."""
        user: User = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in; what they may do follows from their posts."""

    username = models.CharField(_("登录名"), max_length=60, unique=True)
    name = models.CharField(_("姓名或岗位"), max_length=60)
    telephone = models.CharField(_("电话"), max_length=40, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("用户")

    def __str__(self) -> str:
        return self.name

    @cached_property
    def held_posts(self) -> list[Post]:
        """This person's posts with their units; read once a request."""
        return list(self.posts.select_related("unit").order_by("id"))

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles of this person's posts."""
        return frozenset(post.role for post in self.held_posts)


class Role(models.TextChoices):
    """What a post may do (岗位)."""

    CLERK = "clerk", _("经办")
    DESK = "supervision_desk", _("督查室")
    LIAISON = "liaison", _("单位联络员")
    UNIT_HEAD = "unit_head", _("单位负责人")
    LEADER = "leader", _("市领导")
    ADMINISTRATOR = "administrator", _("系统管理员")
    AUDITOR = "auditor", _("审计员")


class Post(models.Model):
    """One person's role in one unit; a person may hold several."""

    user = models.ForeignKey(User, models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    title = models.CharField(_("职务"), max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "role"], name="post_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="post_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_role_display()}"


class ResetCode(models.Model):
    """A one-time code to set a new password, made by an administrator; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="reset_codes")
    code_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)  # wrong codes tried while this one stood

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d}"
