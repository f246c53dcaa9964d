"""What the search finds of a meeting: its title and its texts as restored."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duban.meetings.models import Meeting
from duban.meetings.permissions import visible_to
from duban.organizations.permissions import Anybody
from duban.search.sources import Document


class MeetingSource:
    """Meetings with the texts that stand."""

    kind, label, object_types, of_tasks = "meeting", _("会议"), ("meetings.meeting",), False

    def affected(self, object_type: str, object_ids: Collection[int]) -> Collection[int]:
        """Return the meetings themselves, a discarded one too: it is to be found no more."""
        return object_ids

    def documents(self, object_ids: Collection[int]) -> Iterator[Document]:
        """Yield title and restored texts."""
        for meeting in Meeting.objects.filter(pk__in=object_ids).prefetch_related("texts"):
            texts = [text.restored for text in meeting.texts.all() if not text.superseded]
            day = meeting.date or timezone.localdate(meeting.created_at)
            yield Document(
                meeting.pk, meeting.title, "\n".join(texts), reverse("meetings:confirm", args=[meeting.pk]), day
            )

    def all_ids(self) -> QuerySet[Any]:
        """Return every meeting."""
        return Meeting.objects.order_by("pk").values_list("pk", flat=True)

    def visible(self, user: Anybody) -> Q | None:
        """Narrow to the meetings the person sees."""
        return Q(object_id__in=visible_to(user).values("pk"))
