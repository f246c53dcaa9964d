"""What was ordered and who answered for it (责任人被处理情况): told from the counts, with the words written beside them."""

from __future__ import annotations

from decimal import Decimal

from duban.inspections.models import Petition
from duban.tasks.rules.shares import plain

COUNTS = (
    "sites_ordered", "sites_punished", "fines", "criminal_cases", "detained", "admonished", "held_accountable",
)  # fmt: skip


def accountability(petition: Petition) -> list[str]:
    """Return the counts as a sentence (责令整改1家，罚款20000元。) and the words; nothing where there is neither.

    A count that the words tell already is not told twice.
    """
    told = petition.accountability.strip()
    if told.rstrip("。") in ("", "无"):
        told = ""
    counts = [words for words in _counted(petition) if words not in told]
    sentence = "，".join(counts) + "。" if counts else ""
    return [part for part in (sentence, told) if part]


def _counted(petition: Petition) -> list[str]:
    """Return what was counted, each in words: 罚款20000元."""
    found = []
    for name in COUNTS:
        if value := getattr(petition, name):
            label = str(Petition._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            deed, _bracket, unit = label.rstrip("）").partition("（")
            found.append(f"{deed}{plain(Decimal(value))}{unit}")
    return found
