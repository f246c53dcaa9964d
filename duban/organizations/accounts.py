"""A table of accounts: its cells read from a workbook, and each row judged against the people there are now."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from duban.organizations.actions.changes import Refused
from duban.organizations.models import Post, Role, Unit, User
from duban.organizations.queries import find_unit, why_gone
from duban.organizations.rules import plain_name

COLUMNS = ("登录名", "姓名或岗位", "电话", "单位", "岗位", "职务", "启用")
LARGEST, LARGEST_UNPACKED, MOST_ROWS = 2 * 1024 * 1024, 64 * 1024 * 1024, 2000
NEW, CHANGED, SAME, CONFLICT, REJECTED = "new", "changed", "same", "conflict", "rejected"
_USERNAME = re.compile(r"[A-Za-z0-9_.-]{2,60}")
_TELEPHONE = re.compile(r"[-+()（）0-9 转、/]{0,40}")
_LONGEST = {"姓名或岗位": 60, "电话": 40, "职务": 60}


@dataclass(slots=True)
class Row:
    """One row: its number on the sheet, what stands in it, and what it would do or why it cannot."""

    number: int
    cells: dict[str, str]
    formulas: list[str] = field(default_factory=list)
    status: str = SAME
    problems: list[tuple[str, str]] = field(default_factory=list)  # column, reason
    changes: list[str] = field(default_factory=list)
    unit: Unit | None = None
    role: str = ""

    @property
    def username(self) -> str:
        """The sign-in name."""
        return self.cells["登录名"]

    @property
    def active(self) -> bool:
        """Whether the account is to be in use; an empty cell says yes."""
        return self.cells["启用"] != "否"

    @property
    def may_be_done(self) -> bool:
        """Whether the row can be carried out."""
        return self.status in (NEW, CHANGED, SAME)

    def reject(self, column: str, reason: str) -> None:
        """Note why the row cannot be taken, once a column."""
        self.status = REJECTED
        if column not in [known for known, _reason in self.problems]:
            self.problems.append((column, reason))

    def to_json(self) -> dict[str, Any]:
        """Return what was read, as it is stored; the judgement is made anew each time."""
        return {"number": self.number, "cells": self.cells, "formulas": self.formulas}


def read_accounts(content: bytes, name: str) -> list[Row]:
    """Return the rows of the first sheet below the row of headings; raise Refused where there is no such table."""
    if not name.lower().endswith(".xlsx"):
        raise Refused(_("“%(name)s”不是 XLSX 文件；请下载模板，填好后另存为 .xlsx 再上传。") % {"name": name})
    if len(content) > LARGEST:
        raise Refused(_("“%(name)s”太大；账号表最大 2 MB，请分几次导入。") % {"name": name})
    try:
        rows = _cells(content)
    except Exception as fault:  # openpyxl raises whatever the broken part raises
        raise Refused(_("“%(name)s”打不开；请用表格软件打开并另存为 .xlsx 再上传。") % {"name": name}) from fault
    head = next((place for place, row in enumerate(rows[:20]) if "登录名" in [text for text, _formula in row]), None)
    if head is None:
        raise Refused(_("“%(name)s”里没有“登录名”这一列；请用模板的表头。") % {"name": name})
    places = {text: place for place, (text, _formula) in enumerate(rows[head]) if text in COLUMNS}
    missing = [column for column in ("登录名", "姓名或岗位") if column not in places]
    if missing:
        raise Refused(_("表头缺少“%(columns)s”；请用模板的表头。") % {"columns": "”“".join(missing)})
    found = [_row(number, row, places) for number, row in enumerate(rows[head + 1 :], start=head + 2)]
    filled = [row for row in found if any(row.cells.values())]
    if not filled:
        raise Refused(_("“%(name)s”里没有要导入的行；请在表头下面填写。") % {"name": name})
    if len(filled) > MOST_ROWS:
        raise Refused(_("“%(name)s”超过 %(most)d 行，请分几次导入。") % {"name": name, "most": MOST_ROWS})
    return filled


def judged(stored: Sequence[dict[str, Any]]) -> list[Row]:
    """Return the rows with what each would do to the people there are now."""
    rows = [Row(row["number"], dict(row["cells"]), list(row["formulas"])) for row in stored]
    people = {user.username: user for user in User.objects.filter(username__in={row.username for row in rows})}
    posts: dict[int, dict[tuple[int, str], str]] = defaultdict(dict)
    for post in Post.objects.filter(user__in=people.values()):
        posts[post.user_id][post.unit_id, post.role] = post.title
    first: dict[str, Row] = {}
    seen: dict[tuple[str, int, str], int] = {}
    units: dict[str, Unit | None] = {}
    for row in rows:
        _check_cells(row, units)
        _check_against(row, first, seen)
        if row.status != REJECTED and row.status != CONFLICT:
            user = people.get(row.username)
            _compare(row, user, posts[user.pk] if user else {}, first)
    return rows


def _cells(content: bytes) -> list[list[tuple[str, bool]]]:
    """Return every row of the first sheet as texts, each with whether it is a formula."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise ValueError("too much unpacked")
    book = load_workbook(io.BytesIO(content), read_only=True)
    try:
        rows = book.worksheets[0].iter_rows(max_row=MOST_ROWS + 30, max_col=30)
        return [[(_text(cell.value), cell.data_type == "f") for cell in row] for row in rows]
    finally:
        book.close()


