"""Storing what was read of a text as rows a clerk can decide on."""

from __future__ import annotations

from collections.abc import Iterable

from duban.meetings.actions.counting import sentence_verdicts
from duban.meetings.models import Action, AgendaItem, Meeting, MeetingText, Requirement, Sentence, TextState
from duban.organizations.models import Unit
from duban.organizations.queries import find_unit
from duban.organizations.rules import means_all_counties
from duban.reading.model import Action as ReadAction
from duban.reading.model import Meeting as ReadMeeting
from duban.reading.model import Notice, Reading, Repair, UnitMention


def store_parts(text: MeetingText, reading: Reading) -> None:
    """Fill a text row and its sentences, agenda, requirements and actions from its reading; the caller settles."""
    text.media_type, text.encoding = reading.source.media_type, reading.source.encoding or ""
    text.restored = reading.restored.text
    text.repairs = [_repair(repair) for repair in reading.restored.repairs]
    text.warnings = [_notice(notice) for notice in reading.warnings]
    text.state, text.error, text.pasted = TextState.READ, "", ""
    text.save()
    agenda = AgendaItem.objects.bulk_create(
        AgendaItem(
            text=text, position=position, kind=item.kind, topic=item.topic[:300], start=item.span[0], end=item.span[1],
            rule=item.rule,
        )
        for position, item in enumerate(reading.agenda, start=1)
    )  # fmt: skip
    named = {item.id: row for item, row in zip(reading.agenda, agenda, strict=True)}
    _store_sentences(text, reading, _store_requirements(text, reading, named), agenda)


def fill_head(meeting: Meeting, read: ReadMeeting) -> None:
    """Take over from the reading what the meeting's head does not say yet."""
    found: dict[str, object] = {
        "kind": read.kind or "",
        "convener": read.convener or "",
        "ordinal": read.ordinal,
        "term": read.term,
        "date": read.date.value if read.date else None,
        "chair": read.chair.name if read.chair else "",
        "chair_posts": "、".join(read.chair.posts)[:200] if read.chair else "",
    }
    for name, value in found.items():
        if value and not getattr(meeting, name):
            setattr(meeting, name, value)
    if read.title:
        meeting.title = read.title[:300]
    meeting.version += 1
    meeting.save()


def _store_sentences(
    text: MeetingText, reading: Reading, requirements: list[Requirement], agenda: list[AgendaItem]
) -> None:
    """Store the sentences with what stands of each before anybody has decided anything."""
    rows = [
        Sentence(
            text=text, position=position, paragraph=sentence.paragraph, start=sentence.span[0], end=sentence.span[1],
            reader_reason=sentence.dropped or "",
        )
        for position, sentence in enumerate(reading.sentences, start=1)
    ]  # fmt: skip
    for row, verdict in zip(rows, sentence_verdicts(rows, requirements, agenda), strict=True):
        row.decision, row.reason = verdict.decision, verdict.reason
    Sentence.objects.bulk_create(rows)


def _store_requirements(text: MeetingText, reading: Reading, agenda: dict[str, AgendaItem]) -> list[Requirement]:
    """Store requirements and actions with the units they name; return the requirements."""
    rows = Requirement.objects.bulk_create(
        Requirement(
            text=text, kind=requirement.kind, quote=requirement.text, rule=requirement.rule,
            start=requirement.span[0], end=requirement.span[1],
        )
        for requirement in reading.requirements
    )  # fmt: skip
    pairs = list(zip(rows, reading.requirements, strict=True))
    Requirement.agenda.through.objects.bulk_create(
        Requirement.agenda.through(requirement_id=row.pk, agendaitem_id=agenda[name].pk)
        for row, requirement in pairs
        for name in dict.fromkeys(requirement.agenda)
        if name in agenda
    )
    units = _resolved(mention.text for _row, r in pairs for action in r.actions for mention in action.units)
    actions = [(_action(row, action, units), action) for row, r in pairs for action in r.actions]
    Action.objects.bulk_create(row for row, _read in actions)
    Action.responsible_units.through.objects.bulk_create(
        Action.responsible_units.through(action_id=row.pk, unit_id=unit.pk)
        for row, action in actions
        for unit in _units(action, "responsible", units)
        if unit.pk != row.lead_unit_id
    )
    Action.supporting_units.through.objects.bulk_create(
        Action.supporting_units.through(action_id=row.pk, unit_id=unit.pk)
        for row, action in actions
        for unit in _units(action, "supporting", units)
        if unit.pk != row.lead_unit_id
    )
    return rows


def _action(requirement: Requirement, action: ReadAction, units: dict[str, Unit | None]) -> Action:
    deadline = action.deadline
    return Action(
        requirement=requirement,
        quote=action.text,
        start=action.span[0],
        end=action.span[1],
        rule=action.rule,
        trackable=action.trackable,
        trackable_rule=action.trackable_rule,
        deadline=deadline.value if deadline else None,
        deadline_text=deadline.text[:120] if deadline else "",
        deadline_explanation="\n".join(deadline.explanation) if deadline else "",
        deadline_rule=deadline.rule if deadline else "",
        recurring=(deadline.recurring or "") if deadline else "",
        targets=[{"text": t.text, "quantity": t.quantity, "unit": t.unit} for t in action.targets],
        unit_mentions=[{"text": u.text, "span": list(u.span), "role": u.role, "rule": u.rule} for u in action.units],
        lead_unit=_lead(action.units, units),
        fan_out=any(means_all_counties(mention.text) for mention in action.units),
    )


def _lead(mentions: Iterable[UnitMention], units: dict[str, Unit | None]) -> Unit | None:
    """Return the unit said to lead, else the first-listed responsible one that is a unit of this city (杭州 rule)."""
    listed = sorted(mentions, key=lambda mention: ("lead", "responsible", "supporting").index(mention.role))
    return next((units[m.text] for m in listed if m.role != "supporting" and units[m.text]), None)


def _units(action: ReadAction, role: str, units: dict[str, Unit | None]) -> list[Unit]:
    """Return the units of a role, each once; who is responsible does not also support."""
    named = [units[mention.text] for mention in action.units if _role(mention) == role]
    return list(dict.fromkeys(unit for unit in named if unit))


def _role(mention: UnitMention) -> str:
    return "supporting" if mention.role == "supporting" else "responsible"


def _resolved(names: Iterable[str]) -> dict[str, Unit | None]:
    return {name: find_unit(name) for name in dict.fromkeys(names)}


def _repair(repair: Repair) -> dict[str, object]:
    return {
        "kind": repair.kind,
        "span": list(repair.span),
        "original": repair.original,
        "restored": repair.restored,
        "original_span": list(repair.original_span),
        "certain": repair.certain,
    }


def _notice(notice: Notice) -> dict[str, object]:
    return {"code": notice.code, "message": notice.message, "span": list(notice.span) if notice.span else None}
