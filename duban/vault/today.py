"""What 今日 shows an administrator of the vault: that the second copy of the key is not confirmed yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.vault.actions.keys import copy_missing
from duban.vault.permissions import may_keep_keys
from duban.web.menu import TodaySection


def sections(person: Any, today: date) -> Iterator[TodaySection]:
    """Yield the reminder until it is done."""
    if may_keep_keys(person) and copy_missing():
        yield TodaySection(_("保险箱密钥还没有副本"), "vault/_copy_today.html", {}, 1, reverse("vault:keys"))
