"""Numbers printed with a space after every digit: 1 9 9 3 年."""

from __future__ import annotations

import re

from duban.reading.restore.edits import Draft, Edit, Findings

_SPACED_DIGITS = re.compile(
    r"(?<![0-9０-９])(?<![0-9０-９] )[0-9０-９](?: [0-9０-９]){2,}(?: (?=[年亿万元人个项家户吨公平座所次倍％%多]))?(?=[年亿万元人个项家户吨公平座所次倍％%多〕])"
)


def find_spaced_digits(draft: Draft) -> Findings:
    """Find numbers printed with a space after every digit (1 9 9 3 年); three digits and a unit show them."""
    matches = list(_SPACED_DIGITS.finditer(draft.text))
    sure = len(matches) > 1 or any(match[0].replace(" ", "")[:2] in ("19", "20", "１９", "２０") for match in matches)
    return Findings(tuple(Edit(*match.span(), match[0].replace(" ", ""), "spacing", sure) for match in matches))
