"""Making and changing an inspection: its days, limits, number pattern, vocabularies, headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.models import Inspection, Petition, Term, TermKind
from duban.inspections.permissions import may_run_desk
from duban.inspections.rules.headings import PUBLIC
from duban.inspections.rules.numbers import BadPattern, compiled
from duban.inspections.rules.rows import plain_word
from duban.organizations.models import Unit, User


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a vocabulary as it is wanted; without a code it gets one of its own."""

    label: str
    other_names: str = ""
    unit: Unit | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """All that is wanted of an inspection."""

    name: str
    level: str
    round: int
    team: str
    first_day: date
    last_day: date
    reply_days: int
    reply_in_working_days: bool
    cut_off: time
    number_pattern: str
    province_code: str
    city_code: str
    desk_unit: Unit
    areas: Sequence[Word]
    types: Sequence[Word]
    verdicts: Sequence[Word]
    conclusions: Sequence[Word]
    public_headings: Sequence[tuple[str, str]] = tuple((name.value, words) for name, words in PUBLIC)


_PLAIN = (
    "name", "level", "round", "team", "first_day", "last_day", "reply_days", "reply_in_working_days", "cut_off",
    "number_pattern", "province_code", "city_code", "desk_unit",
)  # fmt: skip


@transaction.atomic
def save_inspection(
    inspection: Inspection | None, facts: InspectionFacts, *, actor: User, version: int | None = None
) -> Inspection:
    """Make an inspection, or change one; raise DeskRefused. `version` is the one the form was filled in from."""
    if not may_run_desk(actor):
        raise PermissionDenied
    _check(inspection, facts)
    values: dict[str, Any] = {name: getattr(facts, name) for name in _PLAIN}
    values["public_headings"] = [list(pair) for pair in facts.public_headings]
    if inspection is None:
        inspection = Inspection.objects.create(**values, created_by=actor)
        verb, changes = "inspections.open", {}
    else:
        changes = _changed(inspection, values)
        there = Inspection.objects.filter(pk=inspection.pk)
        unchanged = there if version is None else there.filter(version=version)
        if not unchanged.update(**values, version=F("version") + 1):
            raise DeskRefused(_("督察设置刚刚被别人改过，您的修改没有保存；请看过现在的设置再改。"))
        inspection.refresh_from_db()
        verb = "inspections.change"
    for kind, words in (
        (TermKind.AREA, facts.areas), (TermKind.TYPE, facts.types),
        (TermKind.VERDICT, facts.verdicts), (TermKind.CONCLUSION, facts.conclusions),
    ):  # fmt: skip
        _store_terms(inspection, kind, words)
    record(verb, inspection, actor=actor, changes=changes)
    return inspection


def _check(inspection: Inspection | None, facts: InspectionFacts) -> None:
    try:
        compiled(facts.number_pattern)
    except BadPattern as trouble:
        raise DeskRefused(str(trouble)) from None
    if facts.last_day < facts.first_day:
        raise DeskRefused(_("结束日期早于进驻日期，请改正。"))
    for words in (facts.areas, facts.types):
        labels = [plain_word(name) for word in words for name in (word.label, *word.other_names.split())]
        twice = next((label for label in labels if labels.count(label) > 1), None)
        if twice:
            raise DeskRefused(_("“%(word)s”写了两次，请只留一次。") % {"word": twice})
    if inspection is None:
        return
    outside = inspection.batches.exclude(day__range=(facts.first_day, facts.last_day)).first()
    if outside:
        raise DeskRefused(
            _("第 %(batch)d 批的交办日期 %(day)s 不在新的起止日期内，请先核对日期。")
            % {"batch": outside.number, "day": outside.day}
        )


def _changed(inspection: Inspection, values: dict[str, Any]) -> dict[str, list[str]]:
    return {
        name: [str(getattr(inspection, name)), str(value)]
        for name, value in values.items()
        if getattr(inspection, name) != value
    }


def _store_terms(inspection: Inspection, kind: TermKind, words: Sequence[Word]) -> None:
    """Make the vocabulary what is wanted; a word in use that is wanted no more stays, out of use."""
    there = {term.label: term for term in Term.objects.filter(inspection=inspection, kind=kind)}
    codes = {term.code for term in there.values()}
    kept: set[int] = set()
    for position, word in enumerate(words):
        term = there.get(word.label) or next((t for t in there.values() if word.code and t.code == word.code), None)
        if term is None:
            code = word.code or next(c for n in range(1, 10_000) if (c := f"{kind.value[0]}{n}") not in codes)
            codes.add(code)
            term = Term(inspection=inspection, kind=kind, code=code)
        term.label, term.other_names, term.unit = word.label, word.other_names, word.unit
        term.position, term.active = position, True
        term.save()
        kept.add(term.pk)
    for term in there.values():
        if term.pk in kept:
            continue
        if _in_use(term):
            Term.objects.filter(pk=term.pk).update(active=False)
        else:
            term.delete()


def _in_use(term: Term) -> bool:
    used = Petition.objects.filter(inspection=term.inspection_id)
    if term.kind == TermKind.AREA:
        return used.filter(area=term).exists()
    if term.kind == TermKind.TYPE:
        return used.filter(types=term).exists() or used.filter(main_type=term).exists()
    return True
