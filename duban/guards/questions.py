"""The question a hit asks: permit × compliance, with its four answers. The guard asks; a person answers."""

from __future__ import annotations

QUESTION = {
    "zh": "逐家看是否合法（证照手续）、是否合规（达标排放）：合法且合规的，不得集中停产停业；合法但不合规的，针对问题整改；"
    "既不合法又不合规的，依法严肃处理；没有合法手续但达标的，规定未作结论，请由人决定并写明理由。",
    "en": "Site by site, is there a permit and does it comply? Permit and compliant: no collective stop. Permit, not compliant: "
    "rectify what is wrong. Neither: strict treatment by law. No permit but compliant: not settled by the text, a person decides "
    "and says why.",
}
