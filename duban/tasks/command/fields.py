"""The fields of a case, each read strictly: what cannot be used is named in one line with its cause and next step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import Any

LONGEST_NUMBER = 40  # characters
LARGEST_EXPONENT = 30
_OF_NUMBERS = frozenset("0123456789.+-eE")


class BadCase(ValueError):
    """The case cannot be used; the message is the one line to print."""


class Number(str):
    """A number as it stood in the JSON text."""

    __slots__ = ()


def day(case: dict[str, Any], field: str, place: str = "") -> date:
    """Return a date that must be there."""
    found = day_or_none(case, field, place)
    if found is None:
        raise BadCase(f"缺少 {place}{field}，请填写日期，如 2024-09-30。")
    return found


def day_or_none(case: dict[str, Any], field: str, place: str = "") -> date | None:
    """Return a date, None where the field is absent or null."""
    value = case.get(field)
    if value is None:
        return None
    try:
        if isinstance(value, Number) or not isinstance(value, str) or len(value) != len("2024-09-30"):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError:
        raise BadCase(f"{place}{field} 的值“{shown(value)}”不是有效日期，请写成 2024-09-30 的形式。") from None


def number(case: dict[str, Any], field: str, place: str = "") -> Fraction:
    """Return an exact number that must be there, from a decimal string or a JSON number."""
    found = number_or_none(case, field, place)
    if found is None:
        raise BadCase(f'缺少 {place}{field}，请填写数字，如 "100"。')
    return found


def number_or_none(case: dict[str, Any], field: str, place: str = "") -> Fraction | None:
    """Return an exact number, None where the field is absent or null."""
    value = case.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or not _is_number(value.strip()):
        raise BadCase(f'{place}{field} 的值“{shown(value)}”不是数，请写成 "100" 或 "4.3" 这样的数字。')
    if len(value) > LONGEST_NUMBER or abs(int(value.lower().partition("e")[2] or 0)) > LARGEST_EXPONENT:
        raise BadCase(f"{place}{field} 的数字太大或太长（最多 {LONGEST_NUMBER} 位），请核对。")
    return Fraction(value.strip())


def words(case: dict[str, Any], field: str, place: str = "") -> str:
    """Return a text without blanks around it, empty where the field is absent or null."""
    value = case.get(field)
    if value is None:
        return ""
    if not isinstance(value, str) or isinstance(value, Number):
        raise BadCase(f"{place}{field} 的值“{shown(value)}”不是文字，请改成文字或留空。")
    return value.strip()


def choice(case: dict[str, Any], field: str, known: Collection[str], default: str, place: str = "") -> str:
    """Return one of the known words; `default` where the field is absent or null."""
    value = case.get(field)
    if value is None:
        return default
    if not isinstance(value, str) or value not in known:
        raise BadCase(f"{place}{field} 的值“{shown(value)}”不认识，只能是 {'、'.join(known)}。")
    return str(value)


def rows(case: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """Return a list of objects, empty where the field is absent or null."""
    value = case.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadCase(f"{field} 的值“{shown(value)}”不是列表，请写成 [{{…}}, …]。")
    for place, row in enumerate(value, 1):
        if not isinstance(row, dict):
            raise BadCase(f"{field} 第{place}项“{shown(row)}”不是对象，请写成 {{…}}。")
    return value


def shown(value: object) -> str:
    """Return a value as it may stand in a message: one line, not too long."""
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else f"{text[:40]}…"


def _is_number(text: str) -> bool:
    if not _OF_NUMBERS.issuperset(text) or not any(character.isdigit() for character in text):
        return False
    mantissa, mark, exponent = text.lower().partition("e")
    whole, _point, decimals = mantissa.removeprefix("-").removeprefix("+").partition(".")
    digits = f"{whole}{decimals}"
    return digits.isdigit() and (not mark or exponent.removeprefix("-").removeprefix("+").isdigit())
