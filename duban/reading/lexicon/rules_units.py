"""Why a unit answers for an action: a sentence for each rule, as `--explain` and the confirm page print it."""

from __future__ import annotations

UNIT_RULES: dict[str, str] = {
    "units.subject": "分句的主语，或“由”字后面的单位；后面的分句没有别的主语时一并负责。",
    "units.lead": "写明由其牵头。",
    "units.supporting": "写明由其配合。",
    "units.joined": "“会同”的单位，只在本分句内负责。",
    "units.bracket": "括号内写明的责任单位，对该项措施的各项工作负责。",
}
