"""The desk in a real browser: written, checked, published; and readable for everybody."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from education.admin.panels import PANELS
from education.models import Topic
from tests.factories import change_topic, make_clinic, make_live_topic, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def address(topic: Topic, page: str) -> str:
    return reverse(f"admin:education_topic_{page}", args=[topic.pk])


def live_advice(topic: Topic) -> str:
    return topic.editions.live().get().page["contraindications"][0]["what_to_do"]


def test_what_an_editor_changes_is_public_when_a_reviewer_has_approved_it(page, js, sign_in):
    make_clinic()
    topic = make_live_topic(slug="mesotherapy")
    sign_in(make_user("editor"))

    page.goto(address(topic, "who"))
    page.locator("summary", has_text="Are you pregnant?").click()
    page.get_by_label("What to do:").first.fill("Wait until you no longer breastfeed.")
    page.get_by_role("button", name="Save draft").click()

    expect(
        page.get_by_text("Draft saved. Patients still read the approved version")
    ).to_be_visible()
    assert live_advice(topic) == "Wait until after the birth."

    sign_in(make_user("reviewer"))
    page.goto(address(topic, "review"))
    expect(page.locator("ins")).to_contain_text("you no longer breastfeed.")
    page.get_by_label("What you checked").fill("I have read the change and its source.")
    page.get_by_role("button", name="Approve exactly this text").click()
    expect(page.get_by_text("Approved: version 2.")).to_be_visible()
    assert live_advice(topic) == "Wait until after the birth."

    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Version 2 is public now.")).to_be_visible()
    assert live_advice(topic) == "Wait until you no longer breastfeed."

    page.goto("/treatments/mesotherapy/")
    expect(page.get_by_text("Wait until you no longer breastfeed.")).to_be_visible()


def test_an_editor_adds_an_entry(page, js, sign_in):
    topic = make_live_topic()
    sign_in(make_user("editor"))

    page.goto(address(topic, "questions"))
    new = page.locator("#faqs-1")
    new.get_by_label("Question:").fill("How long does it take?")
    new.get_by_label("Answer:").fill("About an hour.")
    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("Draft saved.")).to_be_visible()
    assert topic.faqs.get(question="How long does it take?").key == "how-long-does-it-take"


def test_one_more_entry_is_one_press_away(page, sign_in):
    topic = make_live_topic()
    sign_in(make_user("editor"))

    page.goto(address(topic, "who"))
    page.get_by_text("Add another Contraindication").click()

    more = page.locator("#contraindications-3")
    expect(more.get_by_label("Question:")).to_be_editable()
    more.locator("summary", has_text="Sources (0 chosen)").click()
    expect(more.get_by_label("A review of mesotherapy (2020)")).to_be_visible()


def test_a_missing_health_problem_is_added_without_leaving_the_page(page, sign_in):
    topic = make_live_topic()
    sign_in(make_user("editor"))
    page.goto(address(topic, "who"))
    new = page.locator("#contraindications-2")
    new.get_by_label("Question:").fill("Do you have diabetes?")

    with page.expect_popup() as opened:
        new.get_by_title("Add another health problem or medicine").click()
    popup = opened.value
    popup.get_by_label("Name:").fill("Diabetes")
    popup.get_by_role("button", name="Save").click()

    chosen = new.get_by_label("Health problem or medicine:")
    expect(chosen.locator("option:checked")).to_have_text("Diabetes")
    expect(new.get_by_label("Question:")).to_have_value("Do you have diabetes?")


def test_a_wrong_password_is_said_and_the_name_stays(page, js):
    page.goto("/admin/")
    page.get_by_label("Username:").fill("rosa")
    page.get_by_label("Password:").fill("wrong")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Username:")).to_have_value("rosa")


def test_the_sign_in_is_readable_for_everybody(page, look, axe):
    page.goto("/admin/login/")

    assert axe() == []
    assert page.locator("h1").count() == 1
    assert not too_wide(page)


def too_wide(page) -> bool:
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


LISTS = ["topic", "condition", "source"]
CLINIC = ["offer", "price", "user", "picture", "notice", "simplepage"]


# Both schemes and both widths, not each with each: these are many pages.
@pytest.mark.parametrize("look", [("light", 1280), ("dark", 320)], indirect=True, ids=str)
@pytest.mark.parametrize("role", ["editor", "reviewer", "manager"])
def test_the_desk_is_readable_for_everybody(page, look, axe, sign_in, role):
    make_clinic()
    topic = make_live_topic()
    change_topic(topic, by=make_user("editor"), summary="Another summary.")
    sign_in(make_user(role))

    for url in ["/admin/", *pages_of(role, topic)]:
        response = page.goto(url)
        assert response.status == 200, url
        assert axe() == [], url
        assert page.locator("h1").count() == 1, url
        assert not too_wide(page), url


def pages_of(role: str, topic: Topic) -> list[str]:
    if role == "manager":
        lists = [reverse(f"admin:education_{model}_changelist") for model in CLINIC]
        forms = [reverse(f"admin:education_{model}_add") for model in ("user", "picture", "notice")]
        return [*lists, *forms, reverse("admin:education_clinicprofile_change", args=[1])]
    if role == "reviewer":
        return [address(topic, panel) for panel in ("who", "review", "versions")]
    lists = [reverse(f"admin:education_{model}_changelist") for model in LISTS]
    return [*(address(topic, panel) for panel in PANELS), *lists]
