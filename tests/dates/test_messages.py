import re
from datetime import date
from pathlib import Path
from string import Formatter

from duban.dates.deadlines import first_limit
from duban.dates.messages import MESSAGES

SOURCES = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[2] / "duban/dates").glob("*.py"))


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_both_languages_fill_in_the_same_values() -> None:
    for code, (chinese, english) in MESSAGES.items():
        assert _fields(english) == _fields(chinese), code
        assert not re.search("[\u4e00-\u9fff]", english), code


def test_an_english_explanation_names_the_holidays_in_english() -> None:
    limit = first_limit("5个工作日内", date(2024, 9, 27))
    assert limit is not None
    assert limit.explanation("en")[2] == "Skipped: 2024-09-28 (weekend), 2024-10-01–2024-10-07 (National Day)"


def test_every_line_is_used() -> None:
    assert [
        code
        for code in MESSAGES
        if f'step("{code}"' not in SOURCES and f'"{code}" if' not in SOURCES and f'else "{code}"' not in SOURCES
    ] == []
