"""Which lamp a task shows on a day (亮灯), from plain values: exact fractions inside, rounding only where it is shown.

`judge` is the map: each measure of the case gets a verdict, the worst shows and explains itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from duban.dates.workdays import Calendar
from duban.tasks.rules.arithmetic import closing_lines, measure_lines
from duban.tasks.rules.case import Direction, Lamp, LampCase, Measured, Target
from duban.tasks.rules.rule_sets import Method, RuleSet
from duban.tasks.rules.sentences import Pair, Points, Sentence, Share, lamp_words, sentence
from duban.tasks.rules.shares import DAY, Node, schedule_progress, target_share, weight_done, weight_due

_SEVERITY = {Lamp.GREEN: 0, Lamp.GREY: 1, Lamp.YELLOW: 2, Lamp.RED: 3}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule set says of one measure."""

    lamp: Lamp
    clause: Sentence
    schedule: Fraction | None
    actual: Fraction | None
    lines: tuple[Sentence, ...] = ()

    @property
    def rank(self) -> tuple[int, Fraction]:
        """By which the worst of several is found: the lamp, then the gap."""
        known = self.schedule is not None and self.actual is not None
        return _SEVERITY[self.lamp], self.schedule - self.actual if known else Fraction(-1)  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A lamp with its figures: shares, unrounded. The measures stand with their verdicts, the worst first."""

    case: LampCase
    rule_set: RuleSet
    verdicts: tuple[tuple[Measured, Verdict], ...]

    @property
    def lamp(self) -> Lamp:
        """The lamp that shows."""
        return self.verdicts[0][1].lamp

    @property
    def schedule(self) -> Fraction | None:
        """The share that is due; None without a deadline."""
        return self.verdicts[0][1].schedule

    @property
    def actual(self) -> Fraction | None:
        """The share that is done; None where nothing is reported or nothing can be measured in shares."""
        return self.verdicts[0][1].actual

    @property
    def gap(self) -> Fraction | None:
        """How far the work is behind its schedule, as a share; negative: ahead."""
        return None if self.schedule is None or self.actual is None else self.schedule - self.actual

    @property
    def clause(self) -> Sentence:
        """The clause of the rule set that decided."""
        return self.verdicts[0][1].clause

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that explain the lamp: put together when asked for, for most nights nobody does."""
        title = Pair(*self.rule_set.title)
        (measure, worst), *others = self.verdicts
        return (
            _head(worst, title),
            *measure_lines(measure, self.case),
            *worst.lines,
            *(sentence("other", words=_head(verdict, title)) for _measure, verdict in others),
            *closing_lines(self.case, self.rule_set),
        )


def judge(case: LampCase, rule_set: RuleSet, calendar: Calendar) -> Judgement:
    """Return the lamp of the case on its day; of several measures the worst shows.

    `calendar` serves rule sets that count working days.
    """
    return Judgement(case, rule_set, tuple(_verdicts(case, rule_set, calendar)))


def _verdicts(case: LampCase, rule_set: RuleSet, calendar: Calendar) -> list[tuple[Measured, Verdict]]:
    """Return measures with their verdicts, the worst first; what nothing is reported of counts where nothing else is."""
    measures = measures_of(case)
    if case.deadline is None:
        measure = next((measure for measure in measures if measure.actual is not None), measures[0])
        return [(measure, Verdict(Lamp.GREY, sentence("no_deadline"), None, measure.actual))]
    known = any(measure.reported for measure in measures)
    judged = [(measure, _verdict(measure, case, case.deadline, rule_set, calendar)) for measure in measures]
    counted = [pair for pair in judged if not (known and pair[1].lamp is Lamp.GREY)]
    return sorted(counted, key=lambda pair: pair[1].rank, reverse=True) if len(counted) > 1 else counted


def measures_of(case: LampCase) -> list[Measured]:
    """Return the measures of a case; one without any is judged by its reporting alone."""
    given_figure = case.target is not None and (case.target.actual is not None or case.target.met is not None)
    measures: list[Measured] = []
    if case.target is not None:
        measures.append(_of_target(case.target, given_figure, case.verified))
    if case.share_code:
        share = case.share
        done = case.verified or (share is not None and share >= 1)
        measures.append(Measured(case.share_code, share is not None, done, share))
    if case.nodes:
        reported = given_figure or case.share is not None or any(node.done for node in case.nodes)
        done = case.verified or all(node.is_done(case.today) for node in case.nodes)
        measures.append(Measured("nodes", reported, done, weight_done(case.nodes, case.today) if reported else None))
    return measures or [Measured("bare", case.reported_on is not None and not _lapsed(case), case.verified)]


