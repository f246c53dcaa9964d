"""The lines under a lamp's first sentence: how each figure came about, and the rule set it was judged by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duban.tasks.rules.case import LampCase, Measured
from duban.tasks.rules.rule_sets import Method, RuleSet
from duban.tasks.rules.sentences import Pair, Sentence, Share, lamp_words, sentence
from duban.tasks.rules.shares import days_counted, schedule_progress, target_share, weight_done, weight_due


def measure_lines(measure: Measured, case: LampCase) -> Iterator[Sentence]:
    """Give the arithmetic of the measure that shows: its schedule share, then its own."""
    if case.deadline is not None:
        yield from _weights(case, "due") if measure.code == "nodes" else _days(case, case.deadline)
    if measure.code == "nodes" and measure.reported:
        yield from _weights(case, "done")
    elif measure.code in ("typed", "rolled_up") and measure.actual is not None:
        yield sentence(measure.code, share=Share(measure.actual))
    if measure.code == "quantity" and case.target is not None and case.target.actual is not None:
        target = case.target
        share = Share(target_share(target.actual, target.target), 2)  # type: ignore[arg-type]
        yield sentence("quantity", value=target.actual, target=target.target, unit=target.unit, share=share)


def closing_lines(case: LampCase, rule_set: RuleSet) -> Iterator[Sentence]:
    """Give the last report, the months as they were, the tolerance and the rule set with its source."""
    target = case.target
    if target is not None and target.actual is None and not target.words and any(node.done for node in case.nodes):
        yield sentence("quantity_unreported", target=target.target, unit=target.unit)
    if case.reported_on is not None:
        yield sentence("reported", day=case.reported_on)
    if case.report_by is not None:
        yield sentence("report_late" if case.report_by < case.today else "report_by", day=case.report_by)
    for month, lamp in case.history:
        yield sentence("history", month=month, lamp=lamp_words(lamp))
    if rule_set.method is Method.GAP:
        limits = {"yellow": rule_set.yellow + rule_set.tolerance, "red": rule_set.red + rule_set.tolerance}
        yield sentence("tolerance", tolerance=rule_set.tolerance, **limits)
    elif rule_set.tolerance:
        yield sentence("tolerance_alone", tolerance=rule_set.tolerance)
    words = {"title": Pair(*rule_set.title), "source": Pair(*rule_set.source)}
    yield sentence("rule_set", name=rule_set.name, version=rule_set.version, **words)


def _days(case: LampCase, deadline: date) -> Iterator[Sentence]:
    if case.today < case.start:
        yield sentence("before_start", start=case.start, today=case.today)
        return
    if case.today > deadline:
        yield sentence("after_end", deadline=deadline)
        return
    whole = days_counted(case.start, deadline, case.pauses)
    gone = days_counted(case.start, case.today, case.pauses)
    share = Share(schedule_progress(case.start, deadline, case.today, case.pauses), 2)
    yield sentence("days", start=case.start, deadline=deadline, today=case.today, whole=whole, gone=gone, share=share)
    paused = days_counted(case.start, case.today) - gone
    if paused:
        yield sentence("pauses", paused=paused)


def _weights(case: LampCase, which: str) -> Iterator[Sentence]:
    whole = sum(node.weight for node in case.nodes)
    if which == "due":
        share, nodes = weight_due(case.nodes, case.today), [node for node in case.nodes if node.due <= case.today]
    else:
        share, nodes = weight_done(case.nodes, case.today), [node for node in case.nodes if node.is_done(case.today)]
    weight = sum(node.weight for node in nodes)
    values = {"count": len(nodes), which: weight, "whole": whole, "share": Share(share, 2), "today": case.today}
    yield sentence(f"weights_{which}", **values)
