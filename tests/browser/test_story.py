"""The whole story, once with and once without JavaScript, on the starter content.

A patient reads and asks; the front desk answers; an editor changes a text and the public page
does not change; a reviewer approves, and it does.
"""

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from consultations.models import ConsultationRequest
from education import packs
from education.demo import load_demo_clinic
from education.models import Topic
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery"
WHY_NOW = "Nobody has studied this in pregnancy. So please wait until after the birth."


@pytest.fixture(autouse=True)
def site(transactional_db):
    call_command("migrate", verbosity=0)
    packs.load_starter()
    load_demo_clinic()


@pytest.fixture
def staff():
    return {role: make_user(role, username=role) for role in ("editor", "reviewer", "desk")}


@pytest.fixture
def as_person(browser: Browser, browser_context_args, watch):
    """A browser of their own for each person, signed in by the form unless a stranger."""
    contexts = []

    def open_for(role: str | None) -> Page:
        context = browser.new_context(**browser_context_args)
        watch.follow(context)
        contexts.append(context)
        page = context.new_page()
        if role:
            page.goto("/admin/")
            page.get_by_label("Username").fill(role)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("What waits for you")
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert watch.problems == []


def test_the_site_does_its_main_job_from_reading_to_answering(js, staff, as_person):
    patient = as_person(None)
    reference = reads_and_asks(patient)
    the_front_desk_answers(as_person("desk"), reference)

    editor, reviewer = as_person("editor"), as_person("reviewer")
    topic = Topic.objects.get(slug="mesotherapy")
    changes_a_contraindication(editor, topic)
    expect(contraindication(patient)).not_to_contain_text(WHY_NOW)

    approves_and_publishes(reviewer, topic)
    expect(contraindication(patient)).to_contain_text(WHY_NOW)
    expect(patient.get_by_text("Sample content")).to_have_count(0)

    nobody_sees_what_is_not_theirs(editor, as_person("desk"), as_person(None), topic)


def reads_and_asks(page: Page) -> str:
    page.goto("/treatments/mesotherapy/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mesotherapy")
    page.goto("/conditions/")
    page.get_by_role("main").get_by_role("link", name="Pregnancy", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Mesotherapy")
    page.goto("/treatments/mesotherapy/")
    page.get_by_role("main").get_by_role("link", name="Ask for a consultation").first.click()
    page.get_by_role("group", name="Have you had a treatment").get_by_label(
        "No", exact=True
    ).check()
    expect(page.get_by_label("Mesotherapy")).to_be_checked()
    page.get_by_role("textbox", name="Your name").fill("Zoë 李")
    page.get_by_label("Phone call").check()
    page.get_by_role("textbox", name="Phone number").fill("01632 960 777")
    page.get_by_label("18 or older").check()
    page.get_by_label("I agree that Rowan Clinic").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    return ConsultationRequest.objects.get().reference


def the_front_desk_answers(page: Page, reference: str) -> None:
    page.goto("/admin/consultations/consultationrequest/")
    page.get_by_label("Find by name").fill(reference)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Zoë 李")
    page.get_by_label("Called").check()
    page.get_by_role("textbox", name="Note").fill("Spoke to her; she will think about it.")
    page.get_by_role("button", name="Save and stay").click()
    expect(page.get_by_role("main")).to_contain_text("she will think about it")
    assert ConsultationRequest.objects.get().state == "called"


def contraindication(page: Page):
    page.goto("/treatments/mesotherapy/")
    return page.locator("#contraindication-pregnancy")


def changes_a_contraindication(page: Page, topic: Topic) -> None:
    page.goto(f"/admin/education/topic/{topic.pk}/who/")
    number = list(topic.contraindications.values_list("key", flat=True)).index("pregnancy")
    why = page.locator(f"#id_contraindications-{number}-why")
    if not why.is_visible():
        page.locator("summary", has_text="Are you pregnant?").click()
    why.fill(WHY_NOW)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("main")).to_contain_text("Draft saved")


def approves_and_publishes(page: Page, topic: Topic) -> None:
    page.goto("/admin/")
    page.get_by_role("main").get_by_role("link", name="Mesotherapy").first.click()
    page.get_by_label("What you checked").fill("I have read all of it.")
    page.get_by_role("button", name="Approve exactly this text").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("the draft is the approved version")


def nobody_sees_what_is_not_theirs(editor, desk, stranger, topic) -> None:
    review = f"/admin/education/topic/{topic.pk}/review/"
    requests = "/admin/consultations/consultationrequest/"
    editor.goto(review)
    expect(editor.get_by_role("button", name="Approve")).to_have_count(0)
    assert editor.goto(requests).status == 403
    assert desk.goto(f"/admin/education/topic/{topic.pk}/who/").status == 403
    assert desk.goto(review).status == 403
    for address in (review, requests):
        stranger.goto(address)
        expect(stranger.get_by_label("Password")).to_be_visible()
