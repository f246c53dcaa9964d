"""The command line: `duban read`, `duban deadline`, and the commands of an installation. Loads Django only for those."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    print(f"unknown command: {arguments}", file=sys.stderr)
    return 2
