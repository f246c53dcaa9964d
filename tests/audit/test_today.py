"""今日 of an auditor."""

from __future__ import annotations

import pytest
from django.utils import timezone

from duban.audit.today import sections
from duban.organizations.models import Role
from tests.people import make_city


@pytest.mark.django_db
def test_an_auditor_sees_what_was_recorded_today_and_nobody_else_does() -> None:
    city = make_city()
    page = city.sign_in("auditor").get("/").content.decode()
    assert "今天的审计记录" in page
    assert "校验记录链" in page
    others = [role for role in Role.values if role != "auditor"]
    assert [list(sections(city.people[role], timezone.localdate())) for role in others] == [[] for _ in others]
