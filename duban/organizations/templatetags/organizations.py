"""Template tags of units and people: what is chosen on the preview of a reorganisation."""

from __future__ import annotations

from django import template

from duban.organizations.holdings import Holding
from duban.organizations.models import Post
from duban.organizations.plans import Plan

register = template.Library()


@register.simple_tag
def holding_choice(plan: Plan, holding: Holding) -> int | None:
    """Return the place of the heir chosen for the holding, None where none was."""
    return plan.choices.get(holding.key)


@register.simple_tag
def post_choice(plan: Plan, post: Post) -> int | None:
    """Return the place of the heir the post goes to, None where it ends."""
    return plan.place_of(str(post.pk), post.unit_id)
