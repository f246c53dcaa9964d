"""The people of the office, the posts they hold, and the codes with which they set a password."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.organizations.models.units import Unit
from duban.web.prepared import Prepared


class UserManager(BaseUserManager["User"]):
    """Makes users by sign-in name."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        """Return a new saved user."""
        user: User = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get(self, *conditions: Any, **values: Any) -> User:
        """Return one user; by key alone, as every request asks for the person signed in, by a query written once."""
        if conditions or [*values] != ["pk"]:
            return super().get(*conditions, **values)
        if found := _USER.first(int(values["pk"])):
            return found
        raise User.DoesNotExist


class User(AbstractBaseUser):
    """A person who signs in; what they may do follows from their posts."""

    username = models.CharField(_("登录名"), max_length=60, unique=True)
    name = models.CharField(_("姓名或岗位"), max_length=60)
    telephone = models.CharField(_("电话"), max_length=40, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    acting_for: Deputyship | None = None  # whom the person stands in for in this request
    speaks_for: int | None = None  # of several units of theirs on a task, the one chosen on the form

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
        """The posts in which this person acts now, with their units; read once a request."""
        return _POSTS(self.pk)

    @cached_property
    def every_post(self) -> list[Post]:
        """All posts in which this person could act today: their own, and those they stand in for."""
        today = timezone.localdate()
        return _EVERY_POST(self.pk, self.pk, today, today)

    def act_for(self, deputyship: Deputyship) -> None:
        """Let what this person does from now on be done in the posts of another, and recorded as “甲（代乙）”.

        It holds for this object, that is for one request, and is never saved.
        """
        self.acting_for = deputyship
        self.name = f"{self.name}（代{deputyship.person.name}）"[:120]
        self.__dict__["held_posts"] = list(deputyship.posts.select_related("unit").order_by("id"))
        self.__dict__.pop("roles", None)

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
    SECURITY = "security", _("安全管理员")


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


def _every_post(own: int, deputy: int, begun: date, not_over: date) -> QuerySet[Post]:
    taken = Q(deputyships__deputy=deputy, deputyships__ended_at=None)
    days = Q(deputyships__first_day__lte=begun, deputyships__last_day__gte=not_over)
    return Post.objects.filter(Q(user=own) | (taken & days)).select_related("unit").distinct()


# asked at each request, or at each page of a task
_USER = Prepared[User](lambda pk: User.objects.filter(pk=pk))
_POSTS = Prepared[Post](lambda user: Post.objects.filter(user=user).select_related("unit").order_by("id"))
_EVERY_POST = Prepared[Post](_every_post)


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


class Deputyship(models.Model):
    """One person standing in for another in some of their posts for some days (代理); over by itself."""

    person = models.ForeignKey(User, models.CASCADE, related_name="deputyships_given")
    deputy = models.ForeignKey(User, models.CASCADE, related_name="deputyships_taken")
    posts = models.ManyToManyField(Post, related_name="deputyships")
    first_day = models.DateField(_("代理自"))
    last_day = models.DateField(_("代理至"))  # this day still counts
    reason = models.CharField(_("事由"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_by_name = models.CharField(_("办理人"), max_length=120)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(_("提前结束"), null=True, blank=True)
    ended_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-first_day", "-id"]
        verbose_name = _("代理")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="deputyship_ends_after_start"),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy.name}（代{self.person.name}）{self.first_day}—{self.last_day}"


class ImportState(models.TextChoices):
    """How far a table of accounts is."""

    PLANNED = "planned", _("待确认")
    DONE = "done", _("已导入")
    UNDONE = "undone", _("已撤销")


class AccountImport(models.Model):
    """A table of accounts brought in (账号导入): its rows as read, and what was done, so that it can be undone."""

    name = models.CharField(_("文件名"), max_length=200)
    rows = models.JSONField(default=list)  # see accounts.Row
    state = models.CharField(_("状态"), max_length=8, choices=ImportState.choices, default=ImportState.PLANNED)
    outcome = models.JSONField(default=dict)  # created and changed people with what they were before and after
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_by_name = models.CharField(_("导入人"), max_length=120)
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(_("导入时间"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("账号导入")
        constraints = [models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known")]

    def __str__(self) -> str:
        return self.name
