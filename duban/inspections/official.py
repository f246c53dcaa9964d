"""Papers of the desk that go out as official ones: the reply to the team, the daily notice, the night shift's handover."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from duban.inspections.accountability import accountability
from duban.inspections.models import (
    Conclusion,
    HandoverNote,
    MeasureKind,
    Petition,
    PetitionMeasure,
    TeamReply,
    TermKind,
    Verdict,
)
from duban.inspections.queries.vocabulary import labels_of
from duban.inspections.registers import FIGURE_LABELS
from duban.inspections.states import PetitionState, PetitionVerb
from duban.redaction import redact
from duban.web.documents import Grid, Heading
from duban.web.official_papers import OfficialPaper, Subheading, long_date, official_docx
from duban.web.spreadsheets import Column

OFFICIAL = "zh-hans"  # what leaves the house is Chinese, whatever language the page is read in
READY = (PetitionState.SIGNED_OFF.value, PetitionState.REPLIED.value)  # a reply nobody signed is no paper
Parts = list[str | Heading | Subheading | Grid]
_DRAWN: dict[str, Callable[[str], str | Heading | Subheading]] = {
    "text": str, "heading": Heading, "subheading": Subheading,
}  # fmt: skip


@override(OFFICIAL)
def team_reply_docx(petition: Petition, today: date) -> bytes:
    """Return the reply to the team as it was sent, or signed; drawn anew where that was before papers were kept."""
    if petition.state == PetitionState.REPLIED:
        kept = petition.team_replies.filter(day__isnull=False).first()
    else:
        kept = signed_reply(petition)
    return kept_reply_docx(kept or team_reply(petition, petition.replied_on or today))


def signed_reply(petition: Petition) -> TeamReply | None:
    """Return the paper of a petition that is signed off and not sent yet, as it was signed; None of earlier days."""
    return petition.team_replies.filter(day=None).first()


@override(OFFICIAL)
def kept_reply_docx(sent: TeamReply) -> bytes:
    """Return a reply as the paper it was sent as."""
    parts: Parts = [_DRAWN[kind](text) for kind, text in sent.parts]
    return official_docx(
        OfficialPaper(sent.title, parts, recipient=sent.recipient, issuer=sent.issuer, day=sent.signed_on or sent.day)
    )


@override(OFFICIAL)
def team_reply(petition: Petition, day: date) -> TeamReply:
    """Return the reply as it would be signed on this day, not stored; free texts are redacted once more."""
    summary, found = _redacted([petition.summary]), _redacted([petition.finding, _verdict(petition)])
    parts: list[str | Heading | Subheading] = [_opening(petition)]
    parts += [Heading(_("一、交办问题基本情况")), *summary, Heading(_("二、调查核实情况")), *found]
    parts += [Heading(_("三、处理和整改情况")), *_redacted([petition.handling]), *_measures(petition, day)]
    parts += [Heading(_("四、责任人被处理情况")), *_redacted(accountability(petition) or [_("无。")])]
    parts += [Heading(_("五、办结情况")), _conclusion(petition)]
    kinds = {Heading: "heading", Subheading: "subheading"}
    return TeamReply(
        petition=petition, signed_on=day, title=_("关于信访举报件%s办理情况的报告") % petition.number,
        recipient=petition.inspection.team or petition.inspection.name, issuer=settings.OFFICE,
        parts=[["text", part] if isinstance(part, str) else [kinds[type(part)], part.text] for part in parts],
    )  # fmt: skip


@override(OFFICIAL)
def handover_docx(note: HandoverNote) -> bytes:
    """Return the night shift's note with the figures of its hour."""
    figures = [[str(label), note.figures.get(name, 0)] for name, label in FIGURE_LABELS.items()]
    grid = Grid([Column(_("事项"), 20), Column(_("件数"), 8)], figures)
    taken = (
        _("%(name)s %(at)s接班。%(answer)s")
        % {"name": note.settled_by_name, "at": f"{localtime(note.settled_at):%Y-%m-%d %H:%M}", "answer": note.answer}
        if note.settled_at
        else _("还没有接班确认。")
    )
    parts: Parts = [
        _("值班日期：%s") % long_date(note.night),
        _("值班人：%s") % note.entered_by_name,
        Heading(_("一、当时的数目")), grid, Heading(_("二、待办和提醒")), note.left, Heading(_("三、接班确认")), taken,
    ]  # fmt: skip
    return official_docx(OfficialPaper(_("%s值班交接记录") % note.inspection.name, parts))


def _opening(petition: Petition) -> str:
    values = {
        "day": long_date(petition.batch.day), "batch": petition.batch.number, "number": petition.number,
        "unit": petition.lead_unit.name if petition.lead_unit else "",
    }  # fmt: skip
    return (
        _("%(day)s第%(batch)d批交办的信访举报件（受理编号：%(number)s），由%(unit)s办理。现将有关情况报告如下。")
        % values
    )


def _verdict(petition: Petition) -> str:
    words = labels_of(petition.inspection, TermKind.VERDICT)
    label = words.get(petition.verdict) or str(dict(Verdict.choices).get(petition.verdict, ""))
    return _("经核查，反映问题%s。") % label if label else ""


def _conclusion(petition: Petition) -> str:
    words = labels_of(petition.inspection, TermKind.CONCLUSION)
    label = words.get(petition.conclusion) or str(dict(Conclusion.choices).get(petition.conclusion, ""))
    revisit = _("计划%s回访。") % long_date(petition.revisit_on) if petition.revisit_on else ""
    return f"{label}。{revisit}" if label else revisit


def _measures(petition: Petition, day: date) -> Iterator[str | Subheading]:
    """Yield what was done at once apart from what lasts, each measure as it stood on the reply's day."""
    rows = list(petition.measures.all())
    if petition.state == PetitionState.REPLIED:  # sent before replies were kept: what was added since is not in it
        move = petition.moves.filter(verb=PetitionVerb.REPLY.value).order_by("-id").first()
        rows = [row for row in rows if move is None or row.at <= move.at]
    ordinal = iter("一二")
    for kind in MeasureKind:
        own = [row for row in rows if row.kind == kind]
        if own:
            yield Subheading(f"（{next(ordinal)}）{kind.label}")
        for place, row in enumerate(own, start=1):
            yield f"{place}.{redact(row.what).text.rstrip('。')}{_standing(row, day)}。"


def _standing(measure: PetitionMeasure, day: date) -> str:
    if measure.done_on and measure.done_on <= day:
        return _("（%s已完成）") % long_date(measure.done_on)
    return _("（%s前完成）") % long_date(measure.due) if measure.due else ""


def _redacted(texts: list[str]) -> list[str]:
    return [redact(text).text for text in texts if text.strip()]
