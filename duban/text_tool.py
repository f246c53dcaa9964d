"""What the tools that take one text have in common: arguments, opening, one line of trouble, the exit code.

They open what `duban read` opens, by the same intake. A plain text is decoded and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from duban.arguments import LARGEST, Asked, BadInput, one_line, parse, read_bytes, refuse_larger
from duban.reading import CannotRead
from duban.reading.intake import intake_bytes, is_document
from duban.reading.intake.encoding import decode
from duban.reading.intake.refusals import MAX_FILE_BYTES


def run(
    argv: list[str], usage: str, text_of_help: str, answer: Callable[[str, Asked], str], options: tuple[str, ...] = ()
) -> int:
    """Answer on standard output and return 0; 2 with one line on standard error for what cannot be used."""
    if any(argument in ("-h", "--help") for argument in argv):
        sys.stdout.write(text_of_help)
        return 0
    try:
        asked = parse(argv, usage, options)
        shown = answer(_text_of(asked.place), asked)
    except CannotRead as refused:
        sys.stderr.write(f"{refused.english if asked.english else refused.message}\n")
        return 2
    except BadInput as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(shown)
    return 0


def _text_of(place: str) -> str:
    """Return the text of a file or of standard input; raise BadInput or CannotRead."""
    content = read_bytes(place, MAX_FILE_BYTES)
    if is_document(content, place):
        return intake_bytes(content, name=place).text
    refuse_larger(content, place, LARGEST)
    text, _encoding, _notices = decode(content, name=place)
    if not text.strip():
        raise BadInput(f"“{one_line(place)}”里没有文字，请检查文件。")
    return text
