"""The three ugly ledgers, cell by cell against what a careful clerk would take from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.workbooks.intake import read_workbook
from duban.workbooks.rules.mapping import Field, propose
from duban.workbooks.rules.rows import Matter, matters
from duban.workbooks.rules.sheets import find_table
from tests.ledgers.ugly import UNITS, Expected, Ledger, ledgers

NAMES = ("重点工作", "常务会议议定事项", "县区报送汇总")


@pytest.fixture(scope="module")
def kept() -> dict[str, Ledger]:
    return {ledger.name: ledger for ledger in ledgers()}


def taken(ledger: Ledger, folder: Path) -> dict[tuple[str, int], Matter]:
    path = ledger.save(folder)
    found = {}
    for sheet in read_workbook(path.read_bytes(), path.name):
        table = find_table(sheet)
        if table:
            mapping = {heading: Field(ledger.mapping.get(heading, "")) for heading in table.headings}
            found |= {(row.sheet, row.row): row for row in matters(table, mapping, UNITS.get, ledger.year)}
    return found


def is_right(matter: Matter, expected: Expected) -> bool:
    names = ("title", "number", "lead", "deadline", "done", "percent", "funds", "progress")
    same = all(getattr(matter, name) == getattr(expected, name) for name in names)
    parts = set(matter.responsible) == set(expected.responsible) and set(matter.supporting) == set(expected.supporting)
    words = expected.deadline is not None or matter.deadline_text == expected.deadline_text
    return same and parts and words and not matter.problems


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_right_or_refused_by_its_cell_and_none_is_silently_wrong(
    kept: dict[str, Ledger], name: str, tmp_path: Path
) -> None:
    ledger = kept[name]
    found = taken(ledger, tmp_path)
    right = refused = 0
    silent = []
    for expected in ledger.expected:
        matter = found.pop((expected.sheet, expected.row))
        if expected.refused:
            refused += any(problem.heading == expected.refused for problem in matter.problems)
        elif is_right(matter, expected):
            right += 1
        elif not matter.problems:
            silent.append(matter)
    bad = sum(bool(expected.refused) for expected in ledger.expected)
    assert found == {}
    assert silent == []
    assert refused == bad
    assert right >= 0.98 * (len(ledger.expected) - bad)


@pytest.mark.parametrize("name", NAMES)
def test_the_proposed_mapping_is_nearly_what_a_person_chooses(
    kept: dict[str, Ledger], name: str, tmp_path: Path
) -> None:
    ledger = kept[name]
    path = ledger.save(tmp_path)
    table = find_table(read_workbook(path.read_bytes(), path.name)[0])
    assert table is not None
    proposed = propose(table.headings)
    same = {"units": "lead"}  # one column of units: either way the first-listed leads
    wrong = {
        heading: (proposed[heading], wanted)
        for heading, wanted in ledger.mapping.items()
        if same.get(proposed[heading], proposed[heading]) != same.get(wanted, wanted)
    }
    assert wrong == {}
