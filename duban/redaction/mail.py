"""E-mail addresses, in folded text."""

from __future__ import annotations

import re

from duban.redaction.model import Redaction

_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}(?:\s?@\s?|\(at\)|\[at\])(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,10}(?![A-Za-z0-9])"
)


def mails(plain: str) -> list[Redaction]:
    """Return the e-mail addresses of a text."""
    return [Redaction("email", *found.span()) for found in _MAIL.finditer(plain)]
