"""A row of a mapped table as a matter, or the cell that stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duban.dates.workdays import Calendar
from duban.workbooks.rules import cells
from duban.workbooks.rules.cells import Deadline, Lookup, Refused, Units
from duban.workbooks.rules.mapping import Field
from duban.workbooks.rules.sheets import Row, Table, Value


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be taken at its word: its heading, and what to do."""

    heading: str
    message: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What one row says; None and empty where it says nothing."""

    sheet: str
    row: int
    title: str = ""
    number: str = ""
    lead: str | None = None
    responsible: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    official: str = ""
    deadline: date | None = None
    deadline_text: str = ""
    deadline_explanation: str = ""
    done: bool | None = None
    percent: Decimal | None = None
    funds: Decimal | None = None
    progress: str = ""
    deliverable: str = ""
    rhythm: str = ""
    problems: tuple[Problem, ...] = ()


def matters(
    table: Table, mapping: Mapping[str, Field], lookup: Lookup, year: int, calendar: Calendar | None = None
) -> Iterator[Matter]:
    """Yield each row of the table as a matter with its problems; `year` is the ledger's."""
    by_field = {wanted: heading for heading, wanted in mapping.items() if wanted}
    percents = [row.cells.get(by_field.get(Field.PERCENT, "")) for row in table.rows]
    shares = cells.percents_are_shares(percents)
    for row in table.rows:
        yield _Reader(row, by_field, lookup, year, calendar, shares=shares).matter(table.sheet)


class _Reader:
    """Reads the cells of one row, keeping what stands against it."""

    def __init__(
        self,
        row: Row,
        headings: Mapping[Field, str],
        lookup: Lookup,
        year: int,
        calendar: Calendar | None,
        *,
        shares: bool,
    ) -> None:
        self.row, self.headings, self.lookup, self.year = row, headings, lookup, year
        self.calendar, self.shares = calendar, shares
        self.problems: list[Problem] = []

    def matter(self, sheet: str) -> Matter:
        """Return what the row says."""
        units = self._units()
        deadline = self._deadline()
        done, percent, funds = self._done(), self._percent(), self._funds()
        title = cells.title_of(self._value(Field.TITLE))
        if not title:
            self._against(Field.TITLE, "事项为空，请填写要办的事。")
        elif len(title) > 500:
            self._against(Field.TITLE, f"事项有 {len(title)} 字，最多 500 字，请改短。")
        return Matter(
            sheet=sheet, row=self.row.number, title=title, number=cells.text_of(self._value(Field.NUMBER))[:60],
            lead=units.lead, responsible=units.responsible, supporting=units.supporting,
            official=cells.text_of(self._value(Field.OFFICIAL))[:60],
            deadline=deadline.day, deadline_text=deadline.words[:120], deadline_explanation=deadline.explanation,
            done=done, percent=percent, funds=funds, progress=cells.text_of(self._value(Field.PROGRESS)),
            deliverable=cells.text_of(self._value(Field.DELIVERABLE))[:200],
            rhythm=cells.text_of(self._value(Field.RHYTHM))[:60], problems=tuple(self.problems),
        )  # fmt: skip

    def _value(self, wanted: Field) -> Value:
        heading = self.headings.get(wanted)
        return self.row.cells.get(heading) if heading else None

    def _against(self, wanted: Field, message: str) -> None:
        self.problems.append(Problem(self.headings.get(wanted, ""), message))

    def _units(self) -> Units:
        several = Field.UNITS if Field.UNITS in self.headings else Field.LEAD
        found = Units()
        try:
            found = cells.lead_of(self._value(several), self.lookup) or found
        except Refused as problem:
            self._against(several, str(problem))
        else:
            if found.lead is None:
                self._against(several, "没有写牵头单位，请填写单位全称或简称。")
        return Units(
            found.lead,
            tuple(dict.fromkeys((*found.responsible, *self._named(Field.RESPONSIBLE, found.lead)))),
            tuple(dict.fromkeys((*found.supporting, *self._named(Field.SUPPORTING, found.lead)))),
        )

    def _named(self, wanted: Field, lead: str | None) -> list[str]:
        try:
            return [unit for unit in cells.units_of(self._value(wanted), self.lookup) if unit != lead]
        except Refused as problem:
            self._against(wanted, str(problem))
            return []

    def _deadline(self) -> Deadline:
        try:
            return cells.day_of(self._value(Field.DEADLINE), self.year, self.calendar) or Deadline(None)
        except Refused as problem:
            self._against(Field.DEADLINE, str(problem))
            return Deadline(None)

    def _done(self) -> bool | None:
        try:
            said = cells.done_of(self._value(Field.DONE))
        except Refused as problem:
            self._against(Field.DONE, str(problem))
            return None
        return cells.done_of_colour(self.row.colour) if said is None else said

    def _percent(self) -> Decimal | None:
        try:
            return cells.percent_of(self._value(Field.PERCENT), shares=self.shares)
        except Refused as problem:
            self._against(Field.PERCENT, str(problem))
            return None

    def _funds(self) -> Decimal | None:
        try:
            return cells.funds_of(self._value(Field.FUNDS))
        except Refused as problem:
            self._against(Field.FUNDS, str(problem))
            return None
