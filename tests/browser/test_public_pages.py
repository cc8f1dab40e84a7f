"""Every public page in a real browser: light and dark, narrow and wide, with scripts and without.

The watch of conftest.py fails a test on any console error, CSP report or request to another host.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from education import editions, packs
from education.demo import load_demo_clinic
from education.models import Edition
from tests.factories import make_live_topic, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = [
    "/",
    "/treatments/",
    "/treatments/?concern=hair-loss",
    "/treatments/mesotherapy/",
    "/treatments/mesotherapy/history/",
    "/guides/",
    "/guides/after-injections/",
    "/conditions/",
    "/conditions/pregnancy/",
    "/questions/",
    "/search/",
    "/search/?q=pain",
    "/search/?q=zebra",
    "/about/",
    "/team/",
    "/find-us/",
    "/privacy/",
    "/accessibility/",
    "/questions/?page=99",
    "/treatments/approved/",
    "/treatments/overdue/",
    "/treatments/withdrawn/",
]
TREATMENT = "/treatments/mesotherapy/"


@pytest.fixture(autouse=True)
def starter_content(transactional_db) -> None:
    packs.load_starter()
    load_demo_clinic()


@pytest.fixture
def every_state() -> None:
    """Besides the samples: a page that is approved, one that is overdue, one withdrawn."""
    reviewer = make_user("reviewer")
    for slug in ["approved", "overdue", "withdrawn"]:
        make_live_topic(slug=slug, title=slug, reviewer=reviewer)
    overdue = Edition.objects.filter(topic__slug="overdue")
    overdue.update(review_due=timezone.localdate() - timedelta(days=1))
    withdrawn = Edition.objects.get(topic__slug="withdrawn")
    editions.withdraw(edition=withdrawn, by=reviewer, reason="It had a mistake in it.")


def side_scroll(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_every_page_is_accessible_and_fits(page: Page, every_state, look, axe):
    faults = {}
    for address in ADDRESSES:
        page.goto(address)
        if found := [*axe(), *(["side scroll"] if side_scroll(page) > 0 else [])]:
            faults[address] = found

    assert faults == {}
    assert page.context.cookies() == []


def test_every_page_can_be_read_without_scripts(page: Page, every_state, js):
    for address in ADDRESSES:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_role("link", name=re.compile("Call"))).not_to_have_count(0)

    assert page.context.cookies() == []


@pytest.mark.parametrize("forced_colors", ["active", "none"])
@pytest.mark.parametrize("address", ["/", TREATMENT, "/conditions/pregnancy/"])
def test_forced_colours_and_more_contrast(page: Page, axe, address, forced_colors):
    page.emulate_media(forced_colors=forced_colors, contrast="more")

    page.goto(address)

    assert axe() == []


def test_the_treatment_page_at_400_percent(page: Page):
    """1280 × 1024 at 400 % is a window of 320 × 256."""
    page.set_viewport_size({"width": 320, "height": 256})

    page.goto(TREATMENT)

    assert side_scroll(page) <= 0
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_right_to_left_mirrors_and_fits(page: Page, axe):
    page.goto(TREATMENT)
    page.evaluate("document.documentElement.dir = 'rtl'")

    assert side_scroll(page) <= 0
    brand = page.locator(".brand").bounding_box()
    assert brand["x"] + brand["width"] > 1000
    for width in (320, 700):
        page.set_viewport_size({"width": width, "height": 800})
        assert side_scroll(page) <= 0


def test_own_spacing_of_letters_and_lines_hides_nothing(page: Page):
    """WCAG 2.2, 1.4.12: a reader's own style sheet may set these."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(TREATMENT)
    page.evaluate(
        """() => { for (const e of document.querySelectorAll('*')) {
            e.style.setProperty('line-height', '1.5', 'important');
            e.style.setProperty('letter-spacing', '.12em', 'important');
            e.style.setProperty('word-spacing', '.16em', 'important');
        } }"""
    )

    assert side_scroll(page) <= 0


def test_main_actions_are_large_enough_to_hit(page: Page):
    page.set_viewport_size({"width": 320, "height": 800})

    page.goto(TREATMENT)

    targets = page.locator(
        ".btn-call, .menu summary, .btn-ask, .btn-line, .unwell a, .care-numbers a, summary"
    )
    heights = [target.bounding_box()["height"] for target in targets.all() if target.is_visible()]
    assert len(heights) > 20
    assert min(heights) >= 44


# -- Paper -----------------------------------------------------------------------------------


def test_paper_shows_every_answer(page: Page, js):
    page.goto(TREATMENT)
    answers = page.locator(".faq details > div")
    expect(answers.first).to_be_hidden()

    page.emulate_media(media="print")

    assert answers.count() > 20
    for answer in answers.all():
        expect(answer).to_be_visible()
    expect(page.get_by_role("navigation", name="On this page")).to_be_hidden()
    expect(page.locator(".site-nav")).to_be_hidden()
    expect(page.locator("#review")).to_contain_text("version 1")


def test_printing_opens_the_answers_and_closes_them_again(page: Page):
    page.goto(TREATMENT)
    page.locator(".faq summary").first.click()

    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".faq details:not([open])").count() == 0

    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".faq details[open]").count() == 1


# -- Comfort ---------------------------------------------------------------------------------


def test_a_link_to_an_answer_opens_it(page: Page):
    page.goto(f"{TREATMENT}#faq-does-it-work")

    expect(page.locator("#faq-does-it-work > div")).to_be_visible()


def test_the_contents_list_marks_what_is_being_read(page: Page):
    page.goto(TREATMENT)

    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Risks").click()

    expect(page.locator(".toc a[aria-current]")).to_have_text("Risks")


def test_the_contents_list_of_a_phone_folds_after_a_choice(page: Page):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(TREATMENT)
    contents = page.locator(".toc-fold")
    contents.locator("summary").click()

    contents.get_by_role("link", name="Get help").click()

    expect(contents.get_by_role("link", name="Get help")).to_be_hidden()
    expect(page.get_by_role("heading", name="Get help")).to_be_in_viewport()


def test_the_menu_of_a_phone_opens_without_scripts(page: Page, js):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")

    page.locator(".menu summary").click()
    page.locator(".menu").get_by_role("link", name="Health problems and medicines").click()

    expect(page).to_have_url(re.compile("/conditions/$"))


def test_the_keyboard_reaches_the_text_first_and_is_seen(page: Page):
    page.goto(TREATMENT)

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    focused = page.evaluate(
        "[document.activeElement.closest('main') !== null,"
        " getComputedStyle(document.activeElement).outlineStyle]"
    )
    assert focused == [True, "solid"]


# -- The way of a patient --------------------------------------------------------------------


def test_from_home_to_the_answer_for_pregnancy(page: Page, js):
    page.goto("/")

    page.get_by_role("searchbox").fill("pregnant")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Are you pregnant?").first.click()

    expect(page).to_have_url(re.compile("/treatments/mesotherapy/#contraindication-"))
    expect(page.get_by_role("heading", name="Are you pregnant?")).to_be_in_viewport()