def first_sentence(
    lamp: Lamp, schedule: Fraction | None, actual: Fraction | None, clause: Sentence, title: Pair
) -> Sentence:
    """Return the sentence a lamp says of itself: figures, gap, rule set and clause."""
    words = {"lamp": lamp_words(lamp), "clause": clause, "title": title}
    if schedule is None:
        return sentence("unscheduled", **words)
    if actual is None:
        return sentence("scheduled", schedule=Share(schedule), **words)
    gap = schedule - actual
    code = "behind" if gap > 0 else "ahead" if gap < 0 else "even"
    return sentence(code, schedule=Share(schedule), actual=Share(actual), gap=Points(gap), **words)


def _head(verdict: Verdict, title: Pair) -> Sentence:
    return first_sentence(verdict.lamp, verdict.schedule, verdict.actual, verdict.clause, title)


def schedule_at(measure: Measured, case: LampCase, deadline: date, day: date) -> Fraction:
    """Return the share due by the end of a day: by weights for nodes, by days for all else."""
    if measure.code == "nodes":
        return weight_due(case.nodes, day)
    return schedule_progress(case.start, deadline, day, case.pauses)


def period_ends(today: date) -> tuple[date | None, date | None]:
    """Return the last month end and quarter end gone by; None before the calendar begins."""
    first = today.replace(day=1)
    quarter = first.replace(month=(today.month - 1) // 3 * 3 + 1)
    return first - DAY if first > date.min else None, quarter - DAY if quarter > date.min else None


def working_days_left(today: date, deadline: date, most: int, calendar: Calendar) -> int | None:
    """Return the working days after today up to the deadline, None where there are more than `most`."""
    count, day = 0, today
    while day < deadline:
        day += DAY
        count += calendar.is_working_day(day)
        if count > most:
            return None
    return count


def _of_target(target: Target, reported: bool, verified: bool) -> Measured:
    if target.direction is Direction.TEXT:
        return Measured("words", reported, bool(target.met) or verified)
    if target.direction is Direction.CEILING:
        over = target.actual is not None and target.actual > target.target
        return Measured("limit", reported, reported and not over, over=over)
    if target.actual is None:
        return Measured("quantity", False, verified)
    done = verified or target.actual >= target.target
    return Measured("quantity", True, done, target_share(target.actual, target.target))


def _verdict(measure: Measured, case: LampCase, deadline: date, rule_set: RuleSet, calendar: Calendar) -> Verdict:
    """Judge one measure: first by what every rule set agrees on, then by the rule set's own method."""
    schedule = schedule_at(measure, case, deadline, case.today)
    lamp, clause, lines = _common(measure, case, deadline) or _by_method(
        measure, case, deadline, schedule, rule_set, calendar
    )
    return Verdict(lamp, clause, schedule, measure.actual, lines)


_Found = tuple[Lamp, Sentence, tuple[Sentence, ...]]  # lamp, the clause that decides, lines that show why


def _common(measure: Measured, case: LampCase, deadline: date) -> _Found | None:
    """Return what holds in every rule set: over a limit, past due, nothing reported; None where none applies."""
    if measure.over:
        return Lamp.RED, _limit(case, "over_limit"), ()
    if case.today > deadline and not measure.done:
        code = "past_due" if measure.reported else "past_due_unreported"
        return Lamp.RED, sentence(code, deadline=deadline), ()
    if not measure.reported and not measure.done:
        lapsed = measure.code == "bare" and case.reported_on is not None
        return Lamp.GREY, sentence("lapsed" if lapsed else "unreported", report_by=case.report_by), ()
    if measure.code == "limit":
        return Lamp.GREEN, _limit(case, "within_limit"), ()
    return None


def _by_method(
    measure: Measured, case: LampCase, deadline: date, schedule: Fraction, rule_set: RuleSet, calendar: Calendar
) -> _Found:
    if rule_set.method is Method.NODES:
        return _by_nodes(measure, case, deadline)
    if measure.actual is None:
        return Lamp.GREEN, _unmeasured(measure, case), ()
    if rule_set.method is Method.PERIOD_ENDS:
        return _by_period_ends(measure, case, deadline, rule_set)
    return _by_gap(measure, case, deadline, schedule - measure.actual, rule_set, calendar)


def _by_gap(
    measure: Measured, case: LampCase, deadline: date, gap: Fraction, rule_set: RuleSet, calendar: Calendar
) -> _Found:
    limits = {"yellow": rule_set.yellow, "red": rule_set.red}
    if measure.done:
        return Lamp.GREEN, sentence("done"), ()
    if rule_set.exceeds(gap, rule_set.red):
        return Lamp.RED, sentence("gap_red", **limits), ()
    if rule_set.exceeds(gap, rule_set.yellow):
        return Lamp.YELLOW, sentence("gap_yellow", **limits), ()
    actual, near = measure.actual or Fraction(0), rule_set.near_working_days
    left = working_days_left(case.today, deadline, near, calendar) if near and actual < rule_set.near_share else None
    if left is not None:
        line = sentence("near_days", deadline=deadline, days=left, share=Share(actual))
        return Lamp.YELLOW, sentence("near", near=near, share=Share(rule_set.near_share, 0)), (line,)
    return Lamp.GREEN, sentence("gap_green", **limits), ()


def _by_period_ends(measure: Measured, case: LampCase, deadline: date, rule_set: RuleSet) -> _Found:
    """The newest figure against what was due at the ends gone by; a quarter missed is worse than a month."""
    lamp, clause, actual = Lamp.GREEN, sentence("ends_green"), measure.actual or Fraction(0)
    lines = []
    month, quarter = period_ends(case.today)
    for end, code, worse, missed_clause in (
        (month, "month_end", Lamp.YELLOW, "ends_yellow"),
        (quarter, "quarter_end", Lamp.RED, "ends_red"),
    ):
        due = schedule_at(measure, case, deadline, end) if end else Fraction(0)
        missed = not measure.done and rule_set.exceeds(due - actual, Fraction(0))
        if missed:
            lamp, clause = worse, sentence(missed_clause)
        verdict = Pair("没有达到", "missed") if missed else Pair("已达到", "reached")
        if end:
            lines.append(sentence(code, day=end, due=Share(due), actual=Share(actual), verdict=verdict))
    return lamp, clause, tuple(lines)


def _by_nodes(measure: Measured, case: LampCase, deadline: date) -> _Found:
    """The worst node shows: missed is red, made good late yellow. Without nodes the deadline is the only one."""
    if measure.code != "nodes":
        only = sentence("only_node", deadline=deadline)
        if measure.done and case.reported_on is not None and case.reported_on > deadline:
            return Lamp.YELLOW, sentence("nodes_yellow"), (only,)
        clause = _unmeasured(measure, case) if measure.actual is None else sentence("nodes_green")
        return Lamp.GREEN, clause, (only,)
    missed = [node for node in case.nodes if node.is_missed(case.today)]
    if missed:
        return Lamp.RED, sentence("nodes_red"), tuple(_node_line(node, "node_missed", case.today) for node in missed)
    late = [node for node in case.nodes if node.is_late(case.today)]
    if late:
        return Lamp.YELLOW, sentence("nodes_yellow"), tuple(_node_line(node, "node_late", case.today) for node in late)
    return Lamp.GREEN, sentence("nodes_green"), ()


def _unmeasured(measure: Measured, case: LampCase) -> Sentence:
    """Return why a measure without a share is green."""
    if measure.code == "words" and case.target is not None:
        return sentence("words_met" if case.target.met else "words_open", target=case.target.words)
    return sentence("verified" if case.verified else "bare")


def _lapsed(case: LampCase) -> bool:
    """Tell whether a report that was due has not come."""
    return case.report_by is not None and case.report_by < case.today


def _limit(case: LampCase, code: str) -> Sentence:
    target = case.target or Target()
    return sentence(code, limit=_with_unit(target.target, target.unit), value=_with_unit(target.actual, target.unit))


def _with_unit(value: Fraction | None, unit: str) -> Sentence | str:
    return "" if value is None else sentence("amount", value=value, unit=unit)


def _node_line(node: Node, code: str, today: date) -> Sentence:
    title = Pair(f"“{node.title}”", f" “{node.title}”") if node.title else ""
    return sentence(code, node=title, due=node.due, done=node.done, today=today)
