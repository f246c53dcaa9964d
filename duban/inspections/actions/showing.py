"""Measures, visits and pictures of a petition."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.files.actions import Staged, keep
from duban.inspections.actions.agreeing import agreement_of, check_due
from duban.inspections.actions.errors import DeskRefused
from duban.inspections.actions.handling import note
from duban.inspections.actions.moving import begin
from duban.inspections.actions.opening import set_task_deadline
from duban.inspections.models import MeasureKind, Moment, Petition, PetitionMeasure, Picture, Visit
from duban.inspections.pictures import without_metadata
from duban.inspections.queries.replies import last_reply_at
from duban.inspections.states import PetitionState, PetitionVerb, Who
from duban.organizations.models import User
from duban.redaction import redact

MOST_PICTURES = 60  # of one petition: proof, not an album


@transaction.atomic
def add_measure(
    petition: Petition, *, kind: str, what: str, due: date | None, done_on: date | None, actor: User
) -> None:
    """Add a measure: one that helps at once (即知即改), or a lasting one whose deadline becomes the task's.

    The office's own word sets the task's clock; a unit's waits until the office agrees (`agreeing`).
    """
    step = begin(petition, PetitionVerb.ADD, actor)
    what = what.strip()
    if not what:
        raise DeskRefused(_("没有写措施内容，请写明做什么。"))
    if kind == MeasureKind.LASTING and due is None and done_on is None:
        raise DeskRefused(_("长效整改措施要有完成时限，台账按它计时。"))
    _check_done(done_on)
    check_due(due, petition.batch.day if done_on else timezone.localdate())
    measure = PetitionMeasure.objects.create(
        petition=petition, kind=kind, what=what[:500], due=due, done_on=done_on, by_name=actor.name,
        **agreement_of(step),
    )  # fmt: skip
    note(step, {"measure": ["", f"{measure.get_kind_display()}：{measure.what}"[:200]]})
    if Who.OFFICE in step.who:
        set_task_deadline(petition, actor=actor)


@transaction.atomic
def drop_measure(measure: PetitionMeasure, *, actor: User) -> None:
    """Take a measure off the petition, as long as no reply told the team of it; the task's clock follows.

    A deadline the office agreed to is the ledger's: a unit leaves it to the office.
    """
    step = begin(measure.petition, PetitionVerb.DROP, actor)
    measure = PetitionMeasure.objects.select_for_update().get(pk=measure.pk)
    sent, what = last_reply_at(step.petition), measure.what[:40]
    if sent and measure.at <= sent:
        raise DeskRefused(
            _("措施“%(what)s”已写进回复督察组的回复件，不能删除；不再实施的，请另加一条措施说明。") % {"what": what}
        )
    if measure.agreed_at and Who.OFFICE not in step.who:
        raise DeskRefused(
            _("措施“%(what)s”的时限市级已确认，台账按它计时；要删除请市级承办人员办理。") % {"what": what}
        )
    counted = measure.kind == MeasureKind.LASTING and measure.agreed_at is not None
    told = f"{measure.get_kind_display()}：{measure.what}"[:200]
    measure.delete()
    note(step, {"measure": [told, ""]})
    if counted:
        set_task_deadline(step.petition, actor=actor, cleared=True)


@transaction.atomic
def finish_measure(measure: PetitionMeasure, *, done_on: date, actor: User) -> None:
    """Note that a measure is done; once noted it stays."""
    step = begin(measure.petition, PetitionVerb.ADD, actor)
    _check_done(done_on)
    measure = PetitionMeasure.objects.select_for_update().get(pk=measure.pk)
    if measure.done_on:
        raise DeskRefused(
            _("措施“%(what)s”已登记 %(day)s 完成，不再重复登记。") % {"what": measure.what[:40], "day": measure.done_on}
        )
    PetitionMeasure.objects.filter(pk=measure.pk).update(done_on=done_on)
    note(step, {"measure": ["", f"{measure.what} {done_on}"[:200]]})


@transaction.atomic
def add_visit(petition: Petition, *, day: date, who: str, found: str, actor: User) -> None:
    """Note that somebody went to look."""
    step = begin(petition, PetitionVerb.ADD, actor)
    if day > timezone.localdate():
        raise DeskRefused(_("核查日期 %(day)s 还没有到，请核对。") % {"day": day})
    first = petition.received_on or petition.batch.day
    if day < first:
        raise DeskRefused(
            _("核查日期 %(day)s 早于信访件的受理日期 %(first)s，请填接到举报以后去看的那一天。")
            % {"day": day, "first": first}
        )
    if not who.strip():
        raise DeskRefused(_("没有写谁去的，请填写单位和职务。"))
    Visit.objects.create(
        petition=petition, day=day, who=who.strip()[:120], found=found.strip()[:500], by_name=actor.name
    )
    note(step, {"visit": ["", str(day)]})


@transaction.atomic
def add_picture(petition: Petition, staged: Staged, *, moment: str, caption: str, actor: User) -> None:
    """Keep a picture of the place before or after; what its file says of the camera's place goes nowhere."""
    step = begin(petition, PetitionVerb.ADD, actor)
    if petition.pictures.count() >= MOST_PICTURES:
        raise DeskRefused(_("一件最多留 %(most)d 张图片，请挑能说明问题的。") % {"most": MOST_PICTURES})
    file = keep(staged, actor)
    without_metadata(file)  # refuses now what could not be shown later
    Picture.objects.get_or_create(
        petition=petition,
        file=file,
        moment=moment,
        defaults={"caption": redact(caption.strip()).text[:120], "by_name": actor.name},
    )
    note(step, {"picture": ["", str(Moment(moment).label)]})


@transaction.atomic
def drop_picture(picture: Picture, *, actor: User) -> None:
    """Take a picture off the petition; the file is kept where it is. What the team was answered on stays with the answer."""
    step = begin(picture.petition, PetitionVerb.DROP, actor)
    sent = last_reply_at(step.petition) if step.state is PetitionState.REPLIED else None
    if sent and picture.at <= sent:
        raise DeskRefused(_("这张照片是已回复督察组的佐证，不能取下；要换的，请市级“续报”或重新办理后再换。"))
    moment = picture.get_moment_display()
    picture.delete()
    note(step, {"picture": [str(moment), ""]})


def _check_done(done_on: date | None) -> None:
    if done_on and done_on > timezone.localdate():
        raise DeskRefused(_("完成日期 %(day)s 还没有到，请核对。") % {"day": done_on})
