"""What a redaction finds and gives back."""

from __future__ import annotations

from dataclasses import dataclass

# kind, its mask; where spans overlap, the kind that stands first here wins
MASKS = {
    "email": "〔邮箱〕",
    "id_number": "〔证件号〕",
    "bank_account": "〔账号〕",
    "phone": "〔电话〕",
    "plate": "〔车牌〕",
    "address": "〔住址〕",
    "person": "〔姓名〕",
}
KINDS = tuple(MASKS)


@dataclass(frozen=True, slots=True)
class Redaction:
    """One thing that goes: its kind and where it stands in the input, in code points, `[start, end)`."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with masks, and what they cover, in the order of the text and not overlapping."""

    text: str
    redactions: tuple[Redaction, ...]
