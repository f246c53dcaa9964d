"""Finds every text of the interface, app by app, and brings the English catalogues up to date.

`python -m tests.catalogues [APP …]` adds what is new (untranslated) to duban/<app>/locale/en and drops what is gone.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[1] / "duban"
APPS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))
_LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"(?P<function>\bn?p?gettext|(?<!\w)_)\((?P<literals>{_LITERAL}(?:,\s*{_LITERAL})*)")
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    name: places
    for base, places in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
    }.items()
    for name in (base, f"{base}_lazy")
} | {"_": None, "_lazy": None}

Text: TypeAlias = str | tuple[str, ...]


def catalogue_path(app: str) -> Path:
    """Return where an app keeps its English."""
    return PACKAGE / app / "locale" / "en" / "LC_MESSAGES" / "django.po"


def texts_of(app: str) -> dict[Text, list[str]]:
    """Return an app's texts with the files they stand in; a plural is a pair."""
    found: dict[Text, list[str]] = {}
    for path in sorted((PACKAGE / app).rglob("*.py")):
        for _line, text, _comments, _context in extract_from_file("python", path, keywords=_KEYWORDS):
            found.setdefault(text, []).append(path.name)
    for path in sorted((PACKAGE / app / "templates").rglob("*.*")):
        for call in _CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
            parts = tuple(ast.literal_eval(literal) for literal in re.findall(_LITERAL, call["literals"]))
            found.setdefault(parts if call["function"] == "ngettext" else parts[-1], []).append(path.name)
    return {text: files for text, files in found.items() if text and text[0]}


def read_catalogue(app: str) -> Catalog:
    """Return an app's catalogue as it stands; an empty one where there is none."""
    path = catalogue_path(app)
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def update(app: str) -> int:
    """Write the app's catalogue anew; return how many texts want a translation."""
    old, new = (
        read_catalogue(app),
        Catalog(locale="en", fuzzy=False, header_comment=f"# English of duban.{app}.", charset="utf-8"),
    )
    for text, files in texts_of(app).items():
        known = old.get(text[0] if isinstance(text, tuple) else text)
        empty: Text = ("", "") if isinstance(text, tuple) else ""
        translation = known.string if known and type(known.string) is type(empty) else empty
        new.add(text, translation, locations=[(name, None) for name in sorted(set(files))])
    path = catalogue_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, sort_output=False, omit_header=False, include_lineno=False, width=120)
    text_of_file = path.read_text(encoding="utf-8")
    dated = re.compile(
        r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Project-Id-Version).*\n',
        re.MULTILINE,
    )
    path.write_text(dated.sub("", text_of_file), encoding="utf-8")
    return sum(not message.string or not all(message.string) for message in new if message.id)


if __name__ == "__main__":
    for name in sys.argv[1:] or APPS:
        sys.stdout.write(f"{name}: {update(name)} untranslated\n")
