"""Registering a petition, accepting it or not."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from duban.organizations.models import Unit, User
from duban.petitions.actions.moving import PetitionRefused, begin, finish, label, not_later
from duban.petitions.models import Channel, Nature, Petition, PetitionImport, PetitionSerial
from duban.petitions.permissions import barred_unit_ids, may_register, own_unit_ids
from duban.petitions.rules.data import clock_rules, petition_types
from duban.petitions.states import State, Verb
from duban.settings import setting
from duban.vault.actions import replace_content, seal
from duban.vault.identities import KIND, Identity
from duban.vault.queries import sealed_of

TEXT, ORIGINAL = "text", "原文"  # of what is sealed: the petition's own words, and the name they have there


@dataclass(frozen=True, slots=True, repr=False)
class PetitionFacts:
    """What is registered: in the open `title` and `summary`, as somebody confirmed them; the rest goes to the vault."""

    channel: str
    received_on: date
    type: str
    title: str
    summary: str
    area: Unit | None = None
    nature: str = Nature.DEMAND
    urgent: bool = False
    withheld: bool = False
    accused: tuple[Unit, ...] = ()
    original: str = ""
    identity: Identity = field(default_factory=Identity)
    kept: int = 0  # things the redaction found and somebody decided to keep
    distinct_from: str = ""  # numbers of petitions like it that somebody looked at
    long_ago: bool = False  # somebody confirmed that it came so long ago

    def __repr__(self) -> str:
        return "PetitionFacts(…)"


@sensitive_variables()
@transaction.atomic
def register(
    facts: PetitionFacts, *, actor: User, token: uuid.UUID | None = None, brought: PetitionImport | None = None
) -> Petition:
    """Register a petition (登记), `brought` in by a list or not, and seal who it is from; raise PetitionRefused.

    With the same token there is one.
    """
    if not may_register(actor):
        raise PermissionDenied
    check_facts(facts, actor)
    check_age(facts)
    number = _next_number(facts.received_on.year)
    if token and (there := Petition.objects.filter(once=token, registered_by=actor).first()):
        PetitionSerial.objects.filter(year=facts.received_on.year).update(last=F("last") - 1)
        return there
    rules = clock_rules()
    petition = Petition(
        number=number,
        once=token,
        brought=brought,
        registered_by=actor,
        clock_rules=rules.name,
        clock_version=rules.version,
        **open_fields(facts),
    )
    petition.save()
    petition.accused.set(facts.accused)
    seal_facts(petition, facts, actor)
    told = {
        "channel": label(Channel(facts.channel).label),
        "received_on": str(facts.received_on),
        "nature": label(Nature(facts.nature).label),
        "heading": petition.title,
        "kept": str(facts.kept or ""),
        "distinct_from": facts.distinct_from,
        "long_ago": "是" if came_long_ago(facts.received_on) else "",
    }
    return finish(petition, "register", actor, to=State.REGISTERED, days={"received": facts.received_on}, facts=told)


@transaction.atomic
def accept(petition: Petition, *, actor: User, on: date, told_on: date) -> Petition:
    """Accept it (受理) on a day; `told_on` is when the petitioner was told in writing."""
    petition = begin(petition, Verb.ACCEPT, actor)
    _check_days(petition, on, told_on)
    told = {"on": str(on), "told_on": str(told_on)}
    return finish(petition, Verb.ACCEPT, actor, to=State.ACCEPTED, days={"accepted": on, "told": told_on}, facts=told)


@transaction.atomic
def refuse(petition: Petition, *, actor: User, on: date, reason: str) -> Petition:
    """Not accept it (不予受理), with the reason the petitioner was told on that day."""
    petition = begin(petition, Verb.REFUSE, actor, reason)
    _check_days(petition, on, None)
    days = {"refused": on}
    return finish(petition, Verb.REFUSE, actor, to=State.NOT_ACCEPTED, days=days, facts={"on": str(on)}, reason=reason)


def open_fields(facts: PetitionFacts) -> dict[str, Any]:
    """Return what of the facts stands in the open, by the petition's fields."""
    names = ("channel", "received_on", "type", "area", "nature", "urgent", "withheld")
    return {
        **{name: getattr(facts, name) for name in names},
        "title": facts.title.strip()[:200],
        "summary": facts.summary.strip(),
    }


