"""What a petition has towards its true close-out, and what it lacks, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from duban.inspections.models import Conclusion, Moment, Petition, Verdict
from duban.inspections.rules.closing import Closing, Missing, missing_for_closing

LABELS: dict[Missing, Any] = {
    Missing.CAUSE: _("原因"),
    Missing.MEASURE: _("至少一条整改措施"),
    Missing.MEASURE_DONE: _("每条整改措施的完成日期"),
    Missing.EVIDENCE: _("佐证（现场核查记录或整改后照片）"),
    Missing.REVISIT: _("计划回访日期"),
}

NEEDED = ("finding", "verdict", "handling", "conclusion")


def unfilled(petition: Petition) -> list[str]:
    """Return in words what a reply needs, however far handling is, and this petition does not say yet."""
    return [
        str(Petition._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in NEEDED
        if not getattr(petition, name).strip()
    ]


def lacking(petition: Petition) -> list[str]:
    """Return in words what the petition lacks to be told as 已办结; nothing where it is told otherwise."""
    if petition.conclusion != Conclusion.CONCLUDED:
        return []
    measures = list(petition.measures.values_list("done_on", flat=True))
    there = Closing(
        substantiated=petition.verdict not in ("", Verdict.UNSUBSTANTIATED),
        cause=bool(petition.cause.strip()),
        measures=len(measures),
        measures_open=sum(done is None for done in measures),
        evidence=petition.visits.count() + petition.pictures.filter(moment=Moment.AFTER).count(),
        revisit=petition.revisit_on is not None,
    )
    return [str(LABELS[one]) for one in missing_for_closing(there)]
