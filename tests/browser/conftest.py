"""A real Chromium against the live site. Every test here also watches the page.

* ``page``: addresses are relative to the live site: ``page.goto("/treatments/")``.
* ``js``: take it as an argument and the test runs twice, with and without JavaScript.
* ``look``: take it as an argument and the test runs light and dark, at 320 px and at 1280 px.
* ``axe``: ``assert axe() == []`` after going somewhere.
* ``sign_in``: ``sign_in(user)`` makes the browser that member of staff.

A console error (a CSP report is one), a script error, a request to another host or a part of a
page that could not be loaded fails the test, whatever it was about.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# Playwright's loop runs in this thread, so Django believes itself inside asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
NO_CHROMIUM = "no Chromium found: install it, or name it in CHROMIUM"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


# -- The browser -----------------------------------------------------------------------------


def find_chromium() -> str | None:
    names = [os.environ.get("CHROMIUM", ""), *NAMES]
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = find_chromium()
    if not chromium:
        # A machine that checks every change must not be green because it looked away.
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NO_CHROMIUM)
    return {**browser_type_launch_args, "executable_path": chromium, "args": FLAGS}


@pytest.fixture
def browser_context_args(request: pytest.FixtureRequest, live_server: Any) -> dict[str, Any]:
    return {
        "base_url": live_server.url,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "java_script_enabled": not without_scripts(request),
    }


def without_scripts(request: pytest.FixtureRequest) -> bool:
    return "js" in request.fixturenames and not request.getfixturevalue("js")


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def js(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture(
    params=[("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)],
    ids=lambda look: f"{look[0]}-{look[1]}",
)
def look(request: pytest.FixtureRequest, page: Page) -> tuple[str, int]:
    scheme, width = request.param
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    return request.param


# -- What every page must keep to ------------------------------------------------------------


@dataclass
class Watch:
    """What went wrong in the browser while a test ran."""

    site: str
    problems: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self.heard)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        context.on("request", self.asked)
        context.on("response", self.answered)

    def heard(self, message: ConsoleMessage) -> None:
        # A page that is itself an error (404, 422) is said here too; parts are looked at below.
        failed_load = message.text.startswith("Failed to load resource")
        if message.type in {"error", "warning"} and not failed_load:
            self.problems.append(f"console: {message.text}")

    def asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:")):
            self.problems.append(f"another host: {request.url}")

    def answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.problems.append(f"{response.status}: {response.url}")


@pytest.fixture
def watch(live_server: Any) -> Watch:
    return Watch(live_server.url)


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], watch: Watch) -> Iterator[BrowserContext]:
    context = new_context()
    watch.follow(context)
    yield context
    assert watch.problems == []


# -- Help for tests --------------------------------------------------------------------------


@pytest.fixture
def axe(page: Page) -> Callable[[], list[str]]:
    """What axe finds wrong with the page as it is now; one line each. Needs JavaScript."""

    def violations() -> list[str]:
        # Without preload: axe would fetch again what style sheets import, which our policy
        # refuses and the console would report.
        found = Axe().run(page, options={"preload": False}).response["violations"]
        return [
            f"{rule['id']} ({rule['impact']}): {node['html'][:160]}: {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]

    return violations


@pytest.fixture
def sign_in(context: BrowserContext, live_server: Any) -> Callable[[Any], None]:
    def as_user(user: Any) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    return as_user
