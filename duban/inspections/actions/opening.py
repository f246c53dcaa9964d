"""The task behind a petition: what it says, and how it follows when the petition is assigned or its measures change."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from duban.inspections.models import Petition
from duban.organizations.models import Unit
from duban.tasks.actions import Origin, TaskDraft
from duban.tasks.actions.drafts import LONGEST_TITLE

SOURCE = "petition"
_SHOWN = 60  # characters of the text in a title


def draft_for(petition: Petition, area: str, type_: str, co_handlers: tuple[Unit, ...] = ()) -> TaskDraft:
    """Return what the ledger is to open for the petition.

    Its redacted text goes into the ledger, which is searched, only once the desk has read and confirmed it; the deadline
    is that of the lasting measure, so at first there is none.
    """
    confirmed = petition.text_confirmed_at is not None
    return TaskDraft(
        source=SOURCE,
        year=petition.batch.day.year,
        title=title_of(petition, area, type_),
        lead_unit=petition.lead_unit or petition.inspection.desk_unit,
        supporting_units=co_handlers,
        deadline_text=_("按长效整改措施的完成时限"),
        deliverable=_("查处和整改情况"),
        origins=(origin_of(petition, petition.summary if confirmed else petition.number),),
        leading_official=petition.leading_official,
        priority="important" if petition.starred else "normal",
    )


def title_of(petition: Petition, area: str, type_: str) -> str:
    """Return the task's title: number, area and type, and the matter where its text is confirmed."""
    head = f"信访件 {petition.number} {area}{type_}".strip()
    if petition.text_confirmed_at is None:
        return head[:LONGEST_TITLE]
    text = petition.summary.replace("\n", " ").strip()
    return f"{head}：{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}"[:LONGEST_TITLE]


def origin_of(petition: Petition, text: str) -> Origin:
    """Return the petition as the origin of its task: the text given is the quote."""
    link = reverse("inspections:by_number", args=[petition.inspection_id, petition.number])
    title = _("%(inspection)s第%(batch)d批 %(number)s") % {
        "inspection": petition.inspection, "batch": petition.batch.number, "number": petition.number,
    }  # fmt: skip
    return Origin(
        kind=SOURCE, title=title[:300], link=link, agenda_item="", text_revision="", paragraph_number=petition.position,
        paragraph=text, quote=text, start=0, end=len(text), key=f"petition:{petition.inspection_id}:{petition.number}"[:60],
    )  # fmt: skip
