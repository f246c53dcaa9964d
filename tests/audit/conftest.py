import pytest
from django.db import connection

from duban.audit import triggers
from tests.people import City, make_city


@pytest.fixture
def city(db: None) -> City:
    return make_city()


def tamper(*statements: str) -> None:
    """Change the tables as somebody could who is master of the database."""
    connection.check_constraints()  # PostgreSQL takes no guard off while foreign keys are still to be checked
    triggers.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    triggers.install(connection)
