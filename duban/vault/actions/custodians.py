"""Naming who may open sealed content, and taking it back."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.models import User
from duban.organizations.permissions import is_office
from duban.vault.actions.errors import NotPossible
from duban.vault.models import Custodian
from duban.vault.permissions import may_appoint


@transaction.atomic
def name_custodian(person: User, *, first_day: date, last_day: date | None, reason: str, actor: User) -> Custodian:
    """Let a person of the office open sealed content from the first day on (指定保管人); raise NotPossible."""
    _may(actor)
    reason = reason.strip()
    if person == actor:
        raise NotPossible(_("不能指定自己为保管人，请另一位督查室人员或管理员办理。"))
    if not person.is_active or not is_office(person):
        raise NotPossible(_("“%(name)s”不是在用的经办或督查室人员，不能做保管人；请另选一人。") % {"name": person.name})
    if last_day and last_day < first_day:
        raise NotPossible(
            _("结束日期 %(last)s 早于开始日期 %(first)s，请改正。") % {"last": last_day, "first": first_day}
        )
    if last_day and last_day < timezone.localdate():
        raise NotPossible(_("结束日期 %(last)s 已经过去，请改正。") % {"last": last_day})
    if not reason:
        raise NotPossible(_("没有写事由，请写明为什么由其保管，例如“负责信访回访”。"))
    _close_expired(person)
    try:
        with transaction.atomic():
            custodian = Custodian.objects.create(
                person=person,
                first_day=first_day,
                last_day=last_day,
                reason=reason[:200],
                given_by=actor,
                given_by_name=actor.name[:120],
            )
    except IntegrityError as error:
        raise NotPossible(_("“%(name)s”已经是保管人；要改日期，请先收回再指定。") % {"name": person.name}) from error
    changes = {"first_day": ["", str(first_day)], "last_day": ["", str(last_day or "")]}
    record("vault.name_custodian", custodian, actor=actor, changes=changes, reason=reason)
    return custodian


@transaction.atomic
def end_custodian(custodian: Custodian, *, actor: User) -> Custodian:
    """Take it back (收回); taken back twice it is taken back once. A custodian may give it up."""
    if actor.pk != custodian.person_id:
        _may(actor)
    standing = Custodian.objects.filter(pk=custodian.pk, ended_at=None)
    if standing.update(ended_at=timezone.now(), ended_by_name=actor.name[:120]):
        record("vault.end_custodian", custodian, actor=actor)
    custodian.refresh_from_db()
    return custodian


def _may(actor: User) -> None:
    if actor.acting_for is not None or not may_appoint(actor):
        raise PermissionDenied


def _close_expired(person: User) -> None:
    """Close what has run out by itself, so that the person can be named anew."""
    gone = Custodian.objects.filter(person=person, ended_at=None, last_day__lt=timezone.localdate())
    gone.update(ended_at=timezone.now(), ended_by_name=_("到期收回"))
