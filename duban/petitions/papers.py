"""The reply to a petitioner as a paper (答复意见书): A4 by GB/T 9704, the name left blank for whoever hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from duban.petitions.actions.moving import label
from duban.petitions.models import Channel, Petition
from duban.web.official_papers import OfficialPaper, long_date, official_docx

BLANK = "_" * 12  # the name, by hand


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the paper."""

    title: str
    number: str
    opening: str
    paragraphs: tuple[str, ...]
    remedy: str
    issuer: str
    day: date


def paper_of(petition: Petition) -> Paper:
    """Return the reply's words."""
    days = petition.happened()
    channel, title = label(Channel(petition.channel).label), petition.title.rstrip("。")
    return Paper(
        title="信访事项答复意见书",
        number=petition.number,
        opening=f"您于{long_date(petition.received_on)}通过{channel}反映的“{title}”（编号：{petition.number}）已收悉。经调查核实，现答复如下：",
        paragraphs=tuple(line.strip() for line in petition.reply.splitlines() if line.strip()),
        remedy="如不服本答复意见，可自收到本答复意见书之日起30日内，依照《信访工作条例》第三十五条向上一级机关、单位请求复查。",
        issuer=petition.handler.name if petition.handler else settings.OFFICE,
        day=days.get("delivered") or timezone.localdate(),
    )


def reply_docx(paper: Paper) -> bytes:
    """Return the paper as DOCX."""
    parts = (paper.opening, *paper.paragraphs, paper.remedy)
    return official_docx(
        OfficialPaper(paper.title, parts, number=paper.number, recipient=BLANK, issuer=paper.issuer, day=paper.day)
    )
