"""A write under an Idempotency-Key is made once, in one transaction with the note of its answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from duban.api.models import Call, Token

LONGEST_KEY = 100


class CallConflict(Exception):
    """The key was used for another request, or the same one is still being made."""


def once(token: Token, key: str, request: bytes, work: Callable[[], tuple[int, Any]]) -> tuple[int, Any]:
    """Return status and answer of `work`, or what the same request was answered before; raise CallConflict.

    `request` is what must be the same: method, address, body. What `work` raises undoes the note too.
    """
    if not key:
        with transaction.atomic():
            return work()
    if len(key) > LONGEST_KEY:
        raise CallConflict(_("Idempotency-Key 最长 %(most)d 个字符。") % {"most": LONGEST_KEY})
    fingerprint = hashlib.sha256(request).hexdigest()
    try:
        with transaction.atomic():
            call, new = Call.objects.get_or_create(token=token, key=key, defaults={"fingerprint": fingerprint})
            if not new:
                return _before(call, fingerprint)
            call.status, call.answer = work()
            call.save()
            return call.status, call.answer
    except IntegrityError:
        raise CallConflict(_("同一个 Idempotency-Key 的请求正在办理，请稍后再试。")) from None


def _before(call: Call, fingerprint: str) -> tuple[int, Any]:
    if call.fingerprint != fingerprint:
        raise CallConflict(_("这个 Idempotency-Key 用于过另一个请求，请换一个。"))
    return call.status, call.answer
