"""Writes to people: their posts, their codes and passwords."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.actions.changes import Refused, changes_between, facts_of
from duban.organizations.duties import duties_of
from duban.organizations.models import Post, ResetCode, Role, Unit, User
from duban.organizations.permissions import administrations_apart, may_give_posts, may_keep_accounts
from duban.organizations.queries import active_administrators
from duban.organizations.rules import code_digest, new_code

CODE_LIFE = timedelta(hours=24)
MOST_FAILURES = 5
_THREE = (Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR)
_USER_FIELDS = ("username", "name", "telephone", "is_active")


@dataclass(frozen=True, slots=True)
class PostFacts:
    """One post as entered on the user's page."""

    unit: Unit
    role: str
    title: str = ""


def post_facts(user: User | None) -> list[PostFacts]:
    """Return the posts a user has, as they would be entered."""
    posts = Post.objects.filter(user=user).select_related("unit") if user else []
    return [PostFacts(post.unit, post.role, post.title) for post in posts]


@transaction.atomic
def save_user(user: User, posts: Iterable[PostFacts], *, actor: User | None, handed_over: bool = False) -> User:
    """Add or change a user with all posts; refuse to leave the installation without an administrator.

    A person with anything in hand is not taken out of use before it was `handed_over`.
    """
    wanted = list(posts)
    check_three_posts([facts.role for facts in wanted], user)
    stored = User.objects.filter(pk=user.pk).first()
    if stored and stored.is_active and not user.is_active and not handed_over and (duties := duties_of(stored)):
        values = {"name": stored.name, "count": len(duties)}
        raise Refused(_("“%(name)s”手上还有 %(count)d 件没有交接，不能直接停用；请用“离任停用”。") % values)
    before = facts_of(stored, _USER_FIELDS)
    before["posts"] = post_names(user) if user.pk else []
    new = user.pk is None
    if new:
        user.set_unusable_password()
    had_administrator = active_administrators().exists()
    user.save()
    _write_posts(user, wanted)
    if had_administrator and not active_administrators().exists():
        raise Refused(_("这样改后就没有在用的系统管理员了；请先为另一名用户添加系统管理员岗位。"))
    after = facts_of(user, _USER_FIELDS)
    after["posts"] = post_names(user)
    changes = changes_between(before, after)
    _check_hands(actor, changes)
    if changes:
        record("create_user" if new else "change_user", user, actor=actor, changes=changes)
    return user


def check_three_posts(roles: Iterable[str], user: User) -> None:
    """Refuse two of system, security and audit administration in one hand, where the office's setting says so (三员分立)."""
    held = [role for role in _THREE if role in {str(role) for role in roles}]
    if administrations_apart() and len(held) > 1:
        values = {"name": user.name, "roles": "、".join(str(Role(role).label) for role in held)}
        raise Refused(_("本单位实行三员分立，“%(name)s”不能同时担任%(roles)s；请只留一个，其余交给另一个人。") % values)


def _check_hands(actor: User | None, changes: dict[str, list[Any]]) -> None:
    """Refuse what another of the three administrations has to do; None is the command line, which starts them."""
    if actor is None or not administrations_apart():
        return
    if "posts" in changes and not may_give_posts(actor):
        raise Refused(_("本单位实行三员分立，岗位由安全管理员授予；请先不填岗位，保存后由安全管理员办理。"))
    if set(changes) - {"posts"} and not may_keep_accounts(actor):
        raise Refused(_("本单位实行三员分立，账号资料由系统管理员维护；安全管理员只授予岗位和发重置码。"))


@transaction.atomic
def issue_reset_code(user: User, *, actor: User | None, life: timedelta = CODE_LIFE) -> str:
    """Return a one-time code, valid a day, with which the user sets a password; earlier codes end. Kept as a hash."""
    if actor is not None and not may_give_posts(actor):
        raise Refused(_("本单位实行三员分立，重置码由安全管理员发。"))
    now = timezone.now()
    user.reset_codes.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    code = new_code()
    user.reset_codes.create(code_hash=code_digest(code), created_by=actor, expires_at=now + life)
    record("issue_reset_code", user, actor=actor)
    return code


@transaction.atomic
def use_reset_code(username: str, code: str, password: str) -> User | None:
    """Set the password where the code stands for this user, and end the code; None otherwise, and the try counts."""
    now = timezone.now()
    standing = ResetCode.objects.filter(
        user__username=username,
        user__is_active=True,
        used_at=None,
        expires_at__gt=now,
        failures__lt=MOST_FAILURES,
    )
    # one conditional UPDATE: of two tries at once, one wins
    used = standing.filter(code_hash=code_digest(code)).first()
    if used is None or not standing.filter(pk=used.pk).update(used_at=now):
        standing.update(failures=F("failures") + 1)
        return None
    user = used.user
    _set_password(user, password)
    record("reset_password", user, actor=user)
    return user


@transaction.atomic
def change_password(user: User, password: str) -> None:
    """Set the user's own new password."""
    _set_password(user, password)
    record("change_password", user, actor=user)


@transaction.atomic
def note_sign_in(user: User) -> None:
    """Record that the user has signed in."""
    record("sign_in", user, actor=user)


def _write_posts(user: User, posts: list[PostFacts]) -> None:
    """Make the user's posts those given."""
    kept = []
    for facts in posts:
        post, _new = Post.objects.update_or_create(
            user=user, unit=facts.unit, role=facts.role, defaults={"title": facts.title}
        )
        kept.append(post.pk)
    user.posts.exclude(pk__in=kept).delete()
    user.__dict__.pop("held_posts", None)
    user.__dict__.pop("roles", None)


def post_names(user: User) -> list[str]:
    """Return the user's posts in words, as they are now."""
    return sorted(
        f"{post.unit} {post.get_role_display()} {post.title}".strip() for post in user.posts.select_related("unit")
    )


def _set_password(user: User, password: str) -> None:
    """Hash and keep a password the user chose."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
