"""The keys of the vault: a file in the data folder, one key a line, the last one seals, every one opens."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32  # AES-256
_NONCE_BYTES = 12
_HEAD = """\
# 督办保险箱的密钥。丢了这个文件，封存的来访人身份就再也读不出来：请另存一份在别处，不要和数据库备份放在一起。
# Keys of Duban's vault. Whoever loses this file loses the identities: keep a second copy, apart from database backups.
"""


class KeysMissing(Exception):
    """There is no key file, or none of its lines is a key."""


class KeyLost(Exception):
    """What was sealed with this key cannot be read any more: the key is not in the file."""


class Damaged(Exception):
    """The sealed bytes are not what was sealed here: changed, cut, or moved from another row."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys by id, in the order of the file; a printed one shows no key."""

    keys: dict[str, bytes] = field(repr=False)

    @property
    def newest(self) -> str:
        """The id of the key that seals."""
        return next(reversed(self.keys))

    def seal(self, content: bytes, place: str) -> tuple[str, bytes]:
        """Return the key's id and the sealed bytes; they open with the same `place` alone."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return self.newest, nonce + AESGCM(self.keys[self.newest]).encrypt(nonce, content, place.encode())

    def open(self, key_id: str, sealed: bytes, place: str) -> bytes:
        """Return what was sealed; raise KeyLost or Damaged."""
        if key_id not in self.keys:
            raise KeyLost(key_id)
        try:
            return AESGCM(self.keys[key_id]).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise Damaged from error


def read_keys(path: Path) -> Keyring:
    """Return the keys of the file; raise KeysMissing."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise KeysMissing(str(path)) from None
    keys = dict(_key_of(line, path) for line in lines if line.strip() and not line.startswith("#"))
    if not keys:
        raise KeysMissing(str(path))
    return Keyring(keys)


def make_keys(path: Path, today: date) -> Keyring:
    """Make the file with its first key, readable by its owner alone; where another process was faster, take its keys."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, partial = tempfile.mkstemp(dir=path.parent)  # 0600 from the start
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_HEAD + _new_line(today))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(partial, path)  # whole or not at all, and never over keys that are there
    finally:
        Path(partial).unlink(missing_ok=True)
    return read_keys(path)


def add_key(path: Path, today: date) -> Keyring:
    """Add a key that seals from now on; the file is replaced whole. Raise KeysMissing where there is no file."""
    read_keys(path)
    descriptor, partial = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + _new_line(today))
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    return read_keys(path)


def _new_line(today: date) -> str:
    key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return f"{today:%Y%m%d}-{secrets.token_hex(3)} {key}\n"


def _key_of(line: str, path: Path) -> tuple[str, bytes]:
    """Return id and key of a line; an unreadable line is named by its id, never shown."""
    key_id, _blank, written = line.strip().partition(" ")
    try:
        key = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeysMissing(f"{path}: {key_id[:24]}")
    return key_id, key
