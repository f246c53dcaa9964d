"""What the tools that take one text have in common: arguments, decoding, one line of trouble, the exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable

from duban.arguments import Asked, BadInput, one_line, parse, read_bytes
from duban.reading import CannotRead
from duban.reading.intake.encoding import decode


def run(
    argv: list[str], usage: str, text_of_help: str, answer: Callable[[str, Asked], str], options: tuple[str, ...] = ()
) -> int:
    """Answer on standard output and return 0; 2 with one line on standard error for what cannot be used."""
    if any(argument in ("-h", "--help") for argument in argv):
        sys.stdout.write(text_of_help)
        return 0
    try:
        asked = parse(argv, usage, options)
        text, _encoding, _notices = decode(read_bytes(asked.place), name=asked.place)
        if not text.strip():
            raise BadInput(f"“{one_line(asked.place)}”里没有文字，请检查文件。")
        shown = answer(text, asked)
    except (BadInput, CannotRead) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(shown)
    return 0
