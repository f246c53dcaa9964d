"""Changing what the proposals are: mark a new one over any words, split one, merge two, and part them again."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from duban.meetings.actions.errors import NotPossible
from duban.meetings.actions.proposals import Target, meeting_of
from duban.meetings.actions.steps import fresh, step
from duban.meetings.models import Action, Decision, MeetingText, Requirement, RequirementKind, Sentence
from duban.meetings.rules.segments import paragraph_at
from duban.organizations.models import User

SIGNS = "，,。；;、：: \n\t　"


def mark_requirement(
    text: MeetingText, start: int, end: int, *, decision: Decision = Decision.KEPT, actor: User
) -> Requirement:
    """Make a requirement with one trackable action of the words `[start, end)`; raise NotPossible for no words.

    It joins the agenda items of the requirement before it in its paragraph, else of the next one there, else of the
    one before it in the text.
    """
    start, end = _trimmed(text.restored, start, end)
    if start >= end:
        raise NotPossible(_("没有选中文字，请在左侧选中一句话后再新建要求。"))
    if Requirement.objects.filter(text=text, start=start, end=end).exists():
        raise NotPossible(_("这段文字已经是一条要求，请直接在右侧处理。"))
    quote = text.restored[start:end]
    label = _("新建要求“%(quote)s”") % {"quote": quote[:30]}
    with step(text.meeting, actor=actor, verb="mark_requirement", label=label, rows=[]) as touched:
        _check_current(text)
        requirement = Requirement.objects.create(
            text=text, kind=RequirementKind.REQUIRE, quote=quote, start=start, end=end, decision=decision
        )
        requirement.agenda.set(_agenda_near(text, requirement))
        action = Action.objects.create(
            requirement=requirement, quote=quote, start=start, end=end, trackable=True, decision=decision
        )
        touched.add(requirement, action)
    return requirement


def restore_sentence(sentence: Sentence, *, version: int | None, actor: User) -> Requirement:
    """Make an undecided requirement of a sentence that was dropped, whoever dropped it."""
    fresh(sentence, version)
    return mark_requirement(sentence.text, sentence.start, sentence.end, decision=Decision.UNDECIDED, actor=actor)


def split(target: Target, at: int, *, version: int | None, actor: User) -> Target:
    """Split a proposal at a place in its text; return the second part. Both parts are undecided again."""
    text = (target.requirement if isinstance(target, Action) else target).text
    label = _("拆分“%(quote)s”") % {"quote": str(target)[:30]}
    with step(meeting_of(target), actor=actor, verb="split", label=label, rows=[target]) as touched:
        now = fresh(target, version)
        second = _split_action(text, now, at) if isinstance(now, Action) else _split_requirement(text, now, at)
        touched.add(second)
        if isinstance(second, Requirement):
            touched.add(*second.actions.all())
    return second


def merge(target: Target, *, version: int | None, actor: User) -> Target:
    """Merge a proposal with the one before it: actions become one task, requirements one requirement."""
    before = previous(target)
    if before is None:
        raise NotPossible(_("前面没有可以合并的项，第一项不能向前合并。"))
    label = _("合并“%(quote)s”") % {"quote": str(target)[:30]}
    root = before.merged_into if isinstance(before, Action) else None
    rows = [before, target, *([root] if root else [])]
    with step(meeting_of(target), actor=actor, verb="merge", label=label, rows=rows):
        now = fresh(target, version)
        if isinstance(now, Action):
            join(now, before)  # type: ignore[arg-type]
        else:
            _merge_requirements(before, now)  # type: ignore[arg-type]
    return before


def part(action: Action, *, version: int | None, actor: User) -> None:
    """Take a merged action out of the task it was merged into."""
    label = _("拆开“%(quote)s”") % {"quote": str(action)[:30]}
    with step(meeting_of(action), actor=actor, verb="part", label=label, rows=[action]):
        now = fresh(action, version)
        now.merged_into, now.decision = None, Decision.UNDECIDED
        now.save(update_fields=["merged_into", "decision"])


def join(action: Action, into: Action) -> None:
    """Put an action, and what was merged into it, into the task of another; both are kept. Writes no step.

    What the other lacks it takes over: deadline, units, deliverable, rhythm (…，12月底前完成 gives its deadline).
    """
    root = into.merged_into or into
    if root.pk == action.pk:
        raise NotPossible(_("两项已经合并在一起。"))
    Action.objects.filter(merged_into=action).update(merged_into=root)
    root.trackable = root.trackable or action.trackable
    _take_over(root, action)
    for row, merged_into in ((action, root), (root, None)):
        row.merged_into, row.decision, row.drop_reason = merged_into, Decision.KEPT, ""
        row.save()


def _take_over(root: Action, action: Action) -> None:
    """Fill what the root lacks from an action merged into it."""
    if not (root.deadline or root.deadline_text):
        for name in ("deadline", "deadline_text", "deadline_explanation", "deadline_rule", "recurring"):
            setattr(root, name, getattr(action, name))
    for name in ("lead_unit", "leading_official", "deliverable", "reporting_rhythm"):
        setattr(root, name, getattr(root, name) or getattr(action, name))
    root.fan_out = root.fan_out or action.fan_out
    for many in ("responsible_units", "supporting_units", "data_units"):
        if not getattr(root, many).exists():
            getattr(root, many).set(getattr(action, many).exclude(pk=root.lead_unit_id))


def previous(target: Target) -> Target | None:
    """Return the proposal before this one in its text; of actions, one that is not dropped."""
    if isinstance(target, Action):
        return (
            Action.objects.filter(requirement__text=target.requirement.text_id, start__lt=target.start)
            .exclude(decision=Decision.DROPPED)
            .select_related("requirement__text", "merged_into")
            .order_by("-start", "-id")
            .first()
        )
    return Requirement.objects.filter(text=target.text_id, start__lt=target.start).order_by("-start", "-id").first()


def _split_action(text: MeetingText, action: Action, at: int) -> Action:
    first = _trimmed(text.restored, action.start, at)
    second = _trimmed(text.restored, at, action.end)
    _check_parts(first, second)
    new = Action.objects.create(
        requirement_id=action.requirement_id, quote=text.restored[slice(*second)], start=second[0], end=second[1],
        trackable=action.trackable, trackable_rule=action.trackable_rule, rule=action.rule, lead_unit=action.lead_unit,
        leading_official=action.leading_official,
    )  # fmt: skip
    new.responsible_units.set(action.responsible_units.all())
    new.supporting_units.set(action.supporting_units.all())
    new.data_units.set(action.data_units.all())
    action.start, action.end = first
    action.quote, action.wording, action.decision = text.restored[slice(*first)], "", Decision.UNDECIDED
    action.save(update_fields=["start", "end", "quote", "wording", "decision"])
    return new


def _split_requirement(text: MeetingText, requirement: Requirement, at: int) -> Requirement:
    first = _trimmed(text.restored, requirement.start, at)
    second = _trimmed(text.restored, at, requirement.end)
    _check_parts(first, second)
    new = Requirement.objects.create(
        text=text, kind=requirement.kind, rule=requirement.rule, quote=text.restored[slice(*second)],
        start=second[0], end=second[1],
    )  # fmt: skip
    new.agenda.set(requirement.agenda.all())
    for action in requirement.actions.all():
        if action.start < at < action.end:
            _split_action(text, action, at)
    requirement.actions.filter(start__gte=at).update(requirement=new)
    requirement.start, requirement.end = first
    requirement.quote, requirement.decision = text.restored[slice(*first)], Decision.UNDECIDED
    requirement.save(update_fields=["start", "end", "quote", "decision"])
    return new


def _merge_requirements(before: Requirement, requirement: Requirement) -> None:
    text = requirement.text
    if paragraph_at(text.restored, before.start) != paragraph_at(text.restored, requirement.start):
        raise NotPossible(_("上一条要求在另一段，不能合成一条；可以把行动并入上一项行动。"))
    requirement.actions.all().update(requirement=before)
    before.end = max(before.end, requirement.end)
    before.quote = text.restored[before.start : before.end]
    before.save(update_fields=["end", "quote"])
    before.agenda.add(*requirement.agenda.all())
    requirement.delete()


def _agenda_near(text: MeetingText, requirement: Requirement) -> list[int]:
    others = Requirement.objects.filter(text=text).exclude(pk=requirement.pk)
    paragraph = paragraph_at(text.restored, requirement.start)
    within = others.filter(start__gte=paragraph.start, start__lt=paragraph.end)
    before, after = Q(start__lte=requirement.start), Q(start__gt=requirement.start)
    near = (
        within.filter(before).order_by("-start").first()
        or within.filter(after).order_by("start").first()
        or others.filter(before).order_by("-start").first()
        or others.order_by("start").first()
    )
    return list(near.agenda.values_list("pk", flat=True)) if near else []


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the signs and blanks at its ends, kept inside the text."""
    start, end = max(start, 0), min(end, len(text))
    while start < end and text[start] in SIGNS:
        start += 1
    while end > start and text[end - 1] in SIGNS:
        end -= 1
    return start, end


def _check_parts(first: tuple[int, int], second: tuple[int, int]) -> None:
    if first[0] >= first[1] or second[0] >= second[1]:
        raise NotPossible(_("拆分的位置在句首或句尾，请把光标放在两部分之间。"))


def _check_current(text: MeetingText) -> None:
    if MeetingText.objects.filter(pk=text.pk, superseded=True).exists():
        raise NotPossible(_("这份文本已有更正后的新版，请刷新页面后在新版上操作。"))
