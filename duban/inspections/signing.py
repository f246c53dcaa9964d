"""Who is left to sign a reply when somebody has checked it: the second person must be there before the first presses."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections.models import Petition
from duban.inspections.states import Who
from duban.organizations.models import Role, User
from duban.organizations.permissions import OFFICE_ROLES, Anybody

_NAMED = 3  # people told by name


def left_to_sign(user: Anybody, petition: Petition) -> list[str]:
    """Return the names of those of the desk who may sign when this person has checked."""
    return _others(user, petition, (Role.DESK,))


def why_not_check(user: Anybody, petition: Petition, who: frozenset[Who]) -> str:
    """Return why this person should leave the check to another, as nobody would be left to sign; blank where somebody is."""
    if Who.SIGNER not in who or left_to_sign(user, petition):
        return ""
    if others := _others(user, petition, OFFICE_ROLES):
        return _("本件只有您能签发，核查的人不能再签发：请由%(others)s核查，再由您签发。") % {"others": _named(others)}
    return _("本件只有您能签发，核查的人不能再签发，又没有别的人能核查：请系统管理员先给督查室再设一人。")


def hint_for_check(user: Anybody, petition: Petition, who: frozenset[Who]) -> str:
    """Tell who of the desk checks what that means: another signs, and who may."""
    if Who.SIGNER not in who:
        return ""
    return _("您核查后就不能签发本件，由%(others)s签发。") % {"others": _named(left_to_sign(user, petition))}


def _others(user: Anybody, petition: Petition, roles: Sequence[Role]) -> list[str]:
    """Return the names of those who have one of the roles, themselves or for another, and no part in the petition yet."""
    today = timezone.localdate()
    stands_in = Q(
        deputyships_taken__posts__role__in=roles, deputyships_taken__ended_at=None,
        deputyships_taken__first_day__lte=today, deputyships_taken__last_day__gte=today,
    )  # fmt: skip
    found = User.objects.filter(Q(posts__role__in=roles) | stands_in, is_active=True).exclude(
        pk__in=[pk for pk in (user.pk, petition.submitted_by_id) if pk]
    )
    if petition.lead_unit_id:
        found = found.exclude(posts__unit=petition.lead_unit_id)
    return list(found.order_by("id").values_list("name", flat=True).distinct())


def _named(names: list[str]) -> str:
    more = _("等 %(count)d 人") % {"count": len(names)} if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