def _text(value: object) -> str:
    """Return a cell as it was typed: numbers without a tail, no leading apostrophe."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip().removeprefix("'").strip()


def _row(number: int, row: list[tuple[str, bool]], places: dict[str, int]) -> Row:
    given = {column: row[place] if place < len(row) else ("", False) for column, place in places.items()}
    cells = {column: given.get(column, ("", False))[0] for column in COLUMNS}
    return Row(number, cells, [column for column, (_text, formula) in given.items() if formula])


def _check_cells(row: Row, units: dict[str, Unit | None]) -> None:
    """Reject what cannot be understood, column by column."""
    for column in row.formulas:
        row.reject(column, _("是公式，请改成文字"))
    if not _USERNAME.fullmatch(row.username):
        row.reject("登录名", _("要填 2 到 60 个字母、数字、点、横线或下划线"))
    if not row.cells["姓名或岗位"]:
        row.reject("姓名或岗位", _("没有填写"))
    for column, longest in _LONGEST.items():
        if len(row.cells[column]) > longest:
            row.reject(column, _("超过 %(longest)d 个字") % {"longest": longest})
    if not _TELEPHONE.fullmatch(row.cells["电话"]):
        row.reject("电话", _("只能有数字、空格、横线、括号和加号"))
    if row.cells["启用"] not in ("", "是", "否"):
        row.reject("启用", _("填“是”或“否”，空着就是“是”"))
    _check_post(row, units)


def _check_post(row: Row, units: dict[str, Unit | None]) -> None:
    unit, role = row.cells["单位"], row.cells["岗位"]
    if bool(unit) != bool(role):
        row.reject("岗位" if unit else "单位", _("单位和岗位要一起填，或都空着"))
    if unit:
        if unit not in units:
            units[unit] = find_unit(unit)
        row.unit = units[unit]
        if row.unit is None:
            gone = Unit.objects.filter(active=False, names__plain=plain_name(unit)).first()
            row.reject("单位", why_gone(gone) if gone else _("没有叫“%(unit)s”的单位，或有几个同名") % {"unit": unit})
    if role:
        roles = {str(label): value for value, label in Role.choices}
        if role not in roles:
            row.reject("岗位", _("没有这个岗位；可填：%(roles)s") % {"roles": "、".join(roles)})
        row.role = roles.get(role, "")


def _check_against(row: Row, first: dict[str, Row], seen: dict[tuple[str, int, str], int]) -> None:
    """Find rows of the same table that contradict each other."""
    if row.status == REJECTED:
        return
    before = first.setdefault(row.username, row)
    differing = {
        "姓名或岗位": row.cells["姓名或岗位"] != before.cells["姓名或岗位"],
        "电话": row.cells["电话"] not in ("", before.cells["电话"]),
        "启用": row.active != before.active,
    }
    for column, differs in differing.items():
        if differs:
            row.status = CONFLICT
            row.problems.append((column, _("与第 %(number)d 行同一登录名的不一样") % {"number": before.number}))
    if row.unit and row.role:
        number = seen.setdefault((row.username, row.unit.pk, row.role), row.number)
        if number != row.number:
            row.status = CONFLICT
            row.problems.append(("岗位", _("与第 %(number)d 行是同一个岗位") % {"number": number}))


def _compare(row: Row, user: User | None, posts: dict[tuple[int, str], str], first: dict[str, Row]) -> None:
    """Say what the row would change, or that somebody else has the sign-in name."""
    is_first = first[row.username] is row
    if user is None:
        row.status = NEW
        if row.unit:
            row.changes.append(_("岗位：%(post)s") % {"post": _post_words(row)})
        return
    if user.name != row.cells["姓名或岗位"]:
        row.status = CONFLICT
        words = _("登录名已是“%(name)s”的；同一人改名请在用户页改，不是同一人请换登录名")
        row.problems.append(("登录名", words % {"name": user.name}))
        return
    if is_first and row.cells["电话"] and user.telephone != row.cells["电话"]:
        row.changes.append(_("电话：%(old)s → %(new)s") % {"old": user.telephone or "—", "new": row.cells["电话"]})
    if is_first and user.is_active != row.active:
        row.changes.append(_("启用") if row.active else _("停用"))
    if row.unit:
        title = posts.get((row.unit.pk, row.role))
        if title is None:
            row.changes.append(_("增加岗位：%(post)s") % {"post": _post_words(row)})
        elif row.cells["职务"] and title != row.cells["职务"]:
            row.changes.append(_("职务：%(old)s → %(new)s") % {"old": title or "—", "new": row.cells["职务"]})
    row.status = CHANGED if row.changes else SAME


def _post_words(row: Row) -> str:
    return " ".join(filter(None, (str(row.unit), row.cells["岗位"], row.cells["职务"])))
