"""What the confirm page shows: the count, the marked text, the agenda tree."""

from __future__ import annotations

from django.db.models import Count as Number

from duban.meetings.models import Meeting, Sentence
from duban.meetings.rules.counting import DROPPED, KEPT, UNDECIDED, Count


def count_of(meeting: Meeting) -> Count:
    """Return the running count over the sentences of the meeting's present texts."""
    rows = (
        Sentence.objects.filter(text__meeting=meeting, text__superseded=False)
        .order_by()
        .values_list("decision", "reason")
        .annotate(number=Number("id"))
    )
    by_decision = dict.fromkeys((KEPT, DROPPED, UNDECIDED), 0)
    reasons: dict[str, int] = {}
    for decision, reason, number in rows:
        by_decision[decision] += number
        if decision == DROPPED:
            reasons[reason] = reasons.get(reason, 0) + number
    ordered = dict(sorted(reasons.items(), key=lambda pair: -pair[1]))
    return Count(by_decision[KEPT], by_decision[DROPPED], by_decision[UNDECIDED], ordered)
