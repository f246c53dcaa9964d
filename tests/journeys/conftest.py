"""A real browser for the journeys: Debian's chromium, without any outside request; loudly skipped where it is absent."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
ABSENT = "chromium is not installed: NO journey ran; 'apt-get install chromium fonts-noto-cjk' and run again"
SIZES = {"small": (1366, 768), "large": (1920, 1080)}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip(ABSENT)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in this thread
        expect.set_options(timeout=20_000)
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenPage]:
    """Return a function that signs a person in, in a browser of their own; script errors fail the test."""
    problems: list[str] = []
    contexts = []

    def only_here(request: Request) -> None:
        # watched, not routed: routing switches the browser's cache off, and every page would fetch its files anew
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            problems.append(f"outside request: {request.url}")

    def start(username: str, password: str, size: str = "small") -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=live_server.url)
        contexts.append(context)
        context.on("request", only_here)
        page = context.new_page()
        page.set_default_timeout(20_000)  # a loaded machine is slow, a lost answer never comes
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto("/sign-in/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{live_server.url}/")
        return page

    yield start
    for context in contexts:
        context.close()
    assert problems == []
