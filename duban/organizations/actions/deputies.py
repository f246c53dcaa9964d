"""Standing in for somebody (代理): from one day to another, in named posts, ended early where need be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.actions.changes import Refused
from duban.organizations.actions.users import check_three_posts
from duban.organizations.models import Deputyship, Post, User
from duban.organizations.permissions import is_administrator
from duban.organizations.queries import may_take

LONGEST = 366  # days


@transaction.atomic
def appoint_deputy(
    posts: Sequence[Post], deputy: User, *, first_day: date, last_day: date, actor: User, reason: str = ""
) -> Deputyship:
    """Let the deputy act in these posts of one person from the first day to the end of the last; raise Refused."""
    if not posts or len({post.user_id for post in posts}) != 1:
        raise Refused(_("没有选要代理的岗位，请至少选一个。"))
    person = posts[0].user
    _may(actor, person)
    _check_days(first_day, last_day)
    if deputy == person:
        raise Refused(_("代理人不能是本人，请选另一个人。"))
    if not deputy.is_active or not deputy.posts.exists():
        raise Refused(_("“%(name)s”已停用或没有岗位，不能代理；请选另一个人。") % {"name": deputy.name})
    if not is_administrator(actor) and not may_take(person, deputy):
        raise Refused(_("只能请同单位的人代理；要请别的单位的人，请系统管理员办理。"))
    for other in Deputyship.objects.filter(
        posts__in=posts, ended_at=None, first_day__lte=last_day, last_day__gte=first_day
    ):
        values = {"deputy": other.deputy.name, "first": other.first_day, "last": other.last_day}
        raise Refused(_("%(first)s 至 %(last)s 已由“%(deputy)s”代理；请先结束那次代理，或另选日期。") % values)
    check_three_posts([*deputy.posts.values_list("role", flat=True), *(post.role for post in posts)], deputy)
    deputyship = Deputyship.objects.create(
        person=person,
        deputy=deputy,
        first_day=first_day,
        last_day=last_day,
        reason=reason.strip(),
        made_by=actor,
        made_by_name=actor.name,
    )
    deputyship.posts.set(posts)
    changes = {
        "deputy": ["", deputy.name],
        "posts": ["", "、".join(str(post) for post in posts)],
        "first_day": ["", str(first_day)],
        "last_day": ["", str(last_day)],
    }
    record("appoint_deputy", person, actor=actor, changes=changes, reason=reason.strip())
    return deputyship


@transaction.atomic
def end_deputyship(deputyship: Deputyship, *, actor: User) -> Deputyship:
    """End it before its day, as the person, the deputy or the administrator; ended twice it ends once."""
    if actor.pk not in (deputyship.person_id, deputyship.deputy_id) and not is_administrator(actor):
        raise Refused(_("只有本人、代理人和系统管理员能结束代理。"))
    standing = Deputyship.objects.filter(pk=deputyship.pk, ended_at=None)
    if standing.update(ended_at=timezone.now(), ended_by_name=actor.name):
        changes = {"deputy": [deputyship.deputy.name, ""]}
        record("end_deputyship", deputyship.person, actor=actor, changes=changes)
    deputyship.refresh_from_db()
    return deputyship


def _may(actor: User, person: User) -> None:
    if actor.acting_for is not None:
        raise Refused(_("您正在代理别人，不能再转请他人代理；请先回到本人身份。"))
    if actor.pk != person.pk and not is_administrator(actor):
        raise Refused(_("只能为自己的岗位请人代理。"))


def _check_days(first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise Refused(_("代理的结束日期早于开始日期，请改正。"))
    if last_day < timezone.localdate():
        raise Refused(_("代理的结束日期已经过去，请改正。"))
    if (last_day - first_day).days > LONGEST:
        raise Refused(_("一次代理最长一年，到期可以再办；请改短。"))
