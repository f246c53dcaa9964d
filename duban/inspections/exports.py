"""Papers of the desk as files: daily notice and week as DOCX, overdue replies as XLSX, the public table as all three."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from duban.inspections.counting import Row, Statistics
from duban.inspections.models import Inspection, Petition, Publication
from duban.inspections.papers import DailyNotice, Week
from duban.web.documents import DOCX_TYPE, Document, Grid, Heading, docx_bytes
from duban.web.official_papers import OfficialPaper, Subheading, long_date, official_docx
from duban.web.spreadsheets import XLSX_TYPE, Cell, Column, Table, xlsx_bytes

OFFICIAL = "zh-hans"  # what leaves the house is Chinese, whatever language the page is read in
HTML_TYPE = "text/html; charset=utf-8"
PUBLIC_FORMATS = {"xlsx": XLSX_TYPE, "docx": DOCX_TYPE, "html": HTML_TYPE}
_NARROW, _WIDE = 9, 26


@override(OFFICIAL)
def daily_docx(inspection: Inspection, notice: DailyNotice) -> bytes:
    """Return the daily notice as DOCX."""
    parts: list[str | Heading | Subheading | Grid] = [daily_sentence(notice, long_date(notice.day))]
    for title, head, today, so_far in (
        (_("按行政区域"), _("行政区域"), notice.today.areas, notice.so_far.areas),
        (_("按污染类型（主要类型）"), _("污染类型"), notice.today.types, notice.so_far.types),
    ):
        parts += [Heading(title), _day_grid(head, today, so_far)]
    title = _("%s信访举报件当日转办情况") % inspection.name
    return official_docx(OfficialPaper(title, parts, issuer=settings.OFFICE, day=notice.day))


def daily_sentence(notice: DailyNotice, day: str = "") -> str:
    """Return the notice in one paragraph; `day` says the day as a paper writes it."""
    today, so_far = notice.today.total, notice.so_far.total
    values = {
        "day": day or notice.day.isoformat(), "batches": "、".join(_("第%d批") % batch.number for batch in notice.batches),
        "total": today.total, "calls": today.calls, "letters": today.letters, "starred": today.starred,
        "duplicates": today.duplicates, "all": so_far.total, "all_calls": so_far.calls, "all_letters": so_far.letters,
        "all_starred": so_far.starred,
    }  # fmt: skip
    if not notice.batches and not today.total:
        return (
            _(
                "%(day)s，督察组没有转办信访举报件。截至当日，累计转办%(all)d件，其中来电%(all_calls)d件、来信%(all_letters)d件，"
                "重点件%(all_starred)d件。"
            )
            % values
        )
    return (
        _(
            "%(day)s，督察组转办信访举报件%(total)d件（%(batches)s），其中来电%(calls)d件、来信%(letters)d件，重点件%(starred)d件，"
            "重复件%(duplicates)d件（计入总数）。截至当日，累计转办%(all)d件，其中来电%(all_calls)d件、来信%(all_letters)d件，重点件%(all_starred)d件。"
        )
        % values
    )


def week_sentence(week: Week) -> str:
    """Return the week in one paragraph; both shares of what is concluded always stand together."""
    new, total = week.handed_over.total, week.so_far.total
    values = {
        "first": week.first.isoformat(), "last": week.last.isoformat(), "new": new.total, "calls": new.calls,
        "letters": new.letters, "starred": new.starred, "answered": week.answered, "reopened": week.reopened,
        "total": total.total, "concluded": total.concluded, "staged": total.staged, "share": total.concluded_share,
        "both": total.concluded_or_staged_share, "not_so": total.unsubstantiated, "not_so_share": total.unsubstantiated_share,
        "overdue": total.overdue, "all_reopened": total.reopened, "duplicates": total.duplicates,
    }  # fmt: skip
    return (
        _(
            "%(first)s至%(last)s，新转办%(new)d件，其中来电%(calls)d件、来信%(letters)d件，重点件%(starred)d件；本周回复%(answered)d件，"
            "重新办理%(reopened)d件。累计转办%(total)d件（含重复件%(duplicates)d件），已办结%(concluded)d件，阶段性办结%(staged)d件，"
            "办结率%(share)s，办结率（含阶段性办结）%(both)s；不属实%(not_so)d件，不属实率%(not_so_share)s；逾期未回复%(overdue)d件；"
            "累计重新办理%(all_reopened)d件。"
        )
        % values
    )


@override(OFFICIAL)
def weekly_docx(inspection: Inspection, week: Week) -> bytes:
    """Return the week as DOCX."""
    so_far, new = week.so_far, week.handed_over
    parts: list[str | Heading | Grid] = [week_sentence(week)]
    for title, head, rows, fresh in (
        (_("按行政区域"), _("行政区域"), so_far.areas, new.areas),
        (_("按污染类型（主要类型）"), _("污染类型"), so_far.types, new.types),
    ):
        parts += [Heading(title), _week_grid(head, rows, fresh, so_far)]
    note = f"{week.first.isoformat()} — {week.last.isoformat()}"
    return docx_bytes(Document(_("%s信访举报件办理周统计") % inspection.name, note, parts))


def overdue_xlsx(inspection: Inspection, petitions: QuerySet[Petition], today: date) -> bytes:
    """Return the list of overdue replies."""
    rows: list[list[Cell]] = [
        [
            place, petition.number, petition.batch.number, petition.summary,
            petition.area.label if petition.area else _("市本级"), str(petition.lead_unit or _("尚未交办")),
            petition.due_now, (today - petition.due_now).days if petition.due_now else None,
            str(petition.get_state_display()),
        ]
        for place, petition in enumerate(petitions, start=1)
    ]  # fmt: skip
    columns = [
        Column(_("序号"), 5), Column(_("受理编号"), 19), Column(_("批次"), 6), Column(_("交办问题基本情况"), 44),
        Column(_("行政区域"), 10), Column(_("牵头单位"), 14), Column(_("回复期限"), 11), Column(_("逾期（天）"), 7),
        Column(_("状态"), 10),
    ]  # fmt: skip
    note = _("共 %(count)d 件，截至 %(day)s") % {"count": len(rows), "day": today.isoformat()}
    title = _("%s逾期未回复信访件") % inspection.name
    return xlsx_bytes(Table(title, note, columns, rows, sheet=_("逾期未回复")))


@override(OFFICIAL)
def public_file(publication: Publication, extension: str, again: Sequence[str] = ()) -> bytes:
    """Return the public table as `xlsx`, `docx` or `html`: its cells are the ones that were confirmed.

    `again` are the numbers of petitions whose reply holds no longer; the line under the title says so.
    """
    batch = publication.batch
    title = public_title(publication)
    note = _("第%(number)d批　%(day)s交办") % {"number": batch.number, "day": batch.day.isoformat()}
    if again:
        note += _("　【须重新复核】编制后%(count)d件已重新办理或被退回重报：%(numbers)s") % {
            "count": len(again), "numbers": "、".join(again),
        }  # fmt: skip
    if extension == "html":
        context = {"title": title, "note": note, "publication": publication}
        return render_to_string("inspections/public_table.html", context).encode()
    columns = [
        Column(heading, _width_of(heading, [row[place] for row in publication.rows]))
        for place, heading in enumerate(publication.headings)
    ]
    if extension == "docx":
        return docx_bytes(Document(title, note, [Grid(columns, publication.rows)], landscape=True))
    sheet = _("第%d批") % batch.number + _("公开情况一览表")
    return xlsx_bytes(Table(title, note, columns, publication.rows, sheet=sheet))


def public_title(publication: Publication) -> str:
    """Return the name of the table."""
    return _("%s群众信访举报转办和边督边改公开情况一览表") % publication.batch.inspection.name


def _width_of(heading: str, cells: list[str]) -> int:
    """Return a column's width: numbers and codes whole, short words nearly so, texts wrapped."""
    longest = max((len(cell) for cell in cells), default=0)
    if all(cell.isascii() for cell in cells):
        return max(longest + 4, 6)
    return _WIDE if longest > 20 else max(_NARROW + longest // 2, 6)


def _day_grid(head: str, today: list[Row], so_far: list[Row]) -> Grid:
    counts = {row.label: row.tally for row in today}
    rows: list[list[Cell]] = []
    for row in so_far:
        found = counts.get(row.label)
        new = [found.total, found.calls, found.letters, found.starred] if found else [0, 0, 0, 0]
        rows.append([row.label, *new, row.tally.total])
    columns = [
        Column(head, 14),
        *(Column(words, 8) for words in (_("当日转办"), _("来电"), _("来信"), _("重点"), _("累计"))),
    ]
    return Grid(columns, rows)


def _week_grid(head: str, rows: list[Row], fresh: list[Row], so_far: Statistics) -> Grid:
    new = {row.label: row.tally.total for row in fresh}
    cells: list[list[Cell]] = []
    for label, found in [*((row.label, row.tally) for row in rows), (_("合计"), so_far.total)]:
        week = sum(new.values()) if label == _("合计") else new.get(label, 0)
        cells.append([
            label, week, found.total, found.concluded, found.staged, found.concluded_share,
            found.concluded_or_staged_share, found.overdue, found.reopened,
        ])  # fmt: skip
    heads = (
        _("本周转办"), _("累计转办"), _("已办结"), _("阶段性办结"), _("办结率"), _("办结率（含阶段性办结）"), _("逾期未回复"), _("重新办理"),
    )  # fmt: skip
    return Grid([Column(head, 14), *(Column(words, 9) for words in heads)], cells)
