"""The findings of a breakdown in words, in Chinese and English, and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from duban.tasks.rules.breakdown import AddedDemand, Finding, Part, added_up
from duban.tasks.rules.shares import short

WORDS: dict[AddedDemand, tuple[str, str]] = {
    AddedDemand.SUM_EXCEEDS: ("合计超出：下级目标合计 {total}，比上级目标 {target} 多 {by}（{percent}%）", "Sum exceeds: the children's targets add up to {total}, {by} ({percent}%) more than the parent's {target}"),
    AddedDemand.SUM_BELOW: ("合计不足：下级目标合计 {total}，比上级目标 {target} 少 {by}（{percent}%）", "Sum below: the children's targets add up to {total}, {by} ({percent}%) less than the parent's {target}"),
    AddedDemand.EARLIER_DEADLINE: ("时限提前：{name} {below}，比上级的 {above} 早 {days} 天，没有写明理由", "Earlier deadline: {name} {below} is {days} days before the parent's {above}, without a reason"),
    AddedDemand.STRICTER_LIMIT: ("限额收紧：{name}比上级的限额低 {by}", "Stricter limit: {name} is {by} below the parent's"),
    AddedDemand.WIDER_SCOPE: ("范围扩大：{name}为“{below}”，上级为“{above}”", "Wider scope: {name} has “{below}”, the parent “{above}”"),
    AddedDemand.ADDED_REPORTING: ("报送加密：{name}为“{below}”，上级为“{above}”", "Added reporting: {name} has “{below}”, the parent “{above}”"),
    AddedDemand.UNIT_MISMATCH: ("单位不同：{name}用“{below}”，应为“{above}”，合计不核", "Unit differs: {name} counts in “{below}”, not “{above}”; the sum is not checked"),
    AddedDemand.LATER_DEADLINE: ("时限推后：{name} {below}，比上级的 {above} 晚 {days} 天", "Later deadline: {name} {below} is {days} days after the parent's {above}"),
}  # fmt: skip


WITHOUT_REASON = ("，没有写明理由", ", without a reason")


def finding_lines(
    parent: Part, children: Sequence[Part], findings: Sequence[Finding], *, english: bool, asking: bool = True
) -> list[str]:
    """Return each finding with its arithmetic, a line each; where nothing is asked, none says that a reason is missing."""
    figures = {
        "total": short(sum(added_up(children), Fraction(0)), 4),
        "target": short(parent.target or Fraction(0), 4),
    }
    lines = [WORDS[finding.kind][english].format(**{**figures, **plain_finding(finding)}) for finding in findings]
    return lines if asking else [line.removesuffix(WITHOUT_REASON[english]) for line in lines]


def plain_finding(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON says it: amounts as decimal strings, counts as numbers, nothing that does not apply."""
    given = {
        "kind": finding.kind,
        "name": finding.name,
        "by": None if finding.by is None else short(finding.by, 12),
        "percent": None if finding.percent is None else short(finding.percent, 1),
        "days": finding.days,
        "above": finding.above,
        "below": finding.below,
    }
    return {field: value for field, value in given.items() if value is not None}
