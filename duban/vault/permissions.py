"""Who may open, name custodians, look after keys, purge, and see who read what.

An AppConfig lists in `vault_guards` dotted names of rules; each takes (person, sealed) and says whether to refuse.
"""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from duban.organizations.models import Role, User
from duban.organizations.permissions import Anybody, is_administrator, is_office, may_give_posts
from duban.vault.models import Custodian, Sealed
from duban.web.access import AUDITOR, has_role


def custodians_on(day: date) -> QuerySet[Custodian]:
    """Return who may open sealed content on this day."""
    return Custodian.objects.filter(Q(last_day=None) | Q(last_day__gte=day), ended_at=None, first_day__lte=day)


def is_custodian(person: Anybody) -> bool:
    """Whether the person is named to open sealed content today, of the office still, and here as themselves."""
    if not isinstance(person, User) or not person.is_active or person.acting_for is not None or not is_office(person):
        return False
    return custodians_on(timezone.localdate()).filter(person=person).exists()


def may_unseal(person: Anybody, sealed: Sealed) -> bool:
    """Whether the person may open this: a custodian whom no app's rule keeps from it."""
    rules = (rule for config in apps.get_app_configs() for rule in getattr(config, "vault_guards", ()))
    return is_custodian(person) and not any(import_string(rule)(person, sealed) for rule in rules)


def may_unseal_number(person: Anybody, number: str) -> bool:
    """Whether the person may open what has this number in the vault; not where there is no number or nothing is left."""
    if not number or not is_custodian(person):
        return False
    sealed = Sealed.objects.filter(pk=int(number), purged_at=None).defer("ciphertext").first()
    return sealed is not None and may_unseal(person, sealed)


def may_appoint(person: Anybody) -> bool:
    """Whether the person names custodians: the supervision desk, and whoever gives posts."""
    return has_role(person, Role.DESK) or may_give_posts(person)


def may_keep_keys(person: Anybody) -> bool:
    """Whether the person looks after the keys; opening is not part of it."""
    return is_administrator(person)


def may_purge(person: Anybody) -> bool:
    """Whether the person may have sealed content removed for good: administrator and auditor, who cannot read it."""
    return is_administrator(person) or has_role(person, AUDITOR)
