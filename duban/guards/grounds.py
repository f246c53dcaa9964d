"""What does a stop depend on: lawfulness, repairs, weather, one site's own case — or nothing?"""

from __future__ import annotations

import re

from duban.guards.lexicon import reasons, scopes
from duban.guards.stance import Surroundings

_UNLAWFUL = re.compile("|".join(reasons.UNLAWFUL))
_REGARDLESS = re.compile("|".join(scopes.REGARDLESS))
_SPARED = re.compile("|".join(reasons.SPARED))
_TECHNICAL = re.compile("|".join(reasons.TECHNICAL))
_ONE_SITE = re.compile("|".join(reasons.ONE_SITE))
_EVERY = re.compile("|".join(scopes.EVERY))
_SITES = re.compile("|".join(scopes.SITES))
# A cause is no class: 因空气质量超标, 有一家超标 …
_CAUSE = re.compile(r"因|由于|鉴于|空气|水质|断面|PM|浓度|指数|只要|哪怕|[一1][家户处起例企]|任何一|一旦")
_PLANNED = re.compile(
    "落后产能|淘汰(?:落后|类|目录|计划|任务)|去产能|化解过剩"
)  # policy of the state, each site listed
# Repairs for all at once, when somebody comes or in quotation marks.
_TOGETHER = re.compile(r"(?:统一|集体)[^，。；]{0,6}(?:检修|大修|年检|盘点|装修|保养|维护|调试)")
_SHOWN = re.compile("|".join((*scopes.MOTIVES, '[“"]')))
_PRETEXT = re.compile(
    r"(?:贴|挂|写)[^，。；]{0,6}(?:检修|维修|盘点)|为由|为名|名义|借口|幌子|理由|就说|对外[^，]{0,4}[说称]|口径"
)


def pretext(words: str) -> bool:
    """Return whether a cause is put on for show: 对外就说检修."""
    return bool(_PRETEXT.search(words) or (_TOGETHER.search(words) and _SHOWN.search(words)))


def asks_first(around: Surroundings) -> bool:
    """Return whether the stop depends on something that is looked at site by site, or ends by itself."""
    clause = around.before + around.between + around.act + around.after
    sentence = "，".join((*around.earlier, clause, *around.later))
    if pretext(sentence):
        return False
    if _REGARDLESS.search(sentence):
        return False
    if _TECHNICAL.search(sentence):
        return True
    return (
        bool(_SPARED.search(sentence) or _PLANNED.search(sentence))
        or _unlawful_class(around, clause)
        or _one_site(around, clause)
    )


def _unlawful_class(around: Surroundings, clause: str) -> bool:
    if (found := _UNLAWFUL.search(clause)) and not _CAUSE.search(clause[: found.start()]):
        return True
    own_class = _EVERY.search(clause) and _SITES.search(clause)
    if own_class or not around.earlier:
        return False
    nearest = "，".join(around.earlier[-2:])
    found = _UNLAWFUL.search(nearest)
    return bool(found) and not _CAUSE.match(nearest)


def _one_site(around: Surroundings, clause: str) -> bool:
    if _EVERY.search(clause):
        return False
    return bool(_ONE_SITE.search("，".join((*around.earlier[-2:], clause))))
