"""What the search finds of a petition: its redacted title and summary, never what lies in the vault."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.organizations.permissions import Anybody
from duban.petitions.models import Petition
from duban.petitions.permissions import visible_to
from duban.search.sources import Document


class PetitionSource:
    """Petitions by number, title and summary."""

    kind, label, object_types, of_tasks = "citizen", _("群众信访"), ("petitions.petition",), False

    def affected(self, object_type: str, object_ids: Collection[int]) -> Collection[int]:
        """Return the petitions themselves."""
        return object_ids

    def documents(self, object_ids: Collection[int]) -> Iterator[Document]:
        """Yield number, title and summary."""
        for petition in Petition.objects.filter(pk__in=object_ids):
            address = reverse("petitions:petition", args=[petition.pk])
            title = f"{petition.number} {petition.title}"
            yield Document(petition.pk, title, petition.summary, address, petition.received_on)

    def all_ids(self) -> QuerySet[Any]:
        """Return every petition."""
        return Petition.objects.order_by("pk").values_list("pk", flat=True)

    def visible(self, user: Anybody) -> Q | None:
        """Narrow to the petitions the person sees."""
        return Q(object_id__in=visible_to(user).values("pk"))
