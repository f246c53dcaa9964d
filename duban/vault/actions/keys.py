"""Keys: made at first use, changed without losing what the old ones sealed, kept a second time on somebody's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.jobs.actions import enqueue
from duban.jobs.models import Job
from duban.organizations.models import User
from duban.vault.actions.errors import NotPossible
from duban.vault.keyring import Damaged, KeyLost, Keyring, KeysMissing, add_key, make_keys, read_keys
from duban.vault.models import KeyCopy, Sealed
from duban.vault.permissions import may_keep_keys

ROTATE = "vault.rotate"  # the kind of job
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many things were sealed anew, and how many could not be opened."""

    sealed: int = 0
    lost: int = 0


def key_file() -> Path:
    """Return where the keys lie."""
    path: Path = settings.VAULT_KEYS
    return path


def keys_for_opening() -> Keyring:
    """Return the keys there are; none where there is no key file, or it cannot be read."""
    try:
        return read_keys(key_file())
    except (KeysMissing, OSError):
        return Keyring({})


def keys_for_sealing() -> Keyring:
    """Return the keys, made at first use; raise NotPossible where there were some and are no more."""
    path = key_file()
    try:
        return read_keys(path)
    except KeysMissing as missing:
        if path.exists():
            raise NotPossible(_unreadable(path)) from missing
    except OSError as error:
        raise NotPossible(_unreadable(path)) from error
    if Sealed.objects.exclude(key_id="").exists():
        raise NotPossible(
            _("保险箱的密钥文件 %(file)s 不在了，不能封存；请系统管理员把另存的那一份放回原处。密钥丢失就是身份丢失。")
            % {"file": path}
        )
    return make_keys(path, timezone.localdate())


@transaction.atomic
def order_rotation(*, actor: User) -> Job:
    """Add a key that seals from now on, and queue sealing everything anew with it (更换密钥)."""
    _add(actor)
    return enqueue(ROTATE, _("用新密钥重新封存"), actor=actor)


def rotate_keys(*, actor: User | None, progress: Callable[[int, int], None] | None = None) -> Rotated:
    """Add a key and seal everything anew with it at once; the system (None) may, from the command line."""
    with transaction.atomic():
        _add(actor)
    return reseal_all(progress)


def reseal_all(progress: Callable[[int, int], None] | None = None) -> Rotated:
    """Seal with the newest key all that another sealed; begun again it goes on. What cannot be opened stays as it is."""
    keys = keys_for_sealing()
    waiting = list(_others(keys).values_list("pk", flat=True))
    done = lost = 0
    for start in range(0, len(waiting), _AT_ONCE):
        with transaction.atomic():
            for sealed in _others(keys).filter(pk__in=waiting[start : start + _AT_ONCE]).select_for_update():
                done, lost = (done + 1, lost) if _reseal(sealed, keys) else (done, lost + 1)
        if progress:
            progress(min(start + _AT_ONCE, len(waiting)), len(waiting))
    return Rotated(done, lost)


@transaction.atomic
def confirm_copy(*, actor: User, kept_where: str) -> KeyCopy:
    """Put on record that a second copy of the key in use is kept elsewhere."""
    if not may_keep_keys(actor):
        raise PermissionDenied
    where, newest = kept_where.strip(), keys_for_sealing().newest
    if not where:
        raise NotPossible(_("没有写副本存放在哪里，请写明地点和保管人，例如“机要室保险柜，机要科”。"))
    copy, _new = KeyCopy.objects.update_or_create(
        key_id=newest,
        defaults={
            "kept_where": where[:200],
            "confirmed_by": actor,
            "confirmed_by_name": actor.name[:120],
        },
    )
    record("vault.confirm_copy", copy, actor=actor, changes={"kept_where": ["", where[:200]]})
    return copy


def copy_missing() -> bool:
    """Whether nobody has said yet that a second copy of the key in use is kept; while nothing is sealed none is wanted."""
    keys = keys_for_opening()
    if not keys.keys or KeyCopy.objects.filter(key_id=keys.newest).exists():
        return False
    return Sealed.objects.exists()


def _add(actor: User | None) -> None:
    if actor is not None and not may_keep_keys(actor):
        raise PermissionDenied
    before = keys_for_sealing().newest
    after = add_key(key_file(), timezone.localdate()).newest
    copy = KeyCopy.objects.filter(key_id=before).first() or KeyCopy(key_id=before)
    record("vault.add_key", copy, actor=actor, changes={"key_id": [before, after]})


def _others(keys: Keyring) -> QuerySet[Sealed]:
    return Sealed.objects.exclude(key_id=keys.newest).filter(purged_at=None).order_by("pk")


def _reseal(sealed: Sealed, keys: Keyring) -> bool:
    place = str(sealed.place)
    try:
        content = keys.open(sealed.key_id, bytes(sealed.ciphertext or b""), place)
    except (KeyLost, Damaged):
        return False
    sealed.key_id, sealed.ciphertext = keys.seal(content, place)
    sealed.save(update_fields=["key_id", "ciphertext"])
    return True


def _unreadable(path: Path) -> str:
    return _("保险箱的密钥文件 %(file)s 读不出密钥，不能封存；请系统管理员检查文件权限，或放回另存的那一份。") % {
        "file": path
    }
