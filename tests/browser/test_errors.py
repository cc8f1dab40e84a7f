"""Error pages in a real browser."""

from playwright.sync_api import Page, expect


def test_an_address_that_does_not_exist_is_explained(page: Page, js):
    response = page.goto("/no-such-page/")

    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_error_page_is_accessible(page: Page, look, axe):
    page.goto("/no-such-page/")

    assert axe() == []
