"""The views a person keeps for themselves, with their counts and in words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from duban.organizations.permissions import Anybody
from duban.tasks.columns import COLUMNS, FIRST_COLUMNS, chosen
from duban.tasks.drawing import OwnLink
from duban.tasks.forms.filters import STATES, read_filter
from duban.tasks.kept import kept
from duban.tasks.models import OwnView, Task
from duban.tasks.queries import DEFAULT_ORDER, filtered
from duban.tasks.saved_views import PARTS, SAVED_VIEWS
from duban.web.prepared import Prepared

PARAMETERS = ("q", "unit", "state", "due", "lamp", "late", "waits", "due_from", "due_to", "opened", "source", "meeting")
LONGEST_VALUE = 100


def own_views(user: Anybody) -> list[OwnView]:
    """Return the person's views in the order they were made."""
    return _OWN(user.pk) if user.is_authenticated else []


_OWN = Prepared[OwnView](lambda owner: OwnView.objects.filter(owner=owner))


def parameters_of(query: Mapping[str, str]) -> dict[str, str]:
    """Return what of an address narrows the list."""
    return {name: query[name][:LONGEST_VALUE] for name in PARAMETERS if query.get(name)}


def own_links(
    user: Anybody, views: Sequence[OwnView], visible: QuerySet[Task], today: date, shown: OwnView | None
) -> list[OwnLink]:
    """Return the person's views as lines beside the list."""
    if not views:
        return []
    counts = _counts(user, views, visible, today)
    return [
        OwnLink(view.name, f"?{urlencode({**view.given, 'own': view.pk})}", counts[view.pk], view == shown)
        for view in views
    ]


def words_of_view(view: OwnView, visible: QuerySet[Task]) -> str:
    """Return what the view shows, in words."""
    asked = read_filter(view.given, visible)
    wanted = asked.wanted
    parts = [_named(name, getattr(wanted, name)) for name in PARTS if getattr(wanted, name)]
    if wanted.words:
        parts.append(_("搜索“%(words)s”") % {"words": wanted.words})
    if asked.unit_name:
        parts.append(_("单位：%(unit)s") % {"unit": asked.unit_name})
    if wanted.due_from or wanted.due_to:
        parts.append(_("时限 %(first)s 至 %(last)s") % {"first": asked.due_from or "…", "last": asked.due_to or "…"})
    if wanted.opened_in:
        parts.append(_("%(year)s年立项") % {"year": wanted.opened_in})
    if asked.source or wanted.source:
        parts.append(_("来源：%(source)s") % {"source": asked.source or wanted.source})
    return "；".join(parts) or _("全部在办")


def columns_of_view(view: OwnView) -> str:
    """Return the view's columns and order in words."""
    keys = view.columns or FIRST_COLUMNS
    order = view.order or DEFAULT_ORDER
    by = next((column.label for column in COLUMNS.values() if column.sort == order.removeprefix("-")), "")
    words = "、".join(str(column.label) for column in chosen(keys))
    if not by:
        return words
    way = _("从大到小") if order.startswith("-") else _("从小到大")
    return _("%(columns)s；按%(by)s%(way)s") % {"columns": words, "by": by, "way": way}


def _named(part: str, value: str) -> str:
    if part == "state":
        return _("状态：%(state)s") % {"state": dict(STATES).get(value, value)}
    return next((str(view.label) for view in SAVED_VIEWS if view.given == {part: value}), value)


def _counts(user: Anybody, views: Sequence[OwnView], visible: QuerySet[Task], today: date) -> dict[int, int]:
    """Return how many tasks each view shows, counted anew only after a move or another filter."""
    views_asked = hashlib.sha256(repr([(view.pk, view.given) for view in views]).encode()).hexdigest()[:20]
    return kept(
        f"own_views:{views_asked}",
        user,
        today,
        lambda: {view.pk: filtered(visible, read_filter(view.given, visible).wanted, today).count() for view in views},
    )
