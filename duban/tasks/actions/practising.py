"""How a unit works inside: whether its head approves what goes out (单位内部办理设置)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.models import Post, Role, Unit, User
from duban.tasks.actions.drafts import DraftRefused
from duban.tasks.models import UnitPractice
from duban.tasks.permissions import heads


@transaction.atomic
def set_practice(unit: Unit, *, head_approves: bool, actor: User) -> UnitPractice:
    """Let the unit's reports go through its head, or out at once; what is drafted already waits as before."""
    if not heads(actor, unit):
        raise PermissionDenied
    if head_approves and not Post.objects.filter(unit=unit, role=Role.UNIT_HEAD, user__is_active=True).exists():
        raise DraftRefused(
            _("“%(unit)s”还没有单位负责人的账号，不能由负责人审核；请先请系统管理员设岗。") % {"unit": unit}
        )
    practice, _new = UnitPractice.objects.get_or_create(unit=unit)
    if practice.head_approves != head_approves:
        UnitPractice.objects.filter(pk=practice.pk).update(head_approves=head_approves)
        changes = {"head_approves": [practice.head_approves, head_approves]}
        practice.head_approves = head_approves
        record("tasks.set_practice", unit, actor=actor, changes=changes)
    return practice
