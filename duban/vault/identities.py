"""Who petitioned, as values: printed or logged they show nothing of the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

KIND = "identity"  # of what is sealed


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