def check_facts(facts: PetitionFacts, actor: User) -> None:
    """Refuse facts that lack what they need or contradict each other, and an accusation of the actor's own unit."""
    if not facts.title.strip() or not facts.summary.strip():
        raise PetitionRefused(_("标题或摘要为空，请填写反映的事情，不写来访人的姓名和电话。"))
    if facts.channel not in Channel.values or facts.nature not in Nature.values:
        raise PetitionRefused(_("渠道或性质不在选项之中，请重新选择。"))
    if facts.type not in petition_types():
        raise PetitionRefused(_("类型“%(given)s”不在本市的信访分类里，请重新选择。") % {"given": facts.type[:20]})
    not_later(facts.received_on, _("收到日期"))
    if facts.nature == Nature.ACCUSATION and not facts.accused:
        raise PetitionRefused(_("检举控告没有写被检举的单位，请填写，系统才能对它保密。"))
    if facts.nature != Nature.ACCUSATION and facts.accused:
        raise PetitionRefused(_("填了被检举的单位，性质却不是“检举控告”，请改正其中一个。"))
    if facts.accused and set(own_unit_ids(actor)) & barred_unit_ids(unit.pk for unit in facts.accused):
        raise PetitionRefused(
            _("检举的是您所在的单位或其上下级，本件不能由您登记；请交未被检举的单位或纪检监察机关办理。")
        )


def came_long_ago(day: date) -> bool:
    """Tell whether a petition of that day came so long ago that the day is rather a slip."""
    days = setting("DUBAN_PETITION_LONG_AGO")
    most = int(days) if days.isdigit() else 180
    return bool(most) and (timezone.localdate() - day).days > most


def check_age(facts: PetitionFacts) -> None:
    """Refuse a day long past that nobody confirmed."""
    if came_long_ago(facts.received_on) and not facts.long_ago:
        raise PetitionRefused(why_asked(facts.received_on))


def why_asked(day: date) -> str:
    """Say why the day is to be confirmed."""
    values = {"day": day, "n": (timezone.localdate() - day).days}
    return (
        _("收到日期 %(day)s 是 %(n)d 天以前，受理和告知的期限早已过去；写错的请改正，确是旧信的请确认后再登记。")
        % values
    )


def _check_days(petition: Petition, on: date, told_on: date | None) -> None:
    for day, words in ((on, _("决定受理日")), (told_on, _("告知日期"))):
        if day is None:
            continue
        not_later(day, words)
        if day < petition.received_on:
            values = {"what": words, "day": day, "received": petition.received_on}
            raise PetitionRefused(_("%(what)s %(day)s 早于收到日期 %(received)s，请改正。") % values)


@sensitive_variables()
def seal_facts(petition: Petition, facts: PetitionFacts, actor: User) -> list[str]:
    """Seal who it is from and their own words, what is given anew in the place of what was there; return the kinds."""
    contents: dict[str, dict[str, Any]] = {}
    if facts.identity:
        contents[KIND] = facts.identity.content()
    if facts.original.strip():
        contents[TEXT] = {ORIGINAL: facts.original.strip()}
    for kind, content in contents.items():
        there = sealed_of(petition, kind).filter(purged_at=None).last()
        if there:
            replace_content(there, content, actor=actor)
        else:
            seal(kind, content, actor=actor, subject=petition)
    return list(contents)


def _next_number(year: int) -> str:
    """Return the year's next number; the counter's row is locked until the transaction ends."""
    counter = PetitionSerial.objects.filter(year=year)
    if not counter.update(last=F("last") + 1):
        PetitionSerial.objects.get_or_create(year=year)
        counter.update(last=F("last") + 1)
    return f"信{year}-{counter.get().last:04d}"
