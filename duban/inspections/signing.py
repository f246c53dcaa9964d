"""Who is left to check and sign a reply: the second and third person must be there before the first presses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections.models import Petition
from duban.inspections.states import PetitionState, Who
from duban.organizations.models import Role, User
from duban.organizations.permissions import OFFICE_ROLES, Anybody
from duban.organizations.queries import who_give_posts

_NAMED = 3  # people told by name


@dataclass(frozen=True, slots=True)
class Told:
    """What a person is to know before or while a reply waits; `stuck` where nobody can take it on."""

    words: str
    stuck: bool = False


def left_to_sign(user: Anybody, petition: Petition) -> list[str]:
    """Return the names of those of the desk who may sign when this person has checked."""
    return list(_others(petition, (Role.DESK,), user.pk, petition.submitted_by_id).values())


def why_not_check(user: Anybody, petition: Petition, who: frozenset[Who]) -> str:
    """Return why this person should leave the check to another, as nobody would be left to sign; blank where somebody is."""
    if Who.SIGNER not in who or left_to_sign(user, petition):
        return ""
    if others := _others(petition, OFFICE_ROLES, user.pk, petition.submitted_by_id):
        return _("本件只有您能签发，核查的人不能再签发：请由%(others)s核查，再由您签发。") % {
            "others": _named(others.values())
        }
    words = _("本件只有您能签发，核查的人不能再签发，又没有别的人能核查：请%(appointers)s先给督查室再设一人。")
    return words % {"appointers": _appointers()}


def hint_for_check(user: Anybody, petition: Petition, who: frozenset[Who]) -> str:
    """Tell who of the desk checks what that means: another signs, and who may."""
    if Who.SIGNER not in who:
        return ""
    return _("您核查后就不能签发本件，由%(others)s签发。") % {"others": _named(left_to_sign(user, petition))}


def before_submitting(user: Anybody, petition: Petition, who: frozenset[Who]) -> Told | None:
    """Tell whoever of the office submits who checks and signs then, or that nobody can; None for the unit itself."""
    if Who.OFFICE not in who:
        return None
    checkers, signers = (_others(petition, roles, user.pk) for roles in (OFFICE_ROLES, (Role.DESK,)))
    values = {"unit": petition.lead_unit or "", "appointers": _appointers()}
    if not signers:
        words = _(
            "您上报后没有人能签发本件：签发要由督查室里上报人、核查人和责任单位以外的人办，现在没有这样的人。"
            "请由责任单位“%(unit)s”上报，或请%(appointers)s先给督查室再设一人。"
        )
        return Told(words % values, stuck=True)
    if len(checkers) == 1:
        words = _(
            "您上报后本件只有%(signer)s能核查和签发，而核查的人不能再签发。"
            "请由责任单位“%(unit)s”上报，或请%(appointers)s先再设一名经办或督查室人员。"
        )
        return Told(words % {**values, "signer": _named(signers.values())}, stuck=True)
    told = {"checkers": _named(checkers.values()), "signers": _named(signers.values())}
    if Who.DESK in who:
        return Told(_("您上报后就不能核查、签发本件：可以核查的有%(checkers)s，可以签发的有%(signers)s。") % told)
    return Told(_("您上报后就不能核查本件：可以核查的有%(checkers)s，可以签发的有%(signers)s。") % told)


def while_waiting(petition: Petition) -> Told | None:
    """Tell who can check and sign a reply that waits for it, or that nobody can and what to do; None where none waits."""
    if petition.state == PetitionState.SUBMITTED:
        return _waiting_for_check(petition)
    if petition.state == PetitionState.CHECKED:
        return _waiting_for_signature(petition)
    return None


def _waiting_for_check(petition: Petition) -> Told:
    checkers, signers = (_others(petition, roles, petition.submitted_by_id) for roles in (OFFICE_ROLES, (Role.DESK,)))
    if not signers:
        return _nobody_signs()
    if len(checkers) == 1:
        words = _(
            "本件只有%(signer)s能核查和签发，而核查的人不能再签发：请%(appointers)s再设一名经办或督查室人员；"
            "本件由市级上报的，也可以“退回重办”，由责任单位重新上报。"
        )
        values = {"signer": _named(signers.values()), "appointers": _appointers()}
        return Told(words % values, stuck=True)
    return Told(
        _("等待核查：可以核查的有%(checkers)s；核查后由另一人签发，可以签发的有%(signers)s。")
        % {"checkers": _named(checkers.values()), "signers": _named(signers.values())}
    )


def _waiting_for_signature(petition: Petition) -> Told:
    signers = _others(petition, (Role.DESK,), petition.submitted_by_id, petition.checked_by_id)
    if not signers:
        return _nobody_signs()
    return Told(_("等待签发：可以签发的有%(signers)s。") % {"signers": _named(signers.values())})


def _nobody_signs() -> Told:
    words = _(
        "没有人能签发本件：签发要由督查室里上报人、核查人和责任单位以外的人办，现在没有这样的人。"
        "请%(appointers)s给督查室再设一人；也可以“退回重办”，由责任单位重新上报、另一人核查。"
    )
    return Told(words % {"appointers": _appointers()}, stuck=True)


def _others(petition: Petition, roles: Sequence[Role], *besides: int | None) -> dict[int, str]:
    """Return the names of those who have one of the roles, themselves or for another, and are of no unit that answers."""
    today = timezone.localdate()
    stands_in = Q(
        deputyships_taken__posts__role__in=roles, deputyships_taken__ended_at=None,
        deputyships_taken__first_day__lte=today, deputyships_taken__last_day__gte=today,
    )  # fmt: skip
    found = User.objects.filter(Q(posts__role__in=roles) | stands_in, is_active=True).exclude(
        pk__in=[pk for pk in besides if pk]
    )
    if petition.lead_unit_id:
        found = found.exclude(posts__unit=petition.lead_unit_id)
    return dict(found.order_by("id").values_list("id", "name").distinct())


def _appointers() -> str:
    """Return who can give somebody a post here: the role with names."""
    role, names = who_give_posts()
    label = str(role.label)
    return _("%(role)s（%(names)s）") % {"role": label, "names": _named(names)} if names else label


def _named(names: Collection[str]) -> str:
    given = list(names)
    more = _("等 %(count)d 人") % {"count": len(given)} if len(given) > _NAMED else ""
    return "、".join(given[:_NAMED]) + more
