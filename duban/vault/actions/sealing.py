"""Sealing content, sealing it anew after a correction, removing it for good."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from duban.audit.actions import Happened, record, record_history
from duban.organizations.models import User
from duban.organizations.permissions import is_office
from duban.redaction import redact
from duban.vault.actions.errors import NoReason, NotPossible
from duban.vault.actions.keys import keys_for_sealing
from duban.vault.models import Form, Sealed
from duban.vault.permissions import may_purge

LONGEST_REASON = 500
Content = bytes | dict[str, Any]


@sensitive_variables()
@transaction.atomic
def seal(kind: str, content: Content, *, actor: User, subject: models.Model, ending: str = "") -> Sealed:
    """Seal bytes, or fields, that belong to a saved object (封存); raise NotPossible where there is no key to seal with.

    `str(subject)` is kept in the open and must not tell whose it is; `ending` is that of an original file.
    """
    return seal_many(kind, [(subject, content)], actor=actor, ending=ending)[0]


@sensitive_variables()
@transaction.atomic
def seal_many(
    kind: str, contents: Sequence[tuple[models.Model, Content]], *, actor: User, ending: str = ""
) -> list[Sealed]:
    """Seal many things as `seal` does each; return them in their order."""
    if not is_office(actor):
        raise PermissionDenied
    keys, rows = keys_for_sealing(), []
    for subject, content in contents:
        sealed = Sealed(
            kind=kind,
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            label=str(subject)[:200],
            form=Form.BYTES if isinstance(content, bytes) else Form.FIELDS,
            ending=ending[:8],
            sealed_by=actor,
            sealed_by_name=actor.name[:120],
        )
        sealed.key_id, sealed.ciphertext = keys.seal(_packed(content), str(sealed.place))
        rows.append(sealed)
    Sealed.objects.bulk_create(rows)
    now = timezone.now()
    record_history(Happened("vault.seal", sealed, actor, now) for sealed in rows)
    return rows


@sensitive_variables()
@transaction.atomic
def replace_content(sealed: Sealed, content: Content, *, actor: User) -> Sealed:
    """Seal other content in the place of what is there, which is gone (更正); raise NotPossible for a purged one."""
    if not is_office(actor):
        raise PermissionDenied
    sealed = Sealed.objects.select_for_update().get(pk=sealed.pk)
    if sealed.purged_at:
        raise NotPossible(_("“%(what)s”已清除，不能再更正；需要时请重新登记。") % {"what": sealed})
    sealed.form = Form.BYTES if isinstance(content, bytes) else Form.FIELDS
    sealed.key_id, sealed.ciphertext = keys_for_sealing().seal(_packed(content), str(sealed.place))
    sealed.save(update_fields=["form", "key_id", "ciphertext"])
    record("vault.replace", sealed, actor=actor)
    return sealed


@transaction.atomic
def purge(sealed: Sealed, *, actor: User, reason: str) -> Sealed:
    """Remove the content for good (清除); the row stays and says who, when and why. Purged twice it is purged once."""
    if not may_purge(actor):
        raise PermissionDenied
    return _gone(sealed, actor, open_reason(reason))


@transaction.atomic
def take_back(sealed: Sealed, *, actor: User, reason: str) -> Sealed:
    """Remove what one sealed oneself and what has served its purpose: a list, once its rows are sealed one by one."""
    if sealed.sealed_by_id != actor.pk:
        raise PermissionDenied
    return _gone(sealed, actor, open_reason(reason))


@transaction.atomic
def purge_with(subjects: Sequence[models.Model], *, actor: User, reason: str, kind: str = "") -> int:
    """Remove what was sealed for objects of one model, whoever sealed it, as these are taken back or need it no more.

    It belongs into the transaction of that, which has asked whether the actor may. `kind` narrows; return how many went.
    """
    if not is_office(actor):
        raise PermissionDenied
    if not subjects:
        return 0
    kept, now = open_reason(reason), timezone.now()
    ids = [str(subject.pk) for subject in subjects]
    there = Sealed.objects.filter(subject_type=subjects[0]._meta.label_lower, subject_id__in=ids, purged_at=None)
    if kind:
        there = there.filter(kind=kind)
    rows = list(there.select_for_update().defer("ciphertext"))
    Sealed.objects.filter(pk__in=[sealed.pk for sealed in rows]).update(
        ciphertext=None, key_id="", purged_at=now, purged_by=actor, purged_by_name=actor.name[:120], purge_reason=kept
    )
    record_history(Happened("vault.purge", sealed, actor, now, reason=kept) for sealed in rows)
    return len(rows)


def _gone(sealed: Sealed, actor: User, reason: str) -> Sealed:
    sealed = Sealed.objects.select_for_update().get(pk=sealed.pk)
    if sealed.purged_at:
        return sealed
    sealed.ciphertext, sealed.key_id = None, ""
    sealed.purged_at, sealed.purged_by, sealed.purged_by_name = timezone.now(), actor, actor.name[:120]
    sealed.purge_reason = reason
    sealed.save()
    record("vault.purge", sealed, actor=actor, reason=reason)
    return sealed


def open_reason(given: str) -> str:
    """Return a reason as it may be kept in the open: redacted; raise NoReason for an empty one."""
    reason = given.strip()
    if not reason:
        raise NoReason(_("没有写理由，请写明为什么要看，例如“电话回访核实漏水处理”。"))
    return redact(reason).text[:LONGEST_REASON]


@sensitive_variables()
def _packed(content: Content) -> bytes:
    return content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
