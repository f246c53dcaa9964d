"""Values: equal by content, usable as keys, and not to be changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, asdict, fields, is_dataclass, replace

import pytest

from duban.reading import CannotRead, model
from duban.reading.model import Quote, Repair, Span, Value

KINDS = [
    kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Value) and kind is not Value
]


def test_values_are_equal_by_content_and_hash_alike() -> None:
    quote = Quote("会议", (0, 2))
    assert quote == Quote("会议", (0, 2))
    assert quote != Quote("会议", (0, 3))
    assert quote != ("会议", (0, 2))
    assert {quote, Quote("会议", (0, 2))} == {quote}
    assert repr(quote) == "Quote(text='会议', span=(0, 2))"
    assert replace(quote, text="要求") == Quote("要求", (0, 2))
    assert asdict(quote) == {"text": "会议", "span": (0, 2)}


def test_a_value_does_not_equal_one_of_another_kind() -> None:
    span: Span = (0, 1)
    repair = Repair("gloss", span, "會(huì)", "会", (0, 6), True)
    assert repair != Quote("会", span)


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_is_a_frozen_dataclass_that_compares_all_its_fields(kind: type[Value]) -> None:
    assert is_dataclass(kind)
    assert kind.__slots__ == tuple(field.name for field in fields(kind))
    assert kind.__eq__ is Value.__eq__
    blank = object.__new__(kind)
    with pytest.raises(FrozenInstanceError):
        setattr(blank, fields(kind)[0].name, None)


def test_a_refusal_keeps_code_and_message() -> None:
    refusal = CannotRead("empty_file", "空文件。", "Empty.")
    assert (refusal.code, str(refusal), refusal.english) == ("empty_file", "空文件。", "Empty.")
