"""Every text of the interface has its English, in its own app's catalogue."""

import re

import pytest

from tests.catalogues import APPS, read_catalogue, texts_of

_HAN = re.compile(r"[\u3400-\u9fff]")
_QUOTED = re.compile(r"“[^”]*”")  # what a person is to type or to look for stays as the texts write it
_PLACES = re.compile(r"%\((\w+)\)|%[sd]|\{(\w*)\}")


def forms(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


@pytest.mark.parametrize("app", APPS)
def test_every_text_of_an_app_has_its_english_and_nothing_is_left_over(app: str) -> None:
    catalogue = {forms(message.id): forms(message.string) for message in read_catalogue(app) if message.id}
    texts = {forms(text) for text in texts_of(app)}
    assert sorted(text for text in texts if not all(catalogue.get(text, ("",)))) == []
    assert sorted(set(catalogue) - texts) == []


@pytest.mark.parametrize("app", APPS)
def test_english_is_english_and_keeps_the_places_for_values(app: str) -> None:
    wrong = []
    for message in read_catalogue(app):
        wanted = {match.group() for match in _PLACES.finditer(forms(message.id)[-1])}
        for english in forms(message.string):
            lost = wanted - {match.group() for match in _PLACES.finditer(english)}
            if message.id and (
                _HAN.search(_QUOTED.sub("", english)) or (lost and english is forms(message.string)[-1])
            ):
                wrong.append((message.id, english))
    assert wrong == []


def test_the_search_finds_texts_of_code_and_templates() -> None:
    texts = texts_of("organizations")
    assert "曾用名" in texts
    assert texts["登录督办"] == ["sign_in.html"]
    assert ("共 %(total)s 个单位", "共 %(total)s 个单位") in texts
