"""The folder filled-in workbooks are dropped into: each is sent as the person who exported it, or refused with a reason.

Nobody is signed in here: the signed code alone says whose file it is. What a page would show before sending nobody
sees, so a file with anything amiss sends nothing; it waits as a preview on the unit's page.
"""

from __future__ import annotations

import email
import email.policy
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.organizations.models import Unit, User
from duban.workbooks.actions import ReturnRefused, code_of, send_return, take_in_return
from duban.workbooks.intake import UnreadableWorkbook
from duban.workbooks.models import LineStatus, UnitReturn

LARGEST = 30 * 1024 * 1024  # a mail is a third larger than what is attached
MOST_ATTACHED = 10
DONE, REFUSED = "done", "refused"
_GOOD = (LineStatus.SENT, LineStatus.DRAFTED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, in words."""

    name: str
    taken: bool
    words: str


def empty_folder(folder: Path, *, settled: float = 0) -> Iterator[Outcome]:
    """Take every workbook and mail of the folder that has lain unchanged for `settled` seconds; yield what became of it.

    A file done twice, for want of being moved, sends nothing twice.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~")) or path.suffix.lower() not in (".xlsx", ".eml"):
            continue
        if path.is_symlink() or not path.is_file() or time.time() - path.stat().st_mtime < settled:
            continue
        outcome = _taken(path)
        _put_away(path, outcome)
        yield outcome


def _taken(path: Path) -> Outcome:
    if path.stat().st_size > LARGEST:
        return Outcome(path.name, False, _("“%(name)s”超过 30 MB，没有打开。") % {"name": path.name})
    content = path.read_bytes()
    files = [(path.name, content)] if path.suffix.lower() == ".xlsx" else _attached(content)
    if not files:
        return Outcome(path.name, False, _("邮件里没有 .xlsx 附件，请把填好的报送表作为附件寄来。"))
    found = [_sent(file, name) for name, file in files]
    return Outcome(path.name, all(one.taken for one in found), "\n".join(one.words for one in found))


def _attached(content: bytes) -> list[tuple[str, bytes]]:
    """Return name and bytes of the workbooks attached to a mail."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    found = []
    for part in mail.walk():
        name = part.get_filename() or ""
        if name.lower().endswith(".xlsx") and isinstance(payload := part.get_payload(decode=True), bytes):
            found.append((name, payload))
    return found[:MOST_ATTACHED]


def _sent(content: bytes, name: str) -> Outcome:
    """Send a workbook as the person who exported it, where nothing stands against any of its rows."""
    try:
        code = code_of(content, name)
        unit = Unit.objects.filter(pk=code.unit, active=True).first()
        actor = User.objects.filter(pk=code.user, is_active=True).first()
        if unit is None or actor is None:
            raise PermissionDenied
        kept = take_in_return(content, name, unit=unit, actor=actor, today=timezone.localdate(), from_inbox=True)
    except (UnreadableWorkbook, ReturnRefused) as trouble:
        return Outcome(name, False, str(trouble))
    except PermissionDenied:
        words = _("“%(name)s”的下载人现在不是这个单位的联络员或负责人，没有报送；请由本单位的人重新下载、填写。")
        return Outcome(name, False, words % {"name": name})
    if not kept.rows:
        return Outcome(name, False, _("“%(name)s”没有填新的内容，没有报送。") % {"name": name})
    if any(row["status"] in (LineStatus.PROBLEM, LineStatus.CONFLICT) for row in kept.rows):
        words = _("“%(name)s”有不能报送的行，整份没有报送；改好重寄，或到报送表页面核对后确认：") % {"name": name}
        return Outcome(name, False, "\n".join([words, *_told(kept)]))
    send_return(kept, actor=actor)
    taken = all(row["status"] in _GOOD for row in kept.rows)
    words = _("“%(name)s”按 %(person)s 下载的报送表办理：") % {"name": name, "person": actor}
    return Outcome(name, taken, "\n".join([words, *_told(kept)]))


def _told(kept: UnitReturn) -> Iterator[str]:
    """Yield a line for each row."""
    for row in kept.rows:
        against = "；".join(f"“{heading}”{message}" if heading else message for heading, message in row["problems"])
        label = LineStatus(row["status"]).label
        yield f"{row['row']}  {row['number']}  {label}  {against}{row['outcome']}".rstrip()


def _put_away(path: Path, outcome: Outcome) -> None:
    """Move the file where it belongs, with the reason beside it; never over an earlier one."""
    folder = path.parent / (DONE if outcome.taken else REFUSED)
    folder.mkdir(exist_ok=True)
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S")
    place, count = folder / f"{stamp}-{path.name}", 2
    while place.exists():
        place, count = folder / f"{stamp}-{count}-{path.name}", count + 1
    path.rename(place)
    place.with_name(f"{place.name}.txt").write_text(f"{outcome.words}\n", "utf-8")
