"""The characters that let the search try a time expression cover all that its alternatives can begin with."""

import re
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from duban.dates import phrases
from duban.dates.periods import pattern

_PASSED = (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT)
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


def test_every_beginning_is_tried() -> None:
    signs, _ = _beginnings(_parser.parse(pattern().pattern))
    missing = {sign for sign in signs if not (sign in phrases.BEGINNINGS or sign.isdigit() or sign.isspace())}
    assert not missing, f"add to BEGINNINGS in duban/dates/phrases.py: {sorted(missing)}"


def test_every_beginning_of_a_sign_is_looked_for() -> None:
    signs, _ = _beginnings(_parser.parse(phrases.CUE))
    tried = re.compile(f"[{phrases.CUE_BEGINNINGS}]")
    missing = {sign for sign in signs if not tried.match(sign)}
    assert not missing, f"add to CUE_BEGINNINGS in duban/dates/phrases.py: {sorted(missing)}"


def _beginnings(parsed: Any) -> tuple[set[str], bool]:
    """Return what a parsed pattern can begin with, and whether it can be empty."""
    signs: set[str] = set()
    for operation, value in parsed:
        if operation in _PASSED:
            continue
        found, empty = _of_one(operation, value)
        signs |= found
        if not empty:
            return signs, False
    return signs, True


def _of_one(operation: Any, value: Any) -> tuple[set[str], bool]:
    if operation is _constants.LITERAL:
        return {chr(value)}, False
    if operation is _constants.IN:
        return _of_class(value), False
    if operation is _constants.SUBPATTERN:
        return _beginnings(value[-1])
    if operation in _REPEATS:
        signs, empty = _beginnings(value[2])
        return signs, empty or value[0] == 0
    if operation in (_constants.BRANCH, _constants.GROUPREF_EXISTS):
        parts = value[1] if operation is _constants.BRANCH else value[1:]
        found = [_beginnings(part) if part is not None else (set(), True) for part in parts]
        return set().union(*(signs for signs, _ in found)), any(empty for _, empty in found)
    raise AssertionError(f"what a {operation} begins with is not known: teach this test")


def _of_class(items: Any) -> set[str]:
    if items[0][0] is _constants.NEGATE:  # the class of a blank other than a line end
        assert [item[0] for item in items[1:]] == [_constants.CATEGORY, _constants.LITERAL]
        return {" "}
    signs: set[str] = set()
    for operation, value in items:
        if operation is _constants.LITERAL:
            signs.add(chr(value))
        elif operation is _constants.RANGE:
            signs |= set(map(chr, range(value[0], value[1] + 1)))
        else:
            assert value is _constants.CATEGORY_DIGIT
            signs.add("0")
    return signs
