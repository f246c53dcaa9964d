"""What a breakdown, or a change of one child, adds to what the parent asks (层层加码): shown, and answered by a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.organizations.models import Unit
from duban.tasks.actions.chains import chain_changed
from duban.tasks.actions.drafts import Changes, DraftRefused
from duban.tasks.actions.measures import TaskMeasures, measures_of
from duban.tasks.models import Task
from duban.tasks.rules.breakdown import AddedDemand, Finding, Part, find_added_demands, find_later_deadlines
from duban.tasks.rules.breakdown_words import finding_lines
from duban.tasks.rules.case import Direction as RuleDirection
from duban.tasks.rules.chain import ChainFinding
from duban.tasks.rules.chain_words import chain_line
from duban.tasks.states import FINAL_STATES
from duban.web.reasons import SHORTEST, says_why


@dataclass(frozen=True, slots=True)
class ChildWanted:
    """What one unit gets of the task; an empty limit or rhythm is the parent's own."""

    unit: Unit
    target: Decimal | None = None
    deadline: date | None = None
    reporting_rhythm: str = ""


class BreakdownWarned(DraftRefused):
    """The children are asked for more than the parent and nobody said why, or nobody saw it.

    `lines` are the findings, with arithmetic; `token` stands for them on the page that shows them.
    """

    def __init__(self, message: str, lines: Sequence[str], token: str) -> None:
        super().__init__(message)
        self.lines, self.token = lines, token


def findings_of(task: Task, children: Sequence[ChildWanted]) -> tuple[Part, list[Part], list[Finding]]:
    """Return parent, children (those there already first) and what the children add to what the parent asks."""
    measures = measures_of(task)
    parts = _present_parts(task)
    parts += [
        _part(
            str(child.unit),
            measures,
            child.target,
            child.deadline or task.deadline,
            child.reporting_rhythm or task.reporting_rhythm,
        )
        for child in children
    ]
    parent = child_part(task)
    later = find_later_deadlines(parent, parts[len(parts) - len(children) :])
    return parent, parts, find_added_demands(parent, parts) + later


def child_part(
    task: Task, measures: TaskMeasures | None = None, *, deadline: date | None = None, rhythm: str | None = None
) -> Part:
    """Return a stored task as a part of a breakdown, with what is wanted of it in place of what it has."""
    asked = measures or measures_of(task)
    words = task.reporting_rhythm if rhythm is None else rhythm
    return _part(str(task.lead_unit), asked, asked.target, deadline or task.deadline, words)


def added_by(child: Task, wanted: Part, answer: str, seen: str | None = None) -> Changes:
    """Return what a change adds to a child's demands beyond its parent, with the answer, for its move; nothing where none.

    What stood before is not asked for again, nor targets that together fall short. Raise BreakdownWarned where the answer
    says nothing, or where `seen`, the token of what the person's page showed, is of other findings.
    """
    if child.parent is None or child.parent.state in FINAL_STATES:
        return {}
    parent, others = child_part(child.parent), _present_parts(child.parent, but=child)
    before = find_added_demands(parent, [*others, child_part(child)])
    parts = [*others, wanted]
    found = (one for one in find_added_demands(parent, parts) if one.kind is not AddedDemand.SUM_BELOW)
    added = [finding for finding in found if not _stood(finding, before)]
    return explained(parent, parts, added, answer, chain_changed(child, wanted), seen)


def explained(
    parent: Part,
    parts: Sequence[Part],
    findings: Sequence[Finding],
    answer: str,
    chain: Sequence[ChainFinding] = (),
    seen: str | None = None,
) -> Changes:
    """Return the findings and their answer as a move keeps them; `chain` is what several levels add one after another.

    Raise BreakdownWarned where the answer says nothing, or was written before these findings were shown.
    """
    if not findings and not chain:
        return {}
    told = "\n".join(_lines(parent, parts, findings, chain, english=False))
    token = sha256(told.encode()).hexdigest()[:16]
    lines = _lines(parent, parts, findings, chain, english=get_language() == "en")
    if not says_why(answer):
        words = _(
            "下级的要求与上级不一致，请看过列出的情况；仍要这样办的，请写明说明，至少 %(least)d 个字，以后查得到原因。"
        )
        raise BreakdownWarned(words % {"least": SHORTEST}, lines, token)
    if seen not in (None, token):
        raise BreakdownWarned(
            _("这样变更后对下级的要求比上级多，请看过列出的情况；仍要这样办的，请在变更理由中说明，再提交一次。"),
            lines,
            token,
        )
    return {"breakdown": ["", told], "breakdown_answer": ["", answer.strip()[:500]]}


def _lines(
    parent: Part, parts: Sequence[Part], findings: Sequence[Finding], chain: Sequence[ChainFinding], *, english: bool
) -> list[str]:
    over_all = [chain_line(finding, english=english) for finding in chain]
    return finding_lines(parent, parts, findings, english=english) + over_all


def _stood(finding: Finding, before: Iterable[Finding]) -> bool:
    """Tell whether the same was found before the change, no smaller."""
    return any(
        (one.kind, one.name, one.above) == (finding.kind, finding.name, finding.above)
        and (one.by or 0) >= (finding.by or 0)
        and (one.days or 0) >= (finding.days or 0)
        and (finding.days is not None or one.below == finding.below)
        for one in before
    )


def _present_parts(parent: Task, but: Task | None = None) -> list[Part]:
    children = parent.children.exclude(state__in=FINAL_STATES).select_related("lead_unit")
    return [child_part(child) for child in children if but is None or child.pk != but.pk]


def _part(name: str, measures: TaskMeasures, target: Decimal | None, deadline: date | None, rhythm: str) -> Part:
    return Part(
        name=name,
        direction=RuleDirection(measures.direction),
        target=None if target is None else Fraction(target),
        unit=measures.unit if target is not None else "",
        deadline=deadline,
        reporting=rhythm or None,
    )
