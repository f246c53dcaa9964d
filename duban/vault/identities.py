"""Who petitioned, as values: printed or logged they show nothing of the person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

KIND = "identity"  # of what is sealed


_BETWEEN = re.compile(r"[\s\-–—()（）]")
_TELEPHONE = re.compile(r"(?:\+?86)?1\d{10}|0?\d{2,3}\d{7,8}|\d{7,8}|(?:400|800)\d{7}|\+\d{7,15}")
_ID_CARD = re.compile(r"\d{17}[\dXx]|\d{15}")
_OTHER_PAPER = re.compile(r"(?=.*\d)[A-Za-z]{1,3}[A-Za-z0-9()]{6,12}")  # passports, permits of Hong Kong, Macao, Taiwan


def unlike_telephone(words: str) -> str:
    """Say what is wrong with the telephones, which may be several; empty where each can be dialled. Quotes none."""
    for one in re.split(r"[、，,；;/]", words):
        plain = re.sub(r"(?:转|[xX#])\d{1,6}$", "", _BETWEEN.sub("", one))
        if plain and not _TELEPHONE.fullmatch(plain):
            return _(
                "电话位数不对：手机是 11 位，固定电话是 7 到 8 位（可带区号），请核对；不知道的留空，别的线索写在“其他身份线索”里。"
            )
    return ""


def unlike_id_number(words: str) -> str:
    """Say what is wrong with the number of a paper; empty where it can be one. Quotes none."""
    plain = _BETWEEN.sub("", words)
    if not plain or _ID_CARD.fullmatch(plain) or _OTHER_PAPER.fullmatch(plain):
        return ""
    return _("证件号码位数不对：居民身份证是 18 位（旧证 15 位），护照、通行证以字母开头，请核对；不知道的留空。")


@dataclass(frozen=True, slots=True, repr=False)
class Petitioner:
    """One petitioner (信访人), as far as they said who they are."""

    name: str = ""
    telephone: str = ""
    id_number: str = ""
    address: str = ""

    def __repr__(self) -> str:
        return "Petitioner(…)"

    def __bool__(self) -> bool:
        """Whether anything is known of the person."""
        return any((self.name, self.telephone, self.id_number, self.address))


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """All that is known of who petitioned: one person or several, and what else tells of them."""

    petitioners: tuple[Petitioner, ...] = field(default=())
    note: str = ""

    def __repr__(self) -> str:
        return f"Identity({len(self.petitioners)} …)"

    def __bool__(self) -> bool:
        """Whether there is anything to seal."""
        return any(self.petitioners) or bool(self.note)

    def content(self) -> dict[str, Any]:
        """Return what is sealed."""
        return {"petitioners": [asdict(person) for person in self.petitioners if person], "note": self.note}


def identity_of(content: Mapping[str, Any]) -> Identity:
    """Return the identity that was sealed; what a later version added is left out."""
    known = Petitioner.__dataclass_fields__
    people = (
        Petitioner(**{name: str(value) for name, value in person.items() if name in known})
        for person in content.get("petitioners", ())
    )
    return Identity(tuple(people), str(content.get("note", "")))
