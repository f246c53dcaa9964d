"""Whatever the description allows, and what it does not, is answered without a fault of ours."""

from __future__ import annotations

from datetime import date

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from duban.inspections.models import GuardQuestion
from duban.tasks.actions import open_task
from duban.wsgi import application
from tests.api.conftest import key_of
from tests.inspections.months import make_month
from tests.tasks.conftest import City, draft


@pytest.mark.django_db(transaction=True)
def test_nothing_the_description_allows_is_a_fault(city: City) -> None:
    from duban.api.endpoints import api

    for place in range(3):
        open_task(draft(city.water, title=f"事{place}"), actor=city.clerk)
    month = make_month(city.clerk, city.desk, city.water, city.office)
    _one, two = month.add(month.batch(1, date(2024, 11, 8)), [{}, {}])
    GuardQuestion.objects.create(petition=two, part="plan", kind="one_size_fits_all", words="一律", start=0, end=2)
    keys = [key_of(person) for person in (city.clerk, city.water_liaison, city.desk)]
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
    schema.app = application
    asked = 0
    for operation in schema.get_all_operations():
        strategy = operation.ok().as_strategy()

        @settings(
            max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        @__import__("hypothesis").given(case=strategy)
        def ask(case: schemathesis.Case) -> None:
            nonlocal asked
            asked += 1
            headers = {"Authorization": f"Bearer {keys[asked % 3]}"}
            response = case.call(app=application, base_url="http://localhost", headers=headers)
            assert response.status_code < 500, (case.method, case.path, response.content)

        ask()
    assert asked > 100
