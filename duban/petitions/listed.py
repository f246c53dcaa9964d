"""A list of petitions as a table: which column is what, what each row says, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from duban.organizations.queries import find_unit
from duban.petitions.actions.registering import PetitionFacts, came_long_ago
from duban.petitions.models import Channel, Nature
from duban.petitions.rules.data import petition_types
from duban.petitions.wording import title_of
from duban.redaction import redact
from duban.vault.identities import Identity, Petitioner, unlike_id_number, unlike_telephone
from duban.workbooks.intake import UnreadableWorkbook, read_workbook

COLUMNS = (
    "收到日期", "渠道", "性质", "类型", "属地", "反映内容", "姓名", "电话", "证件号码", "住址", "急难愁盼", "要求保密", "被检举单位",
)  # fmt: skip
NEEDED = ("收到日期", "渠道", "类型", "反映内容")
MOST = 500  # they are registered while the person waits
CITY = ("市本级", "（市本级）", "市级", "全市", "市直")  # no county: as the page calls it
_YES = ("是", "有", "1", "√", "Y", "y")


@dataclass(slots=True, repr=False)
class ListedPetition:
    """One row judged: what may be shown of it, what is wrong with it, what would be registered."""

    number: int
    title: str = ""
    summary: str = ""
    received_on: date | None = None
    channel: str = ""
    type: str = ""
    masked: int = 0
    like: str = ""  # another row, or a petition registered before, that it may be the same as
    problems: list[str] = field(default_factory=list)
    facts: PetitionFacts | None = None
    long_ago: bool = False  # it came so long ago that the day is to be confirmed

    def __repr__(self) -> str:
        return f"ListedPetition({self.number})"


def read_list(content: bytes, name: str) -> list[dict[str, str]]:
    """Return the rows of the first sheet by heading; raise UnreadableWorkbook saying what to change."""
    sheet = next((sheet for sheet in read_workbook(content, name) if sheet.rows), None)
    rows = sheet.rows if sheet else []
    top = next((place for place, row in enumerate(rows[:10]) if _is_head(row)), None)
    if top is None:
        raise UnreadableWorkbook(_("表里没有找到表头，请用模板的列名：%(names)s。") % {"names": "、".join(NEEDED)})
    heads = [str(cell or "").strip() for cell in rows[top]]
    found = [
        {head: _text(cell) for head, cell in zip(heads, row, strict=False) if head in COLUMNS}
        for row in rows[top + 1 :]
        if any(_text(cell) for cell in row)
    ]
    if not found:
        raise UnreadableWorkbook(_("表头下面没有内容，请填好后再上传。"))
    if len(found) > MOST:
        raise UnreadableWorkbook(
            _("一次最多 %(most)d 件，这张表有 %(n)d 行，请分开上传。") % {"most": MOST, "n": len(found)}
        )
    return found


def judged(rows: Sequence[Mapping[str, str]], today: date) -> list[ListedPetition]:
    """Return each row with what is wrong with it; names and telephones are masked in what may be shown."""
    types = {word: code for code, word in petition_types().items()}
    return [_judge(number, row, types, today) for number, row in enumerate(rows, start=1)]


def _judge(number: int, row: Mapping[str, str], types: Mapping[str, str], today: date) -> ListedPetition:
    listed = ListedPetition(number)
    given = {name: row.get(name, "").strip() for name in COLUMNS}
    listed.problems += [_("“%(name)s”为空，请填写") % {"name": name} for name in NEEDED if not given[name]]
    listed.received_on = _day(given["收到日期"])
    if given["收到日期"] and listed.received_on is None:
        listed.problems.append(_("收到日期不是日期，请写成 2026-11-26"))
    elif listed.received_on and listed.received_on > today:
        listed.problems.append(_("收到日期还没有到，请核对年月日"))
    channel = _choice(Channel, given["渠道"])
    nature = _choice(Nature, given["性质"]) or ("" if given["性质"] else Nature.DEMAND.value)
    listed.channel, listed.type = given["渠道"][:20], given["类型"][:20]
    if given["渠道"] and not channel:
        listed.problems.append(
            _("渠道不在选项之中，请从这些里选：%(all)s") % {"all": "、".join(map(str, Channel.labels))}
        )
    if not nature:
        listed.problems.append(
            _("性质不在选项之中，请从这些里选：%(all)s") % {"all": "、".join(map(str, Nature.labels))}
        )
    if given["类型"] and given["类型"] not in types:
        listed.problems.append(_("类型不在本市的信访分类里，请照模板上列出的填写"))
    if given["属地"] in CITY:
        given["属地"] = ""
    listed.problems += [
        words for words in (unlike_telephone(given["电话"]), unlike_id_number(given["证件号码"])) if words
    ]
    area, accused = (find_unit(given[name]) if given[name] else None for name in ("属地", "被检举单位"))
    listed.problems += [
        _("“%(name)s”不是本市的单位，或有几个单位同名，请写单位全称") % {"name": name}
        for name, unit in (("属地", area), ("被检举单位", accused))
        if given[name] and unit is None
    ]
    listed.long_ago = listed.received_on is not None and came_long_ago(listed.received_on)
    found = redact(given["反映内容"])
    listed.summary, listed.masked = found.text, len(found.redactions)
    listed.title = title_of(found.text) if found.text else ""
    if listed.problems or listed.received_on is None:
        return listed
    person = Petitioner(given["姓名"], given["电话"], given["证件号码"], given["住址"])
    listed.facts = PetitionFacts(
        channel=channel,
        received_on=listed.received_on,
        type=types[given["类型"]],
        title=listed.title,
        summary=listed.summary,
        area=area,
        nature=nature,
        urgent=given["急难愁盼"] in _YES,
        withheld=given["要求保密"] in _YES,
        accused=(accused,) if accused else (),
        original=given["反映内容"],
        identity=Identity((person,) if person else ()),
    )
    return listed


def _is_head(row: Sequence[Any]) -> bool:
    names = {str(cell or "").strip() for cell in row}
    return set(NEEDED) <= names


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _day(words: str) -> date | None:
    plain = words.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    try:
        return date(*(int(part) for part in plain.split("-")))
    except (TypeError, ValueError):
        return None


def _choice(choices: Any, word: str) -> str:
    return next((str(value) for value, label in choices.choices if word and word in (value, str(label))), "")
