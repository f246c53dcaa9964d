"""The reports of a task with their figures and proofs, drawn in code: five of them were a third of the page's drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.tasks.models import Evidence, Report, ReportState
from duban.web.drawing import lines, moment, row_address


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report with its figures in words and its proofs, and what this person may do with it."""

    row: Report
    figures: Sequence[tuple[str, str]]
    pieces: Sequence[Evidence]
    may_approve: bool = False
    may_revise: bool = False
    may_correct: bool = False


def reports_drawn(reports: Iterable[ReportShown]) -> SafeString:
    """Return the reports in the order given."""
    return SafeString("\n".join(_report(report) for report in reports))


def pieces_drawn(pieces: Iterable[Evidence]) -> SafeString:
    """Return proofs as a strip of pictures, nothing where there are none."""
    drawn = "".join(_piece(piece) for piece in pieces)
    return SafeString(f'<div class="strip">{drawn}</div>' if drawn else "")


def _report(shown: ReportShown) -> str:
    row = shown.row
    earlier = " earlier" if row.corrected else ""
    parts = [
        f'<article class="panel-body report{earlier}" id="report-{row.pk}">',
        _head(row),
        f"<p>{lines(row.text)}</p>",
        _figures(shown.figures),
        _labelled(_("问题和原因"), row.problems),
        _labelled(_("下一步打算"), row.next_steps),
        _remark(row) if row.remark else "",
        pieces_drawn(shown.pieces),
        _deeds(shown),
        "</article>",
    ]
    return "".join(parts)


def _labelled(label: str, text: str) -> str:
    return f"<p>{label}：{lines(text)}</p>" if text else ""


def _tag(kind: str, word: object) -> str:
    return f'<span class="tag {kind}">{escape(word)}</span>'


def _head(row: Report) -> str:
    until = _("数据截至 %(day)s") % {"day": row.as_of}
    who: str = escape(row.author_name)
    if row.approved_by_name:
        who += "，" + escape(_("%(name)s审核") % {"name": row.approved_by_name})
    if row.sent_at:
        who += f" {moment(row.sent_at)}"
    tags = "" if row.state == ReportState.SENT else _tag("tag-note", ReportState(row.state).label)
    tags += _tag("tag-off", _("已更正")) if row.corrected else ""
    if row.corrects_id:
        earlier = _("更正前一份")
        tags += f'<a class="tag" href="#report-{row.corrects_id}">{earlier}</a>'
    head = f'<strong>{escape(row.unit_name)}</strong> {until} <span class="quiet">{who}</span> {tags}'
    return f'<p class="move-head">{head}</p>'


def _figures(figures: Sequence[tuple[str, str]]) -> str:
    spans = "".join(
        f'<span class="figure">{escape(label)} <strong>{escape(value)}</strong></span>' for label, value in figures
    )
    return f"<p>{spans}</p>" if spans else ""


def _remark(row: Report) -> str:
    label = _("退改意见") if row.state == ReportState.RETURNED else _("更正理由")
    return f'<p class="quiet">{label}：{escape(row.remark)}</p>'


def _deeds(shown: ReportShown) -> str:
    buttons = []
    if shown.may_approve:
        buttons += [
            ("tasks:approve_report", _("审核报出"), " button-primary"),
            ("tasks:return_report", _("退改"), ""),
        ]
    if shown.may_revise:
        buttons.append(("tasks:revise_report", _("修改"), ""))
    if shown.may_correct:
        buttons.append(("tasks:correct_report", _("更正"), ""))
    links = "".join(
        f'<a class="button button-small{kind}" href="{row_address(name, shown.row.pk)}">{label}</a>'
        for name, label, kind in buttons
    )
    return f'<p class="deeds">{links}</p>' if links else ""


def _piece(piece: Evidence) -> str:
    """Return one proof: its picture or kind, its name, who showed it; or that and why it was purged."""
    file, shown = piece.file, f"{escape(piece.unit_name)} {escape(piece.added_by_name)} {moment(piece.at)}"
    if file.purged_at:
        gone = escape(_("%(day)s 由%(name)s清除") % {"day": moment(file.purged_at), "name": file.purged_by_name})
        why, uploaded, purged = _("理由"), _("上传"), _("已清除")
        reason = f'<span class="quiet">{why}：{escape(file.purge_reason)}</span>'
        caption = f'{gone}{reason}<span class="quiet">{shown} {uploaded}</span>'
        picture, kind = f'<span class="piece-picture piece-kind">{purged}</span>', " piece-purged"
    else:
        address, note = (
            row_address("files:download", file.pk),
            f"<span>{escape(piece.note)}</span>" if piece.note else "",
        )
        size = f'<span class="quiet">{filesizeformat(file.size)} · {shown}</span>'
        caption, kind = f'<a href="{address}">{escape(piece.name)}</a>{note}{size}', ""
        picture = f'<a class="piece-picture" href="{address}" tabindex="-1" aria-hidden="true">{_picture(piece)}</a>'
    return f'<figure class="piece{kind}" title="SHA-256 {file.sha256}">{picture}<figcaption>{caption}</figcaption></figure>'


def _picture(piece: Evidence) -> str:
    preview = getattr(piece.file, "preview", None)  # none: no picture can be made of it
    if preview is None:
        return f'<span class="piece-kind">{escape(ending(piece.name))}</span>'
    source = row_address("files:preview", piece.file_id)
    return f'<img src="{source}" width="{preview.width}" height="{preview.height}" alt="" loading="lazy">'


def ending(name: str) -> str:
    """Return the ending of a file's name in capitals, for where no picture of it can be shown."""
    return name.rpartition(".")[2].upper()[:5] if "." in name else "—"
