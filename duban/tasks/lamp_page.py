"""What the task page shows of a lamp: its sentence and arithmetic, the picture, the months as they were, the roll-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.tasks.lamp_facts import LIT_STATES, LampFacts, Rules, loaded_facts
from duban.tasks.models import LampEntry, Task
from duban.tasks.rules.case import Lamp
from duban.tasks.rules.lamp import Judgement
from duban.tasks.rules.picture import Judged, Picture, draw, months_of
from duban.tasks.rules.roll_up import Counted, Method, RolledUp
from duban.tasks.rules.shares import half_up, short
from duban.tasks.schedule_drawn import months_drawn, picture_drawn
from duban.web.prepared import Prepared


def lamp_parts(task: Task, children: Iterable[Task], today: date) -> dict[str, Any]:
    """Return what the lamp's parts of the page need; `children` are those this person may see."""
    rules = Rules()
    facts = loaded_facts(task, task.lamp_on or today, rules)
    judgement = rules.judge(facts)
    entries = _ENTRIES(task.pk)
    judged = [_judged(entry) for entry in entries]
    until = today if task.state in LIT_STATES else max([task.lamp_on or today, *(one.day for one in judged[-1:])])
    return {
        "lamp_lines": _lines(task, judgement, entries),
        "months_drawn": months_drawn(reversed(months_of(judged, until))),
        "picture_drawn": picture_drawn(_picture(facts, judgement, judged, until)) if judged else "",
        "rolled": _rolled(facts.rolled, facts, list(children)) if facts.rolled else "",
    }


_ENTRIES = Prepared[LampEntry](lambda task: LampEntry.objects.filter(task=task).order_by("day", "id"))


def _lines(task: Task, judgement: Judgement, entries: Sequence[LampEntry]) -> list[str]:
    """Return the lamp's sentences: as judged for its day, or as stored where rules or state have changed since."""
    if task.lamp_on and task.state in LIT_STATES and judgement.lamp == task.lamp:
        language = "en" if get_language() == "en" else "zh"
        return [sentence.words(language) for sentence in judgement.sentences]
    return list(entries[-1].explanation) if entries else []


def _judged(entry: LampEntry) -> Judged:
    schedule, actual = (None if share is None else Fraction(share) for share in (entry.schedule, entry.actual))
    return Judged(entry.day, Lamp(entry.lamp), schedule, actual, entry.made_good)


def _picture(facts: LampFacts, judgement: Judgement, judged: Sequence[Judged], until: date) -> Picture:
    by_nodes = judgement.verdicts[0][0].code == "nodes"
    return draw(replace(facts.case, today=until), judged, by_nodes)


def _rolled(rolled: RolledUp, facts: LampFacts, children: Sequence[Task]) -> SafeString:
    """Return the roll-up's arithmetic; a child this person may not see is counted and not named."""
    if rolled.value is None:
        return format_html("{}", _("下级还没有报送，未汇总。"))
    known = {child.pk: child for child in children}
    hidden = [one for one in rolled.counted if one.key not in known]
    shown = [_term(rolled.method, one, known[one.key]) for one in rolled.counted if one.key in known]
    rest = [_("其余 %(count)d 项") % {"count": len(hidden)}] if hidden else []
    terms = format_html_join(
        "、" if rolled.method is Method.WORST else " ＋ ", "{}", ((term,) for term in [*shown, *rest])
    )
    words = _outcome(rolled, facts, terms, known)
    if rolled.left_out:
        left = _("另有 %(count)d 项计量单位不同，没有加进来。") % {"count": len(rolled.left_out)}
        return format_html("{}<br>{}", words, left)
    return words


def _term(method: Method, one: Counted, child: Task) -> SafeString:
    """Return one child in the sum: its unit as a link, and what it brought."""
    link = format_html('<a href="{}">{}</a>', child.get_absolute_url(), child.lead_unit.short_name)
    figure = short(one.value, 4) if method is Method.SUM else _percent(one.value)
    if method is Method.WEIGHTED:
        figure = f"{short(one.weight, 3)}×{figure}"
    return format_html("{} {}", link, figure if one.reported else _("%(figure)s（未报）") % {"figure": figure})


def _outcome(rolled: RolledUp, facts: LampFacts, terms: SafeString, known: dict[int, Task]) -> SafeString:
    value = rolled.value or Fraction(0)
    if rolled.method is Method.SUM and facts.case.target is not None:
        target = facts.case.target
        amount = f"{short(value, 4)}{target.unit}"
        if not target.target:
            return format_html("{} ＝ {}", terms, amount)
        share = _percent(value / target.target)
        return format_html("{} ＝ {}；{}÷{}＝{}", terms, amount, short(value, 4), short(target.target, 4), share)
    if rolled.method is Method.WEIGHTED:
        whole = sum((one.weight for one in rolled.counted), Fraction(0))
        return format_html("（{}）÷{} ＝ {}", terms, short(whole, 3), _percent(value))
    slowest = next((known[one.key] for one in rolled.counted if one.decides and one.key in known), None)
    if slowest is None:
        return format_html("{}", _("最慢的一项完成 %(share)s") % {"share": _percent(value)})
    link = format_html('<a href="{}">{}</a>', slowest.get_absolute_url(), slowest.lead_unit.short_name)
    return format_html("{}<br>{}", terms, format_html(_("最慢的是{}，完成 {}"), link, _percent(value)))


def _percent(share: Fraction) -> str:
    return f"{half_up(share * 100, 2)}%"
