"""Petitions that tell of a case handed over before: what the table states, and texts that are nearly the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from duban.inspections.models import Inspection, Petition
from duban.inspections.rules.numbers import plain_number
from duban.inspections.rules.rows import Checked
from duban.inspections.rules.same_case import stated_same_case
from duban.similarity import SimilarIndex
from duban.similarity.scores import PROPOSE_FROM

SURE_FROM = 0.9  # with the same area: linked unless the desk says otherwise
SHORTEST = 12  # characters below which two texts are alike by chance
_COUNTED = re.compile(r"\d+|[一二三四五六七八九十百千零〇两]+|[A-Z]+")


@dataclass(slots=True)
class _Case:
    number: str
    batch: int | None  # None: a row of the file being read
    area: int | None
    unit: int | None = None
    counted: tuple[str, ...] = ()


@dataclass(slots=True)
class SameCases:
    """The cases of an inspection by number and by text; rows looked at are added."""

    index: SimilarIndex
    cases: dict[str, _Case] = field(default_factory=dict)

    @classmethod
    def of(cls, inspection: Inspection) -> SameCases:
        """Read what was accepted so far."""
        rows = Petition.objects.filter(inspection=inspection).order_by("id")
        values = list(rows.values_list("number", "summary", "batch__number", "area", "lead_unit"))
        index = SimilarIndex.build((number, summary) for number, summary, _b, _a, _u in values)
        cases = {
            number: _Case(number, batch, area, unit, counted(summary)) for number, summary, batch, area, unit in values
        }
        return cls(index, cases)

    def look(self, checked: Checked, said: str) -> dict[str, Any] | None:
        """Return what case the row repeats, by what it states or by its text; None where none. The row is added."""
        found = self._stated(f"{checked.summary} {said}") or self._alike(checked)
        if checked.number and checked.number not in self.cases:
            self.cases[checked.number] = _Case(
                checked.number, None, checked.values["area"], counted=counted(checked.summary)
            )  # fmt: skip
            if len(checked.summary) >= SHORTEST:
                self.index.add(checked.number, checked.summary)
        return found if found and found["number"] != checked.number else None

    def _stated(self, text: str) -> dict[str, Any] | None:
        stated = stated_same_case(text)
        if stated is None:
            return None
        wanted = plain_number(stated.number)
        case = self.cases.get(wanted) or self._by_serial(wanted, stated.batch)
        words = text[stated.start : stated.end][:100]
        if case is None:
            return {"number": wanted, "stated": words, "missing": True, "sure": False}
        return {"number": case.number, "batch": case.batch, "stated": words, "unit": case.unit, "sure": True}

    def _by_serial(self, wanted: str, batch: int | None) -> _Case | None:
        """Return the case whose number ends so, of the batch named; None where that is not just one."""
        found = [
            case
            for number, case in self.cases.items()
            if number.endswith(wanted) and (batch is None or case.batch == batch)
        ]
        return found[0] if len(found) == 1 else None

    def _alike(self, checked: Checked) -> dict[str, Any] | None:
        if len(checked.summary) < SHORTEST:
            return None
        for match in self.index.find(checked.summary, 3):
            case = self.cases[match.id]
            if match.score >= PROPOSE_FROM and match.id != checked.number:
                same_area, differs = case.area == checked.values["area"], case.counted != counted(checked.summary)
                sure = match.score >= SURE_FROM and same_area and not differs
                return {
                    "number": case.number, "batch": case.batch, "score": match.score, "unit": case.unit, "sure": sure,
                    "differs": differs,
                }  # fmt: skip
        return None


def counted(text: str) -> tuple[str, ...]:
    """Return the figures and letters of a text in order: 3号院 and 5号院 are two places, however like the rest is."""
    return tuple(_COUNTED.findall(unicodedata.normalize("NFKC", text).upper()))
