"""Until when a unit hands in and a petition taken up again is to be answered: what days are accepted, and why not others."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections.actions.errors import DeskRefused
from duban.inspections.models import Petition

LONGEST = 366  # days from today; a reply to the team waits no longer, what takes longer is a lasting measure's deadline


def check_unit_due(petition: Petition, due: date | None) -> None:
    """Refuse a unit's limit that has passed, or that leaves the city no time."""
    if due is None:
        return
    if due < timezone.localdate():
        raise DeskRefused(_("单位上报时限 %(day)s 已经过去，请核对。") % {"day": due})
    if petition.due_now and due > petition.due_now:
        raise DeskRefused(
            _("单位上报时限 %(day)s 晚于回复督察组的期限 %(due)s，请提前。") % {"day": due, "due": petition.due_now}
        )


def check_reply_due(due: date) -> None:
    """Refuse a new day for the reply that has passed or lies more than a year ahead."""
    today = timezone.localdate()
    if due < today:
        raise DeskRefused(_("新的回复期限 %(day)s 已经过去，请核对。") % {"day": due})
    if due > today + timedelta(LONGEST):
        raise DeskRefused(
            _("新的回复期限 %(day)s 在一年以后，请核对年份；需要更长时间的，写成长效整改措施的完成时限。")
            % {"day": due}
        )


def again_due(due: date | None) -> date:
    """Return until when a petition taken up again is to be answered; raise DeskRefused where no day fits."""
    if due is None:
        raise DeskRefused(_("没有写重新办理时限：请写明哪天以前重新办理并回复督察组，逾期按这一天提醒和统计。"))
    check_reply_due(due)
    return due


def needs_again_due(petition: Petition) -> bool:
    """Tell whether no clock would run for the petition once it is followed up."""
    return petition.reply_stopped_on is not None or petition.reply_due is None
