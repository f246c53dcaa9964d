"""An inspection's vocabulary and known numbers, as rows are checked against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from duban.inspections.intake import Vocabulary
from duban.inspections.models import Batch, Inspection, Petition, Term, TermKind
from duban.inspections.rules.assigning import Proposal, propose
from duban.inspections.rules.rows import CITY_LEVEL, Facts, plain_word
from duban.organizations.models import Unit, UnitName

MOST_PAST = 20_000


def terms_of(inspection: Inspection, kind: TermKind, *, active: bool = True) -> list[Term]:
    """Return the words of a kind in their order."""
    found = inspection.terms.filter(kind=kind).select_related("unit")
    return list(found.filter(active=True) if active else found)


def labels_of(inspection: Inspection, kind: TermKind) -> dict[str, str]:
    """Return code → wording, for verdicts and conclusions."""
    return dict(inspection.terms.filter(kind=kind).values_list("code", "label"))


def facts_of(batch: Batch) -> Facts:
    """Return what the rows of the batch are checked against."""
    inspection = batch.inspection
    known = Petition.objects.filter(inspection=inspection).values_list("number", "batch__number")
    names = UnitName.objects.filter(unit__active=True).values_list("name", "unit_id")
    return Facts(
        pattern=inspection.number_pattern,
        first_day=inspection.first_day,
        last_day=inspection.last_day,
        day=batch.day,
        round=inspection.round,
        province=inspection.province_code,
        city=inspection.city_code,
        areas=_by_name(terms_of(inspection, TermKind.AREA)),
        types=_by_name(terms_of(inspection, TermKind.TYPE)),
        units={plain_word(name): unit for name, unit in names},
        known=dict(known),
        batch=batch.number,
    )


def vocabulary_of(facts: Facts) -> Vocabulary:
    """Return what tells the cells of a flattened table apart."""

    def is_type(words: str) -> bool:
        parts = [part for part in plain_word(words.replace(" ", "、")).replace("，", "、").split("、") if part]
        return bool(parts) and all(part in facts.types for part in parts)

    return Vocabulary(
        facts.pattern, lambda words: plain_word(words) in facts.areas or plain_word(words) in CITY_LEVEL, is_type
    )


def _by_name(terms: list[Term]) -> dict[str, int]:
    return {plain_word(name): term.pk for term in terms for name in (term.label, *term.other_names.split())}


@dataclass(frozen=True, slots=True)
class Proposer:
    """Proposes units from areas, types and past cases, read once for a whole batch."""

    areas: Mapping[int, Term]
    types: Mapping[int, Term]
    past: Mapping[tuple[str, str], list[int]]  # labels of area and type → units of earlier cases

    @classmethod
    def of(cls, inspection: Inspection) -> Proposer:
        """Read the vocabulary, and the cases of all inspections assigned so far."""
        past: dict[tuple[str, str], list[int]] = defaultdict(list)
        rows = Petition.objects.exclude(lead_unit=None).filter(assigned_on__isnull=False, lead_unit__active=True)
        for area, kind, unit in rows.order_by("-id").values_list("area__label", "main_type__label", "lead_unit")[
            :MOST_PAST
        ]:
            past[area or "", kind or ""].append(unit)
        return cls(
            {term.pk: term for term in terms_of(inspection, TermKind.AREA)},
            {term.pk: term for term in terms_of(inspection, TermKind.TYPE)},
            past,
        )

    def propose(
        self, area: int | None, type_: int | None, *, named: int | None = None, same_case: int | None = None
    ) -> tuple[Proposal | None, str, str]:
        """Return the proposal, and the labels of area and type for its reason."""
        place, kind = self.areas.get(area or 0), self.types.get(type_ or 0)
        labels = (place.label if place else "", kind.label if kind else "")
        found = propose(
            named=named,
            same_case=same_case,
            area=place.unit_id if place else None,
            type_=kind.unit_id if kind else None,
            past=self.past.get(labels, ()),
        )
        return found, *labels


def units_by_id() -> dict[int, Unit]:
    """Return all units in use."""
    return {unit.pk: unit for unit in Unit.objects.filter(active=True)}
