from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from duban.vault.keyring import Damaged, KeyLost, Keyring, KeysMissing, add_key, make_keys, read_keys

TODAY = date(2026, 11, 26)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "vault-keys"


def test_the_file_is_made_for_its_owner_alone_and_never_over_one_that_is_there(path: Path) -> None:
    first = make_keys(path, TODAY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert make_keys(path, TODAY) == first
    assert list(path.parent.iterdir()) == [path]


def test_the_newest_key_seals_and_every_key_opens(path: Path) -> None:
    make_keys(path, TODAY)
    old_id, old = read_keys(path).seal("苗小枝".encode(), "甲")
    keys = add_key(path, TODAY)
    new_id, new = keys.seal("苗小枝".encode(), "甲")
    assert old_id != new_id == keys.newest
    assert keys.open(old_id, old, "甲") == keys.open(new_id, new, "甲") == "苗小枝".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_same_content_is_never_sealed_to_the_same_bytes(path: Path) -> None:
    keys = make_keys(path, TODAY)
    assert keys.seal(b"1", "a") != keys.seal(b"1", "a")


def test_bytes_changed_cut_or_moved_do_not_open(path: Path) -> None:
    keys = make_keys(path, TODAY)
    key_id, sealed = keys.seal(b"13912345678", "a")
    for wrong, place in ((sealed, "b"), (sealed[:-1], "a"), (sealed[:5], "a"), (b"", "a"), (b"\0" + sealed[1:], "a")):
        with pytest.raises(Damaged):
            keys.open(key_id, wrong, place)


def test_a_lost_key_is_told_by_its_id(path: Path, tmp_path: Path) -> None:
    key_id, sealed = make_keys(path, TODAY).seal(b"1", "a")
    others = make_keys(tmp_path / "other", TODAY)
    with pytest.raises(KeyLost, match=key_id):
        others.open(key_id, sealed, "a")


def test_a_file_without_a_readable_key_is_no_keys_and_shows_none(path: Path) -> None:
    with pytest.raises(KeysMissing):
        read_keys(path)
    path.parent.mkdir()
    path.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(KeysMissing):
        read_keys(path)
    path.write_text("20261126-aaaaaa c2hvcnQ=\n", encoding="utf-8")
    with pytest.raises(KeysMissing) as raised:
        read_keys(path)
    assert "c2hvcnQ" not in str(raised.value)


def test_a_printed_keyring_shows_no_key() -> None:
    assert repr(Keyring({"1": b"secret"})) == "Keyring()"
