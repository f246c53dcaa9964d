"""Compile every app's catalogue (.po to .mo) with Babel; needs no GNU gettext. Skips what is up to date."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

for source in sorted(Path(__file__).resolve().parent.parent.glob("duban/*/locale/*/LC_MESSAGES/django.po")):
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        continue
    with source.open("rb") as file:
        catalogue = read_po(file)
    partial = compiled.with_suffix(".mo.partial")
    with partial.open("wb") as file:
        write_mo(file, catalogue)
    partial.replace(compiled)
