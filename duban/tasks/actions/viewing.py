"""The filters that people keep for themselves: saved, renamed, deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.models import User
from duban.tasks.models import OwnView

LONGEST_NAME = 20
MOST_VIEWS = 12


class ViewRefused(ValueError):
    """The view cannot be kept so; the message says why, for a person."""


@dataclass(frozen=True, slots=True)
class ViewWanted:
    """What a view shows: the parameters of the list's address, the order, the columns."""

    given: Mapping[str, str] = field(default_factory=dict)
    order: str = ""
    columns: Sequence[str] = ()


@transaction.atomic
def save_view(name: str, wanted: ViewWanted, *, actor: User, replace: bool = False) -> OwnView:
    """Keep a view under the name; `replace` says that one of the same name is to become this. Raise ViewRefused."""
    name = _checked(name)
    held = User.objects.select_for_update().get(pk=actor.pk)  # two windows save one after the other
    mine = OwnView.objects.filter(owner=held)
    values = {"given": dict(wanted.given), "order": wanted.order, "columns": list(wanted.columns)}
    there = mine.filter(name=name).first()
    if there is None:
        if mine.count() >= MOST_VIEWS:
            raise ViewRefused(
                _("已有 %(most)d 个自己的视图，再多就不好找了；请先删去用不到的，再保存。") % {"most": MOST_VIEWS}
            )
        there = OwnView.objects.create(owner=held, name=name, **values)
        record(
            "tasks.save_view", there, actor=actor, changes={key: ["", value] for key, value in values.items() if value}
        )
        return there
    changes = {key: [getattr(there, key), value] for key, value in values.items() if getattr(there, key) != value}
    if changes and not replace:
        raise ViewRefused(
            _("已有叫“%(name)s”的视图；要用现在的筛选替换它，请勾选“替换同名的”，否则换个名称。") % {"name": name}
        )
    if changes:
        OwnView.objects.filter(pk=there.pk).update(**values)
        there.refresh_from_db()
        record("tasks.save_view", there, actor=actor, changes=changes)
    return there


@transaction.atomic
def rename_view(view: OwnView, name: str, *, actor: User) -> OwnView:
    """Give the view another name; raise ViewRefused where another view has it."""
    view = _held(view, actor)
    name, before = _checked(name), view.name
    if OwnView.objects.filter(owner=view.owner_id, name=name).exclude(pk=view.pk).exists():
        raise ViewRefused(_("已有叫“%(name)s”的视图，请换个名称。") % {"name": name})
    if name != before:
        view.name = name
        view.save(update_fields=["name"])
        record("tasks.rename_view", view, actor=actor, changes={"name": [before, name]})
    return view


@transaction.atomic
def delete_view(view: OwnView, *, actor: User) -> None:
    """Forget the view; what it was stays in the audit trail."""
    view = _held(view, actor)
    changes = {"given": [view.given, ""], "order": [view.order, ""], "columns": [view.columns, ""]}
    record("tasks.delete_view", view, actor=actor, changes={key: pair for key, pair in changes.items() if pair[0]})
    view.delete()


def _held(view: OwnView, actor: User) -> OwnView:
    if view.owner_id != actor.pk:
        raise PermissionDenied
    return OwnView.objects.select_for_update().get(pk=view.pk)


def _checked(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise ViewRefused(_("没有写视图名称，请填写，例如“我包片的红灯”。"))
    if len(name) > LONGEST_NAME:
        raise ViewRefused(
            _("视图名称有 %(length)d 字，最多 %(most)d 字，请改短。") % {"length": len(name), "most": LONGEST_NAME}
        )
    return name
