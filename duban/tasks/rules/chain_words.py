"""The findings over a chain of levels in words, in Chinese and English: which level added what."""

from __future__ import annotations

from fractions import Fraction

from duban.tasks.rules.chain import ChainDemand, ChainFinding, Slice
from duban.tasks.rules.shares import short

WHOLE: dict[ChainDemand, tuple[str, str]] = {
    ChainDemand.EARLIER_EACH_LEVEL: ("时限级级提前：{slices}；{levels}级共早 {total} 天", "Earlier at every level: {slices}; {total} days at {levels} levels"),
    ChainDemand.GROWING_EACH_LEVEL: ("目标层层加码：{slices}；{levels}级累计多 {percent}%", "Target growing at every level: {slices}; {percent}% over {levels} levels"),
    ChainDemand.STRICTER_EACH_LEVEL: ("限额层层收紧：{slices}；{levels}级共低 {total}", "Limit stricter at every level: {slices}; {total} lower over {levels} levels"),
    ChainDemand.MORE_OFTEN_EACH_LEVEL: ("报送层层加密：{slices}", "Reporting more often at every level: {slices}"),
    ChainDemand.SAME_MATERIAL: ("同一材料层层都要：{slices}", "The same material wanted at {levels} levels: {slices}"),
}  # fmt: skip
PIECE: dict[ChainDemand, tuple[str, str]] = {
    ChainDemand.EARLIER_EACH_LEVEL: ("{name} {below}，比上一级的 {above} 早 {by} 天", "{name} {below}, {by} days before {above} above it"),
    ChainDemand.GROWING_EACH_LEVEL: ("{name} {above}，分解下去合计 {below}，多 {by}（{percent}%）", "{name} {above}, broken down to {below}, {by} ({percent}%) more"),
    ChainDemand.STRICTER_EACH_LEVEL: ("{name} {below}，比上一级的 {above} 低 {by}", "{name} {below}, {by} below {above} above it"),
    ChainDemand.MORE_OFTEN_EACH_LEVEL: ("{name}“{below}”，上一级“{above}”", "{name} “{below}”, above it “{above}”"),
    ChainDemand.SAME_MATERIAL: ("{name}“{below}”", "{name} “{below}”"),
}  # fmt: skip


def chain_line(finding: ChainFinding, *, english: bool) -> str:
    """Return the finding in one line, a piece for each level."""
    pieces = ("; " if english else "；").join(_piece(finding.kind, piece, english) for piece in finding.slices)
    return WHOLE[finding.kind][english].format(
        slices=pieces, levels=len(finding.slices), total=_figure(finding.total), percent=short(finding.total, 1)
    )


def _piece(kind: ChainDemand, piece: Slice, english: bool) -> str:
    return PIECE[kind][english].format(
        name=piece.name, above=piece.above, below=piece.below, by=_figure(piece.by), percent=short(piece.percent, 1)
    )


def _figure(amount: Fraction) -> str:
    return short(amount, 4)
