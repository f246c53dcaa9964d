"""Names of units compared, and one-time codes made: plain values, no database."""

from __future__ import annotations

import hashlib
import re
import secrets

_FULL_WIDTH = str.maketrans({"（": "(", "）": ")", "　": "", " ": ""})
_COUNTIES = re.compile(r"^(?:全市)?各(?:县|区|市)(?:\((?:县|市|区|、)+\)|、?(?:县|市|区))*(?:人民政府|政府)?$")
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 O 1 I, which are misread from paper
CODE_LENGTH = 12


def plain_name(name: str) -> str:
    """Return a unit's name without blanks and with half-width brackets, for comparing."""
    return name.translate(_FULL_WIDTH).strip()


def means_all_counties(name: str) -> bool:
    """Whether a name stands for all counties and districts: 各县(区), 各县（市、区）, 各区县人民政府."""
    return bool(_COUNTIES.match(plain_name(name)))


def new_code() -> str:
    """Return a fresh one-time code of twelve letters and digits, in groups of four."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def code_digest(code: str) -> str:
    """Return what is kept of a code; typed without hyphens or in small letters it is the same code.

    A code has 60 bits of chance and lives a day, so a plain digest gives nothing away.
    """
    letters = re.sub(r"[^A-Z0-9]", "", code.upper())
    return hashlib.sha256(letters.encode()).hexdigest()
