"""The watch over every page must itself notice faults: each is planted here once."""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from clinic.headers import content_security_policy

NO_POLICY = {"Content-Type": "text/html"}
POLICY = {"Content-Security-Policy": content_security_policy(), **NO_POLICY}


@pytest.fixture
def planted(page: Page, watch):
    """Opens a page with this body and gives what the watch saw, so that the test can go on."""

    def open_page(body: str, headers: dict[str, str]) -> list[str]:
        page.route("**/planted", lambda route: route.fulfill(body=body, headers=headers))
        page.goto("/planted")
        page.wait_for_timeout(200)
        problems, watch.problems[:] = [*watch.problems], []
        return problems

    return open_page


@pytest.mark.parametrize(
    "body",
    [
        '<p style="color: red">inline style</p>',
        "<style>p { color: red }</style>",
        "<script>document.title = 'inline'</script>",
        '<img src="https://elsewhere.invalid/x.png" alt="">',
    ],
)
def test_what_the_policy_refuses_is_noticed(planted, body):
    problems = planted(body, POLICY)

    assert any("Content Security Policy" in problem for problem in problems)


def test_a_request_to_another_host_is_noticed(page, planted):
    page.context.route("**/x.png", lambda route: route.fulfill(body=""))

    problems = planted('<img src="https://elsewhere.invalid/x.png" alt="">', NO_POLICY)

    assert "another host: https://elsewhere.invalid/x.png" in problems


def test_a_script_that_fails_is_noticed(planted):
    problems = planted("<script>throw new Error('planted')</script>", NO_POLICY)

    assert any("planted" in problem for problem in problems)


def test_a_part_that_is_missing_is_noticed(planted, live_server):
    problems = planted(f'<img src="{settings.STATIC_URL}missing.png" alt="">', NO_POLICY)

    assert f"404: {live_server.url}/static/missing.png" in problems


def test_axe_finds_a_picture_without_words(page, planted, axe):
    planted('<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"></main>', NO_POLICY)

    assert [line.split()[0] for line in axe()] == ["image-alt"]
