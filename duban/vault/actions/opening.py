"""Opening sealed content: who asks is written down before anything is returned, and so is a refusal."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from duban.audit.actions import SYSTEM_NAME, record
from duban.organizations.models import User
from duban.vault.actions.errors import AlreadyRead, NoReason, Unreadable
from duban.vault.actions.keys import keys_for_opening
from duban.vault.actions.sealing import LONGEST_REASON, Content, open_reason
from duban.vault.keyring import Damaged, KeyLost
from duban.vault.models import Form, Outcome, Sealed, VaultRead
from duban.vault.permissions import may_unseal
from duban.web.reasons import SHORTEST, says_why

STRANGER = "未登录的访问者"
STRANGERS = timedelta(hours=1)


@sensitive_variables()
def unseal(sealed: Sealed, *, actor: User, reason: str, once: uuid.UUID | None = None, about: str = "") -> Content:
    """Return the content to a custodian who says why, after the read is on record for good; `about` names a part of it.

    Raise PermissionDenied (on record too), NoReason, AlreadyRead where the form's `once` opened it before, Unreadable.
    It must not stand inside a transaction: undone, the content would be known and the read forgotten.
    """
    if not may_unseal(actor, sealed):
        note_refusal(sealed, actor=actor, reason=reason)
        raise PermissionDenied
    kept = open_reason(reason)
    if not says_why(kept):
        words = _("读取理由太短，请写明为什么要看，至少 %(least)d 个字，例如“电话回访核实漏水处理”。")
        raise NoReason(words % {"least": SHORTEST})
    if about:
        kept = f"{kept[: LONGEST_REASON - len(about) - 2]}（{about}）"
    with transaction.atomic(durable=True):
        if once is not None and VaultRead.objects.filter(once=once).exists():
            raise AlreadyRead(_("这次的内容已经显示过，不再显示；要再看，请重新写明理由。"))
        content, outcome = _opened(Sealed.objects.select_for_update().get(pk=sealed.pk))
        _note(sealed, actor, outcome, kept, once)
    return _returned(content, outcome, sealed)


@sensitive_variables()
@transaction.atomic
def use(sealed: Sealed, *, purpose: str, actor: User | None) -> Content:
    """Return the content to a program that works on it and shows nobody who petitioned; raise Unreadable.

    An AppConfig names its purposes in `vault_purposes`, with words for the list of reads; another is a KeyError.
    """
    words = {name: text for config in apps.get_app_configs() for name, text in _purposes(config)}[purpose]
    content, outcome = _opened(Sealed.objects.get(pk=sealed.pk))
    _note(sealed, actor, Outcome.USED if outcome is Outcome.READ else outcome, str(words))
    return _returned(content, outcome, sealed)


@transaction.atomic
def note_refusal(sealed: Sealed, *, actor: User, reason: str = "") -> None:
    """Put on record that a person who may not asked for it."""
    _note(sealed, actor, Outcome.REFUSED, open_reason(reason) if reason.strip() else "")


@transaction.atomic
def note_stranger(sealed: Sealed) -> None:
    """Put on record that somebody asked for it without signing in: once an hour, or strangers could fill the list."""
    told = VaultRead.objects.filter(sealed=sealed, reader=None, outcome=Outcome.REFUSED)
    if not told.filter(at__gte=timezone.now() - STRANGERS).exists():
        _note(sealed, None, Outcome.REFUSED, "", who=STRANGER)


def _purposes(config: Any) -> Any:
    return getattr(config, "vault_purposes", {}).items()


@sensitive_variables()
def _opened(sealed: Sealed) -> tuple[Content | None, Outcome]:
    if sealed.purged_at:
        return None, Outcome.PURGED
    try:
        plain = keys_for_opening().open(sealed.key_id, bytes(sealed.ciphertext or b""), str(sealed.place))
    except KeyLost:
        return None, Outcome.LOST
    except Damaged:
        return None, Outcome.DAMAGED
    return (plain if sealed.form == Form.BYTES else json.loads(plain)), Outcome.READ


def _note(
    sealed: Sealed,
    actor: User | None,
    outcome: Outcome,
    reason: str,
    once: uuid.UUID | None = None,
    who: str = SYSTEM_NAME,
) -> VaultRead:
    name = actor.name[:120] if actor else who
    read = VaultRead.objects.create(
        sealed=sealed, reader=actor, reader_name=name, reason=reason, outcome=outcome, once=once
    )
    record(f"vault.{outcome.value}", sealed, actor=actor)
    return read


@sensitive_variables("content")
def _returned(content: Content | None, outcome: Outcome, sealed: Sealed) -> Content:
    if content is not None:
        return content
    values = {"what": sealed, "by": sealed.purged_by_name, "day": sealed.purged_at, "key": sealed.key_id}
    if outcome is Outcome.PURGED:
        raise Unreadable(_("“%(what)s”已由%(by)s清除，没有内容可看。") % values)
    if outcome is Outcome.LOST:
        raise Unreadable(
            _(
                "封存“%(what)s”的密钥 %(key)s 不在密钥文件里，读不出来；请系统管理员从另存的那一份里找回。找不回，这份身份就丢失了。"
            )
            % values
        )
    raise Unreadable(_("“%(what)s”的内容被改动或损坏，读不出来；请系统管理员从备份恢复，并告诉审计员。") % values)
