"""What the server's log says of requests that were refused, and of those that broke."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from logging.config import DictConfigurator

import pytest
from django.conf import settings
from django.core.exceptions import BadRequest
from django.test import Client
from django.urls import path

from duban.urls import urlpatterns as project
from tests.people import City


def wrong(request: object) -> None:
    raise BadRequest("no such thing")


def broken(request: object) -> None:
    raise ValueError("broken on the way")


urlpatterns = [*project, path("wrong/", wrong), path("broken/", broken)]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the server would write, by its own formatter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    formatter = DictConfigurator(settings.LOGGING).configure_formatter(dict(settings.LOGGING["formatters"]["plain"]))
    assert isinstance(formatter, logging.Formatter)
    handler.setFormatter(formatter)
    logging.getLogger("django.request").addHandler(handler)
    yield stream
    logging.getLogger("django.request").removeHandler(handler)


def test_a_refused_permission_is_one_line(city: City, log: io.StringIO) -> None:
    assert city.sign_in("liaison").get("/users/").status_code == 403
    (line,) = log.getvalue().splitlines()
    assert line.endswith("WARNING django.request: Forbidden (Permission denied): /users/")


@pytest.mark.urls(__name__)
def test_a_bad_request_is_one_line_and_a_fault_keeps_its_traceback(city: City, log: io.StringIO) -> None:
    client: Client = city.sign_in("clerk")
    assert client.get("/wrong/").status_code == 400
    assert len(log.getvalue().splitlines()) == 1
    client.raise_request_exception = False
    assert client.get("/broken/").status_code == 500
    assert "Traceback" in log.getvalue()
    assert "ValueError: broken on the way" in log.getvalue()
