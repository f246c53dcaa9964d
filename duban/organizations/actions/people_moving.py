"""The posts of people whose unit is reorganised: they go along, or end where that was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from duban.audit.actions import record
from duban.organizations.actions.changes import Refused
from duban.organizations.actions.users import post_names
from duban.organizations.models import Post, Unit, User
from duban.organizations.plans import Plan
from duban.organizations.queries import active_administrators


def move_posts(plan: Plan, sources: Sequence[Unit], heirs: Sequence[Unit], *, actor: User) -> int:
    """Move the posts in the sources as planned, one audit row a person; return how many posts moved or ended."""
    had_administrator = active_administrators().exists()
    posts = list(Post.objects.filter(unit__in=sources).select_related("user").order_by("user_id", "id"))
    people = {post.user_id: post.user for post in posts}
    before = {pk: post_names(user) for pk, user in people.items()}
    count = sum(_move(post, plan.place_of(str(post.pk), post.unit_id), heirs) for post in posts)
    for pk, user in people.items():
        after = post_names(user)
        if after != before[pk]:
            record("change_user", user, actor=actor, changes={"posts": [before[pk], after]})
    if had_administrator and not active_administrators().exists():
        raise Refused(_("这样改后就没有在用的系统管理员了；请先为另一名用户添加系统管理员岗位。"))
    return count


def _move(post: Post, place: int | None, heirs: Sequence[Unit]) -> bool:
    """Move or end the post; a second post of the same person, unit and role ends. Tell whether anything changed."""
    heir = heirs[place] if place is not None and 0 <= place < len(heirs) else None
    if heir is not None and heir.pk == post.unit_id:
        return False
    if heir is None or Post.objects.filter(user=post.user_id, unit=heir, role=post.role).exists():
        post.delete()
    else:
        Post.objects.filter(pk=post.pk).update(unit=heir)
    return True
