"""A person leaves (离任): what they have in hand goes to a successor, their posts end, the account is out of use."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.actions.changes import Refused
from duban.organizations.actions.users import post_facts, save_user
from duban.organizations.duties import duties_of, duty_holders
from duban.organizations.models import Deputyship, User
from duban.organizations.permissions import may_give_posts, may_keep_accounts


@transaction.atomic
def leave(user: User, successor: User | None, *, actor: User, reason: str = "") -> int:
    """Take the person out of use and give what they have in hand, and their posts, to the successor; return how many.

    Where somebody else gives posts (三员分立) the posts stay until that person deals with them.
    """
    if not may_keep_accounts(actor):
        raise Refused(_("只有系统管理员能办离任。"))
    _check(user, successor, actor)
    words = f"离任交接：{user.name} → {successor.name if successor else '无'}"
    why = "；".join(filter(None, (words, reason.strip())))[:500]
    count = 0
    if successor:
        count = sum(holder.hand_over_duties(user, successor, actor=actor, reason=why) for holder in duty_holders())
    posts = post_facts(user)
    if successor and may_give_posts(actor):
        own = {(facts.unit.pk, str(facts.role)) for facts in post_facts(successor)}
        new = [facts for facts in posts if (facts.unit.pk, str(facts.role)) not in own]
        save_user(successor, [*post_facts(successor), *new], actor=actor)
    now = timezone.now()
    standing = Deputyship.objects.filter(Q(person=user) | Q(deputy=user), ended_at=None)
    standing.update(ended_at=now, ended_by_name=actor.name)
    user.is_active = False
    save_user(user, [] if may_give_posts(actor) else posts, actor=actor, handed_over=True)
    changes = {"successor": ["", successor.name if successor else ""], "handed_over": ["", str(count)]}
    record("leave", user, actor=actor, changes=changes, reason=why)
    return count


def _check(user: User, successor: User | None, actor: User) -> None:
    if not user.is_active:
        raise Refused(_("“%(name)s”已经停用。") % {"name": user.name})
    if user.pk == actor.pk:
        raise Refused(_("不能给自己办离任，请另一名系统管理员办理。"))
    if successor is not None and (successor.pk == user.pk or not successor.is_active):
        raise Refused(_("接手的人要是另一个在用的用户，请重新选择。"))
    duties = duties_of(user)
    if duties and successor is None:
        values = {"name": user.name, "count": len(duties)}
        raise Refused(_("“%(name)s”手上还有 %(count)d 件，请选接手的人。") % values)
