"""Accounts brought in from a table: kept, looked at, done all at once or row by row, and undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.accounts import SAME, Row, judged, read_accounts
from duban.organizations.actions.changes import Refused
from duban.organizations.actions.users import PostFacts, issue_reset_code, post_facts, save_user
from duban.organizations.models import AccountImport, ImportState, Unit, User
from duban.organizations.permissions import may_keep_accounts

FIRST_CODE_LIFE = timedelta(days=7)  # a printed sheet has to reach people


@transaction.atomic
def plan_import(content: bytes, name: str, *, actor: User) -> AccountImport:
    """Keep the rows of a table to look at before anything is done; raise Refused where it is none."""
    _may(actor)
    rows = [row.to_json() for row in read_accounts(content, name)]
    return AccountImport.objects.create(name=name[-200:], rows=rows, made_by=actor, made_by_name=actor.name)


@transaction.atomic
def carry_out_import(
    imported: AccountImport, *, actor: User, all_or_nothing: bool
) -> tuple[AccountImport, dict[User, str]]:
    """Do what the rows ask for; return with the one-time codes of new people, which are kept nowhere.

    All or nothing: one row in doubt and nothing is done. Else what can be done is done and the rest is listed.
    """
    _may(actor)
    imported.refresh_from_db(from_queryset=AccountImport.objects.select_for_update())
    if imported.state != ImportState.PLANNED:
        raise Refused(_("这张表已经导入过；再导入请重新上传，没有变化的行不会重复。"))
    rows = judged(imported.rows)
    bad = [row for row in rows if not row.may_be_done]
    if bad and all_or_nothing:
        raise Refused(
            _("有 %(count)d 行有问题，整张表都没有导入；请改好再上传，或选择只导入没问题的行。") % {"count": len(bad)}
        )
    outcome: dict[str, Any] = {"created": [], "changed": {}, "refused": []}
    people: list[User] = []
    for group in _by_person(row for row in rows if row.may_be_done):
        try:
            with transaction.atomic():
                _save(group, outcome, people, actor)
        except Refused as refusal:
            if all_or_nothing:
                raise
            outcome["refused"].append([[row.number for row in group], str(refusal)])
    outcome["left"] = [row.number for row in bad]
    imported.outcome, imported.state, imported.done_at = outcome, ImportState.DONE, timezone.now()
    imported.save()
    changes = {"created": ["", str(len(outcome["created"]))], "changed": ["", str(len(outcome["changed"]))]}
    record("import_accounts", imported, actor=actor, changes=changes)
    return imported, codes_for(people, actor=actor)


@transaction.atomic
def codes_for(people: Iterable[User], *, actor: User) -> dict[User, str]:
    """Return fresh one-time codes, valid a week, for people who have not set a password; earlier ones end."""
    waiting = [user for user in people if user.is_active and not user.has_usable_password()]
    return {user: issue_reset_code(user, actor=actor, life=FIRST_CODE_LIFE) for user in waiting}


@transaction.atomic
def undo_import(imported: AccountImport, *, actor: User) -> list[str]:
    """Take the import back; return the names of people left as they are because they changed since.

    A new person who never signed in is removed, one who did is taken out of use.
    """
    _may(actor)
    done = AccountImport.objects.filter(pk=imported.pk, state=ImportState.DONE)
    if not done.update(state=ImportState.UNDONE):
        raise Refused(_("这次导入没有办过或已经撤销。"))
    imported.refresh_from_db()
    left: list[str] = []
    for user in User.objects.filter(pk__in=imported.outcome["created"]):
        try:
            with transaction.atomic():
                _remove(user, actor)
        except Refused:  # with things in hand they leave by handing them over
            left.append(user.name)
    for pk, (before, after) in imported.outcome["changed"].items():
        found = User.objects.filter(pk=pk).first()
        if found is None or _facts(found) != after:
            left += [found.name] if found else []
            continue
        user = found
        user.telephone, user.is_active = before["telephone"], before["is_active"]
        units = Unit.objects.in_bulk([unit for unit, _role, _title in before["posts"]])
        save_user(user, [PostFacts(units[unit], role, title) for unit, role, title in before["posts"]], actor=actor)
    record("undo_import_accounts", imported, actor=actor, changes={"left": ["", "、".join(left)]} if left else {})
    return left


@transaction.atomic
def discard_import(imported: AccountImport, *, actor: User) -> None:
    """Throw a table away that was not imported."""
    _may(actor)
    AccountImport.objects.filter(pk=imported.pk, state=ImportState.PLANNED).delete()


def _may(actor: User) -> None:
    if not may_keep_accounts(actor):
        raise Refused(_("只有系统管理员能导入账号。"))


def _by_person(rows: Iterable[Row]) -> list[list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.username].append(row)
    return [group for group in groups.values() if any(row.status != SAME for row in group)]


def _save(group: list[Row], outcome: dict[str, Any], people: list[User], actor: User) -> None:
    """Save one person as their rows say; posts that no row names stay."""
    first = group[0]
    user = User.objects.filter(username=first.username).first()
    before = _facts(user) if user else None
    posts = {(facts.unit.pk, str(facts.role)): facts for facts in post_facts(user)}
    for row in group:
        if row.unit:
            known = posts.get((row.unit.pk, row.role))
            title = row.cells["职务"] or (known.title if known else "")
            posts[row.unit.pk, row.role] = PostFacts(row.unit, row.role, title)
    user = user or User(username=first.username, name=first.cells["姓名或岗位"])
    user.telephone, user.is_active = first.cells["电话"] or user.telephone, first.active
    save_user(user, posts.values(), actor=actor)
    if before is None:
        outcome["created"].append(user.pk)
        people.append(user)
    else:
        outcome["changed"][str(user.pk)] = [before, _facts(user)]


def _facts(user: User) -> dict[str, Any]:
    """Return what an import can change of a person, as it is stored."""
    posts = sorted([facts.unit.pk, str(facts.role), facts.title] for facts in post_facts(user))
    return {"telephone": user.telephone, "is_active": user.is_active, "posts": posts}


def _remove(user: User, actor: User) -> None:
    if user.last_login is None:
        try:
            with transaction.atomic():
                record("delete_user", user, actor=actor)
                user.delete()
            return
        except ProtectedError:
            user = User.objects.get(pk=user.pk)
    user.is_active = False
    save_user(user, post_facts(user), actor=actor)
