"""Words for the kinds of what is masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

MASK_KINDS: dict[str, str | Promise] = {
    "person": _("姓名"),
    "phone": _("电话"),
    "id_number": _("证件号"),
    "address": _("住址"),
    "plate": _("车牌"),
    "bank_account": _("账号"),
    "email": _("邮箱"),
}


def counted(kinds: Iterable[str]) -> str:
    """Return how many of each kind, in the records' own language; never what."""
    with override("zh-hans"):
        return "、".join(f"{MASK_KINDS[kind]} {count}" for kind, count in Counter(kinds).items())
