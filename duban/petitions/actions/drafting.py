"""A unit's reply waits for its head where the unit has it so: drafted, let out by the head as the reply, or given back."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.notifications.actions import tell_unit
from duban.organizations.models import User
from duban.petitions.actions.moving import LONGEST_REASON, PetitionRefused, begin, label, open_words
from duban.petitions.models import Conclusion, Petition, ReplyDraft
from duban.petitions.states import Verb
from duban.tasks.permissions import heads


def keep_draft(petition: Petition, text: str, conclusion: str, actor: User) -> ReplyDraft:
    """Keep what the unit wants to reply until its head lets it out, in the place of an earlier draft."""
    values = {"text": text, "conclusion": conclusion, "author": actor, "author_name": actor.name[:120], "remark": ""}
    draft, _new = ReplyDraft.objects.update_or_create(petition=petition, defaults=values)
    changes = {"conclusion": ["", label(Conclusion(conclusion).label)]}
    record("petitions.draft_reply", petition, actor=actor, changes=changes)
    return draft


@transaction.atomic
def return_draft(petition: Petition, *, actor: User, reason: str) -> ReplyDraft:
    """Give a drafted reply back to its author with a remark, as the unit's head; the desk does not see it."""
    petition = begin(petition, Verb.REPLY, actor)
    if petition.handler is None or not heads(actor, petition.handler):
        raise PermissionDenied
    if not reason.strip():
        raise PetitionRefused(_("没有写修改意见，请写明要改什么。"))
    draft = ReplyDraft.objects.filter(petition=petition).first()
    if draft is None or draft.remark:
        raise PetitionRefused(_("现在没有等您审核的答复意见，可能已经报出或已退给草拟人；请刷新页面核对。"))
    draft.remark = open_words(reason)[:LONGEST_REASON]
    draft.save()
    record("petitions.return_reply", petition, actor=actor, reason=draft.remark)
    text = f"{actor.name} 退回修改答复意见：信访件 {petition.number}（{draft.remark}）"
    key = f"petitions:draft:{draft.pk}:{draft.written_at.timestamp()}"
    tell_unit(petition.handler, text, key=key, task=petition.task, actor=actor)
    return draft


def drafted_by(petition: Petition, actor: User) -> str:
    """Return who wrote the draft that the actor lets out; empty where it is nobody else's."""
    draft = ReplyDraft.objects.filter(petition=petition).exclude(author=actor).first()
    return draft.author_name if draft else ""
