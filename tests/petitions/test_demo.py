from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.management import call_command

from duban.demo.citizens.stories import STORIES
from duban.demo.citizens.tell import load_petitions
from duban.demo.load import load_city
from duban.petitions.models import Petition
from duban.vault.models import Custodian, Sealed, VaultRead

TODAY = date(2026, 11, 26)


@pytest.mark.django_db
def test_the_demo_tells_petitions_in_most_states_once_and_nobody_by_name(keys: None) -> None:
    load_city()
    assert (load_petitions(TODAY), load_petitions(TODAY)) == (True, False)
    assert Petition.objects.count() == len(STORIES)
    assert len(set(Petition.objects.values_list("state", flat=True))) >= 11
    assert Petition.objects.filter(in_hand=1, due_on__lt=TODAY).exists()
    assert (Custodian.objects.count(), Sealed.objects.filter(kind="identity").exists()) == (1, True)
    read = VaultRead.objects.filter(outcome="read").get()
    assert (read.reader.username, "回访" in read.reason) == ("clerk2", True)
    dump = io.StringIO()
    call_command("dumpdata", "petitions", "tasks", "audit", "search", stdout=dump)
    assert [story.person for story in STORIES if story.person[1] and story.person[1] in dump.getvalue()] == []
