"""What `duban check` asks of the vault: is every key there, for its owner alone, kept twice, and does everything open."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from duban.vault.actions.keys import copy_missing, key_file, keys_for_opening
from duban.vault.keyring import Damaged, KeyLost, Keyring
from duban.vault.models import Sealed
from duban.web.checking import Problem


def problems(thorough: bool) -> Iterator[Problem]:
    """Yield lost keys, an open key file, a missing second copy; `thorough` opens everything, showing nothing."""
    path, keys = key_file(), keys_for_opening()
    kept = Sealed.objects.filter(purged_at=None)
    lost = kept.exclude(key_id__in=list(keys.keys)).count()
    if lost:
        yield Problem(
            "vault_keys_lost",
            _("有 %(count)d 件封存内容的密钥不在 %(file)s 里，读不出来。") % {"count": lost, "file": path},
            _("把另存的密钥文件放回原处；找不回密钥，这些来访人的身份就丢失了。"),
        )
    if path.exists() and path.stat().st_mode & 0o077:
        yield Problem(
            "vault_keys_open",
            _("保险箱密钥文件 %(file)s 别人也能读。") % {"file": path},
            _("运行 chmod 600 %(file)s；如可能已泄露，在“保险箱密钥”页更换密钥。") % {"file": path},
        )
    if copy_missing():
        yield Problem(
            "vault_copy",
            _("保险箱密钥还没有确认副本，密钥文件一丢，来访人身份就全部丢失。"),
            _("把 %(file)s 另存一份在别处（不要和数据库备份放在一起），再到“保险箱密钥”页确认。") % {"file": path},
        )
    damaged = _damaged(keys) if thorough else 0
    if damaged:
        yield Problem(
            "vault_damaged",
            _("有 %(count)d 件封存内容被改动或损坏。") % {"count": damaged},
            _("保留现场，从备份恢复，并查明谁改动过数据库。"),
        )


def _damaged(keys: Keyring) -> int:
    count = 0
    for sealed in Sealed.objects.filter(purged_at=None, key_id__in=list(keys.keys)).iterator(chunk_size=200):
        try:
            keys.open(sealed.key_id, bytes(sealed.ciphertext or b""), str(sealed.place))
        except (Damaged, KeyLost):
            count += 1
    return count
