"""Every write to units, users and codes: one function a verb, one transaction, one audit row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.models import Post, ResetCode, Unit, UnitName, UnitNameKind, User
from duban.organizations.queries import active_administrators
from duban.organizations.rules import code_digest, new_code

CODE_LIFE = timedelta(hours=24)
MOST_FAILURES = 5


class Refused(ValueError):
    """A change that would break the installation; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class PostFacts:
    """One post as entered on the user's page."""

    unit: Unit
    role: str
    title: str = ""


@transaction.atomic
def save_unit(
    unit: Unit, former_names: Iterable[str] = (), *, short_names: Iterable[str] = (), actor: User | None
) -> Unit:
    """Add or change a unit with all its names; `short_names` are those beside the one shown."""
    if unit.parent_id is not None and _is_below(unit.parent, unit):
        raise Refused(_("“%s”在本单位之下，不能作为上级单位。") % unit.parent)
    before = _facts(Unit.objects.filter(pk=unit.pk).first(), _UNIT_FIELDS)
    new = unit.pk is None
    if not new:
        before.update(_further_names(unit))
    unit.save()
    _write_names(unit, list(former_names), list(short_names))
    after = _facts(unit, _UNIT_FIELDS) | _further_names(unit)
    changes = _changes(before, after)
    if changes:
        record("create_unit" if new else "change_unit", unit, actor=actor, changes=changes)
    return unit


@transaction.atomic
def save_user(user: User, posts: Iterable[PostFacts], *, actor: User | None) -> User:
    """Add or change a user with all posts; refuse to leave the installation without an administrator."""
    before = _facts(User.objects.filter(pk=user.pk).first(), _USER_FIELDS)
    before["posts"] = _post_names(user) if user.pk else []
    new = user.pk is None
    if new:
        user.set_unusable_password()
    had_administrator = active_administrators().exists()
    user.save()
    _write_posts(user, list(posts))
    if had_administrator and not active_administrators().exists():
        raise Refused(_("这样改后就没有在用的系统管理员了；请先为另一名用户添加系统管理员岗位。"))
    after = _facts(user, _USER_FIELDS)
    after["posts"] = _post_names(user)
    changes = _changes(before, after)
    if changes:
        record("create_user" if new else "change_user", user, actor=actor, changes=changes)
    return user


@transaction.atomic
def issue_reset_code(user: User, *, actor: User | None) -> str:
    """Return a one-time code, valid a day, with which the user sets a password; earlier codes end. Kept as a hash."""
    now = timezone.now()
    user.reset_codes.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    code = new_code()
    user.reset_codes.create(code_hash=code_digest(code), created_by=actor, expires_at=now + CODE_LIFE)
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


_UNIT_FIELDS = ("code", "name", "short_name", "kind", "parent", "position", "active")
_EMPTY: tuple[object, ...] = (None, "", [])
_USER_FIELDS = ("username", "name", "telephone", "is_active")


def _facts(row: models.Model | None, fields: tuple[str, ...]) -> dict[str, Any]:
    """Return a row's values as the audit shows them."""
    if row is None:
        return {}
    values = {field: getattr(row, field) for field in fields}
    return {field: str(value) if isinstance(value, models.Model) else value for field, value in values.items()}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what differs, as [before, after]; nothing that was empty and still is."""
    pairs = {field: [before.get(field), value] for field, value in after.items()}
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1] and any(x not in _EMPTY for x in pair)}


def _is_below(unit: Unit | None, top: Unit) -> bool:
    """Whether `unit` is `top` itself or stands below it."""
    while unit is not None:
        if unit.pk == top.pk:
            return True
        unit = unit.parent
    return False


def _further_names(unit: Unit) -> dict[str, list[str]]:
    """Return the unit's former names and its short names beside the one shown."""
    names = list(unit.names.exclude(name__in=[unit.name, unit.short_name]).order_by("id"))
    return {
        "short_names": [name.name for name in names if name.kind == UnitNameKind.SHORT],
        "former_names": [name.name for name in names if name.kind == UnitNameKind.FORMER],
    }


def _write_names(unit: Unit, former: list[str], short: list[str]) -> None:
    """Make the rows of UnitName agree with the unit; a name written twice counts once, as full, short, former."""
    wanted: dict[str, UnitNameKind] = {name: UnitNameKind.FORMER for name in former if name}
    wanted.update({name: UnitNameKind.SHORT for name in (unit.short_name, *short) if name})
    wanted[unit.name] = UnitNameKind.FULL
    unit.names.exclude(name__in=wanted).delete()
    for name, kind in wanted.items():
        UnitName.objects.update_or_create(unit=unit, name=name, defaults={"kind": kind})


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


def _post_names(user: User) -> list[str]:
    """Return the user's posts in words, as they are now."""
    return sorted(
        f"{post.unit} {post.get_role_display()} {post.title}".strip() for post in user.posts.select_related("unit")
    )


def _set_password(user: User, password: str) -> None:
    """Hash and keep a password the user chose."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
