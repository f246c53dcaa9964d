"""Texts cited in book-title marks."""

from __future__ import annotations

import pytest

from duban.reading.extract.citations import find_citations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("贯彻《云陵市供水条例》，修订《云陵市供水条例》。", ["《云陵市供水条例》"]),
        ("通过《机构调整方案》（以下简称《方案》），《方案》自即日起实施。", ["《机构调整方案》"]),
        ("审议《关于修改〈供水条例〉的决定》。", ["《关于修改〈供水条例〉的决定》"]),
        ("落实《水法》和《防洪法》。", ["《水法》", "《防洪法》"]),
        ("没有书名号。", []),
    ],
)
def test_each_text_is_cited_once_and_short_forms_are_none(text: str, expected: list[str]) -> None:
    found = find_citations(text)
    assert [quote.text for quote in found] == expected
    assert all(text[slice(*quote.span)] == quote.text for quote in found)
