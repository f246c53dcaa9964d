"""`duban read FILE…`: the reading for a person or, with --json and --jsonl, for a program."""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from duban.reading.model import CannotRead
from duban.reading.pipeline import read_file
from duban.reading.serialize import json_pieces


def run(argv: list[str]) -> int:
    """Run the sub-command and return its exit code."""
    parser = ArgumentParser(prog="duban read")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--restored", action="store_true")
    options = parser.parse_args(argv)
    try:
        reading = read_file(options.files[0])
    except CannotRead as refusal:
        sys.stderr.write(f"{refusal.message}\n")
        return 2
    write = sys.stdout.buffer.write
    if options.restored:
        write(reading.restored.text.encode())
        return 0
    for piece in json_pieces(reading):
        write(piece.encode())
    write(b"\n")
    return 0
