"""The request in a real browser: at 320 px, with and without JavaScript, in light and dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from consultations.models import ConsultationRequest
from tests.consultations.making import QUEUE, make_clinic_with_offer, make_request, one
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def topic():
    return make_clinic_with_offer()


def fill_in(page: Page) -> None:
    page.get_by_role("group", name="Have you had a treatment").get_by_label(
        "No", exact=True
    ).check()
    page.get_by_label("Mesotherapy").check()
    page.get_by_label("Anything you would like to tell us first").fill("Does it help?")
    page.get_by_label("Your name", exact=True).fill("O'Connor-Łukasz 李")
    page.get_by_label("Phone call").check()
    page.get_by_label("Phone number").fill("07700 900123")
    page.get_by_label("18 or older").check()
    page.get_by_label("I agree that Rowan Clinic").check()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def narrow(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})


def side_scroll(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_a_patient_asks_on_a_small_phone_and_gets_a_reference(page, js):
    narrow(page)
    page.goto("/request/?treatment=mesotherapy")

    fill_in(page)
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    press(page, "Send")

    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    stored = ConsultationRequest.objects.get()
    expect(page.locator(".reference")).to_contain_text(stored.reference)
    assert stored.name == "O'Connor-Łukasz 李"


def test_five_presses_of_send_leave_one_request(page):
    page.goto("/request/")
    fill_in(page)
    press(page, "Continue")

    page.get_by_role("button", name="Send").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    page.reload()

    assert ConsultationRequest.objects.count() == 1


def test_errors_take_the_focus_and_lead_to_their_fields(page, js):
    narrow(page)
    page.goto("/request/")

    press(page, "Continue")

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Your name: please answer").click()
    expect(page.get_by_label("Your name", exact=True)).to_be_focused()


def test_a_wrong_field_says_so_to_a_screen_reader(page):
    page.goto("/request/")
    fill_in(page)
    page.get_by_label("Phone number").fill("123")

    press(page, "Continue")

    field = page.get_by_label("Phone number")
    expect(field).to_have_accessible_description(re.compile("at least 6 digits"))
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("123")


def test_change_leads_back_to_the_filled_field(page, js):
    page.goto("/request/")
    fill_in(page)
    press(page, "Continue")

    page.get_by_role("button", name="Change Your name").click()

    expect(page).to_have_url(re.compile(r"/request/#id_name$"))
    expect(page.get_by_label("Your name", exact=True)).to_be_in_viewport()
    expect(page.get_by_label("Your name", exact=True)).to_have_value("O'Connor-Łukasz 李")
    expect(page.get_by_label("I agree that Rowan Clinic")).to_be_checked()


@pytest.mark.parametrize("wrong_before", [False, True])
def test_the_back_button_finds_the_form_as_it_was_filled(page, wrong_before):
    page.goto("/request/")
    if wrong_before:
        press(page, "Continue")
    fill_in(page)
    press(page, "Continue")

    page.go_back()

    expect(page.get_by_label("Your name", exact=True)).to_have_value("O'Connor-Łukasz 李")
    expect(page.get_by_label("Phone call")).to_be_checked()


def test_an_expired_page_gives_everything_back_and_can_be_sent(page, js):
    page.goto("/request/")
    fill_in(page)
    press(page, "Continue")
    page.context.clear_cookies()
    press(page, "Send")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not sent yet: please go on")
    expect(page.locator("main")).to_contain_text("O'Connor-Łukasz 李")
    assert not ConsultationRequest.objects.exists()

    press(page, "Send")

    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    assert ConsultationRequest.objects.count() == 1


def open_form(page: Page) -> None:
    page.goto("/request/")


def open_errors(page: Page) -> None:
    page.goto("/request/")
    press(page, "Continue")


def open_check(page: Page) -> None:
    page.goto("/request/?treatment=mesotherapy")
    fill_in(page)
    press(page, "Continue")


def open_sent(page: Page) -> None:
    open_check(page)
    press(page, "Send")


def open_unwell(page: Page) -> None:
    page.goto("/request/")
    fill_in(page)
    page.get_by_role("group", name="Have you had a treatment").get_by_label("Yes").check()
    press(page, "Continue")


def open_too_young(page: Page) -> None:
    page.goto("/request/")
    fill_in(page)
    page.get_by_label("Under 18").check()
    press(page, "Continue")


def open_left_open(page: Page) -> None:
    page.goto("/request/")
    fill_in(page)
    page.context.clear_cookies()
    press(page, "Continue")


PAGES = [
    (open_form, "Ask for a consultation"),
    (open_errors, "Ask for a consultation"),
    (open_check, "Check your answers"),
    (open_sent, "We have your request"),
    (open_unwell, "Please call now"),
    (open_too_young, "We cannot take your request"),
    (open_left_open, "Not sent yet: please go on"),
]


def test_axe_finds_nothing_wrong_on_any_page_of_the_request(page, look, axe):
    """One test for all pages: making a clinic costs more than looking at its pages."""
    found = {}
    for open_page, heading in PAGES:
        open_page(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        found[open_page.__name__] = [
            *axe(),
            *(["scrolls sideways"] if side_scroll(page) > 0 else []),
        ]

    assert len(found) == 7
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


CUT_OFF = """() => [...document.querySelectorAll('a.tel')]
    .filter(link => link.getBoundingClientRect().right > window.innerWidth)
    .map(link => link.textContent)"""


def test_every_number_to_call_is_whole_on_a_small_phone(page):
    narrow(page)

    open_unwell(page)

    assert page.locator("main a.tel").count() == 3
    assert page.evaluate(CUT_OFF) == []


def test_axe_finds_nothing_wrong_at_the_front_desk(page, look, axe, sign_in):
    request = make_request(name="A" * 60, own_words="words " * 200)
    sign_in(make_user("desk"))

    page.goto(QUEUE)
    assert axe() == []
    assert side_scroll(page) <= 0
    page.goto(one(request.pk))
    assert axe() == []
    assert side_scroll(page) <= 0
    press(page, "Save and stay")
    expect(page.locator(".refusal")).to_be_focused()
    assert axe() == []


def test_the_front_desk_finds_a_request_and_marks_it_as_called(page, js, sign_in):
    make_request(name="Somebody Else", phone="020 7946 0018")
    request = make_request(name="Ana Lopez")
    sign_in(make_user("desk"))
    page.goto(QUEUE)

    page.get_by_label("Find by name").fill("lopez")
    press(page, "Find")
    page.get_by_role("link", name="Ana Lopez").click()
    page.get_by_label("Called", exact=True).check()
    page.get_by_label("Note", exact=True).fill("Spoke to her.")
    press(page, "Save and go to the queue")

    expect(page.locator(".messagelist")).to_contain_text("It is now “Called”")
    request.refresh_from_db()
    assert request.state == "called"


def test_the_desk_works_with_the_keyboard_alone(page, sign_in):
    request = make_request()
    sign_in(make_user("desk"))
    page.goto(one(request.pk))

    page.get_by_label("Only a note").focus()
    page.keyboard.press("ArrowDown")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("Spoke to her.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".messagelist")).to_contain_text("It is now “Called”")
