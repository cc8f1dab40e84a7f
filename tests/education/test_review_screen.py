"""A reviewer checks, approves and publishes, through the client."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from education import editions, gate
from education.models import Edition, Recheck, Source, Topic
from tests.education.desk import address, said, save
from tests.factories import (
    approve,
    change_topic,
    make_clinic,
    make_live_topic,
    make_topic,
    make_user,
    page_values,
)

pytestmark = pytest.mark.django_db

STATEMENT = "I have read all of it."


@pytest.fixture
def reviewer(client):
    user = make_user("reviewer")
    client.force_login(user)
    return user


def latest(topic: Topic) -> Edition:
    edition = editions.latest_edition(topic)
    assert edition
    return edition


def decide(client, topic: Topic, action: str, edition: Edition | None = None, **values: str):
    edition = edition or latest(topic)
    return client.post(address(topic, action, edition.number), values)


def approval(topic: Topic, **changes: str) -> dict[str, str]:
    due = timezone.localdate() + timedelta(days=200)
    values = {"digest": latest(topic).digest, "statement": STATEMENT, "review_due": str(due)}
    return {**values, **changes}


def in_an_hour() -> str:
    return timezone.localtime(timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")


# -- What the screen says --------------------------------------------------------------------


def test_it_shows_what_changed_word_by_word(client, reviewer):
    topic = make_live_topic()
    rows = page_values()["contraindications"]
    rows[0]["what_to_do"] = "Wait until six months after the birth."
    change_topic(topic, by=make_user("editor"), contraindications=rows)

    page = client.get(address(topic, "review")).content.decode()

    assert "What changed since the approved version" in page
    assert " six months</ins>" in page.replace("\n", "") or "six months" in page
    assert "<ins>" in page
    assert "Safety: read it closely" in page
    assert "Does it hurt?" not in page


def test_it_names_who_wrote_it(client, reviewer):
    editor = make_user("editor", first_name="Rosa", last_name="Writer")
    topic = make_topic(by=editor)

    assert "Rosa Writer" in client.get(address(topic, "review")).content.decode()


def test_it_lists_what_is_missing_with_the_page_to_add_it(client, reviewer):
    topic = make_topic(care_cards=[])

    page = client.get(address(topic, "review")).content.decode()

    assert "Add an emergency get-help card." in page
    assert f'href="{address(topic, "visit")}"' in page


def test_it_warns_of_sources_that_nobody_verified(client, reviewer):
    topic = make_topic()
    Source.objects.update(verification_note="Compare table 2.")

    page = client.get(address(topic, "review")).content.decode()

    assert "Sources not verified yet" in page
    assert "Compare table 2." in page


def test_a_verified_source_needs_no_warning(client, reviewer):
    topic = make_topic()
    Source.objects.update(verified_on=timezone.localdate())

    assert "Sources not verified yet" not in client.get(address(topic, "review")).content.decode()


def test_it_proposes_a_day_for_the_next_check(client, reviewer):
    topic = make_topic()

    form = client.get(address(topic, "review")).context["approve"]

    proposed = form["review_due"].value()
    assert timedelta(days=300) < proposed - timezone.localdate() < timedelta(days=400)


# -- Approving -------------------------------------------------------------------------------


def test_a_reviewer_approves_exactly_what_was_on_the_screen(client, reviewer):
    topic = make_topic(by=make_user("editor"))

    response = decide(client, topic, "approve", **approval(topic))

    edition = latest(topic)
    assert response["Location"] == address(topic, "review")
    assert (edition.approved_by, edition.statement) == (reviewer, STATEMENT)
    assert edition.publish_from is None


def test_a_text_that_changed_meanwhile_is_not_approved_and_the_statement_stays(client, reviewer):
    topic = make_topic()
    values = approval(topic)
    first = latest(topic)
    change_topic(topic, title="Changed")

    response = decide(client, topic, "approve", first, **values)

    page = response.content.decode()
    assert "The text has changed since you opened it." in page
    assert STATEMENT in page
    assert not Edition.objects.filter(approved_at__isnull=False).exists()


def test_a_text_changed_behind_the_desk_is_not_approved(client, reviewer):
    topic = make_topic()
    topic.faqs.update(answer="Not at all.")

    response = decide(client, topic, "approve", **approval(topic))

    assert "The text has changed" in response.content.decode()
    assert "in another way than by saving it here" in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"statement": " "}, "This field is required"),
        ({"review_due": "2020-01-01"}, "must be after today"),
        ({"review_due": "2999-01-01"}, "not after"),
        ({"review_due": "soon"}, "Enter a valid date"),
        ({"digest": "0" * 64}, "The text has changed"),
        ({"statement": "a\x00b"}, "Null characters"),
    ],
)
def test_a_faulty_approval_is_refused_with_its_reason(client, reviewer, changes, reason):
    topic = make_topic()

    response = decide(client, topic, "approve", **approval(topic, **changes))

    assert response.status_code == 200
    assert reason in response.content.decode()
    assert latest(topic).approved_at is None


def test_a_reviewer_without_registration_is_told_why(client):
    user = make_user("reviewer", registration="")
    client.force_login(user)
    topic = make_topic()

    page = client.get(address(topic, "review")).content.decode()
    response = decide(client, topic, "approve", **approval(topic))

    assert "no job title or registration number" in page
    assert "Approve exactly this text" not in page
    assert latest(topic).approved_at is None
    assert response.status_code == 200


def test_approving_a_sample_makes_a_version_that_somebody_checked(client, reviewer, settings):
    settings.CLINIC_MODE = "demo"
    topic = make_topic()
    sample = editions.publish_sample(topic=topic)

    decide(client, topic, "approve", **approval(topic))

    assert latest(topic).number == sample.number + 1
    assert latest(topic).approved_by == reviewer


# -- Nobody approves their own text ----------------------------------------------------------


@pytest.fixture(params=["reviewer", "superuser"])
def writer(client, request):
    """Somebody who may both write and approve."""
    user = make_user(request.param, job_title="Doctor", registration="GMC 1")
    user.user_permissions.set(make_user("editor").groups.get().permissions.all())
    client.force_login(user)
    return user


def test_a_withdrawn_text_comes_back_when_it_is_approved_anew(client, reviewer):
    topic = make_live_topic()
    decide(client, topic, "withdraw", reason="A worry.", sure="on")
    withdrawn = latest(topic)

    decide(client, topic, "approve", **approval(topic))
    decide(client, topic, "publish", when="now")

    public = Edition.objects.live().get(topic=topic)
    assert (public.number, public.digest) == (withdrawn.number + 1, withdrawn.digest)
    assert latest(topic) == public
    withdrawn.refresh_from_db()
    assert withdrawn.withdrawn_reason == "A worry."


def test_the_screen_offers_to_approve_a_withdrawn_text_anew(client, reviewer):
    topic = make_live_topic()
    assert "Approve exactly this text" not in client.get(address(topic, "review")).content.decode()

    decide(client, topic, "withdraw", reason="A worry.", sure="on")

    assert "Approve exactly this text" in client.get(address(topic, "review")).content.decode()


def test_who_wrote_it_finds_no_button(client, writer):
    topic = make_topic(by=writer)

    page = client.get(address(topic, "review")).content.decode()

    assert "You wrote part of this text." in page
    assert "Approve exactly this text" not in page


def test_who_wrote_it_cannot_approve_it(client, writer):
    topic = make_topic(by=writer)

    response = decide(client, topic, "approve", **approval(topic))

    assert "You wrote part of this text." in response.content.decode()
    assert latest(topic).approved_at is None


def test_who_wrote_an_earlier_unapproved_version_cannot_approve_a_later_one(client, writer):
    topic = make_topic(by=make_user("editor"))
    save(client, topic, "basics", title="By the writer")
    change_topic(topic, by=make_user("editor"), summary="By somebody else.")

    response = decide(client, topic, "approve", **approval(topic))

    assert "You wrote part of this text." in response.content.decode()
    assert latest(topic).approved_at is None


def test_who_wrote_a_text_that_another_approved_may_approve_the_next(client, writer):
    topic = make_topic(by=writer)
    approve(topic)
    change_topic(topic, by=make_user("editor"), summary="By somebody else.")

    decide(client, topic, "approve", **approval(topic))

    assert latest(topic).approved_by == writer


def test_in_a_clinic_with_one_clinician_the_version_says_so(client, writer):
    make_clinic(single_clinician=True)
    topic = make_topic(by=writer)

    decide(client, topic, "approve", **approval(topic))
    page = client.get(address(topic, "review")).content.decode()

    assert latest(topic).self_approved
    assert "Written and checked by the same person." in page


ACTIONS = ["approve", "publish", "cancel", "withdraw", "recheck"]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", [None, "editor", "clinician", "desk", "manager"])
def test_only_reviewers_decide(client, role, action):
    topic = make_topic()
    if role:
        client.force_login(make_user(role))

    response = decide(client, topic, action, **approval(topic), when="now", sure="on", reason="x")

    assert response.status_code == (403 if role else 302)
    edition = latest(topic)
    assert (edition.approved_at, edition.publish_from, edition.withdrawn_at) == (None, None, None)


@pytest.mark.parametrize("action", [*ACTIONS, "restore"])
def test_looking_at_a_decision_decides_nothing(client, action):
    client.force_login(make_user("superuser"))
    topic = make_topic()

    assert client.get(address(topic, action, 1)).status_code == 405


def test_an_editor_reads_the_review_and_finds_no_decision(client):
    client.force_login(make_user("editor"))
    topic = make_topic()

    page = client.get(address(topic, "review")).content.decode()

    assert "A clinical reviewer approves and publishes." in page
    assert "Approve exactly this text" not in page


# -- Publishing ------------------------------------------------------------------------------


def test_an_approved_version_is_published_at_once(client, reviewer):
    topic = make_topic()
    approve(topic)

    response = decide(client, topic, "publish", when="now", note="The first page.")

    assert "is public now" in said(client, response)
    assert topic.editions.live().get().publish_note == "The first page."


def test_a_time_is_meant_in_the_clinic_s_zone(client, reviewer, settings):
    settings.TIME_ZONE = "Europe/London"
    topic = make_topic()
    approve(topic)
    year = timezone.localdate().year + 1

    decide(client, topic, "publish", when="at", at=f"{year}-07-01T09:00")

    assert latest(topic).publish_from.isoformat() == f"{year}-07-01T08:00:00+00:00"
    assert not topic.editions.live().exists()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"when": "at", "at": "2020-01-01T09:00"}, "has passed already"),
        ({"when": "at"}, "Say the day and the time."),
        ({"when": "at", "at": "tomorrow"}, "Enter a valid date/time"),
        ({"when": ""}, "This field is required"),
    ],
)
def test_a_faulty_time_is_refused(client, reviewer, values, reason):
    topic = make_topic()
    approve(topic)

    response = decide(client, topic, "publish", **values)

    assert reason in response.content.decode()
    assert latest(topic).publish_from is None


def test_what_nobody_approved_cannot_be_published(client, reviewer):
    topic = make_topic()

    response = decide(client, topic, "publish", when="now")

    assert "Only an approved version can be published." in response.content.decode()
    assert latest(topic).publish_from is None


def test_a_scheduled_version_can_be_cancelled(client, reviewer):
    topic = make_live_topic()
    change_topic(topic, title="Next")
    approve(topic)
    decide(client, topic, "publish", when="at", at=in_an_hour())

    response = decide(client, topic, "cancel")

    assert "will not become public" in said(client, response)
    assert latest(topic).publish_from is None
    assert topic.editions.live().get().number == 1


def test_a_public_version_is_not_cancelled_but_withdrawn(client, reviewer):
    topic = make_live_topic()

    response = decide(client, topic, "cancel")

    assert "withdraw it" in response.content.decode()
    assert topic.editions.live().exists()


# -- The gate --------------------------------------------------------------------------------


def without(part: str) -> dict:
    """Values of a page that lacks one part."""
    values = page_values()
    if part in values:
        return {part: []}
    if part in {"emergency", "urgent"}:
        return {"care_cards": [row for row in values["care_cards"] if row["level"] != part]}
    if part == "serious":
        return {"side_effects": values["side_effects"][1:]}
    return {"sections": [row for row in values["sections"] if row["kind"] != part]}


LACKING = {
    "what_it_is": "Say what it is.",
    "contraindications": "Say who should not have it.",
    "cannot_do": "Say what it cannot do.",
    "side_effects": "Name the risks.",
    "serious": "Name the serious risks.",
    "urgent": "Add an urgent get-help card.",
    "emergency": "Add an emergency get-help card.",
    "alternatives": "Name other options.",
    "no_treatment": "Say what happens when nothing is done.",
    "practitioner": "Say who does it.",
    "product_status": "Say whether the product is licensed.",
    "aftercare": "Say what to do and not to do afterwards.",
}
INJECTABLE_ONLY = {"serious", "emergency", "product_status", "aftercare"}


@pytest.mark.parametrize("part", LACKING)
def test_an_injectable_treatment_that_lacks_a_part_is_not_published(client, reviewer, part):
    topic = make_topic(**without(part))
    approve(topic)

    response = decide(client, topic, "publish", when="now")

    refusal = response.context["publish"].non_field_errors()[0]
    assert LACKING[part] in refusal
    assert latest(topic).publish_from is None


@pytest.mark.parametrize("part", LACKING)
def test_another_treatment_lacks_less(client, reviewer, part):
    topic = make_topic(profile="other", **without(part))
    approve(topic)

    decide(client, topic, "publish", when="now")

    assert (latest(topic).publish_from is not None) == (part in INJECTABLE_ONLY)


def test_a_claim_without_a_source_is_not_published(client, reviewer):
    claims = page_values()["claims"]
    claims[0]["sources"] = []
    topic = make_topic(claims=claims)
    approve(topic)

    response = decide(client, topic, "publish", when="now")

    assert "Give a source for" in response.context["publish"].non_field_errors()[0]


def test_a_page_without_any_source_is_not_published(client, reviewer):
    values = page_values()
    rows = {
        name: [{**row, "sources": []} for row in values[name]]
        for name in ("contraindications", "side_effects")
    }
    topic = make_topic(claims=[], sources=[], **rows)
    approve(topic)

    response = decide(client, topic, "publish", when="now")

    assert "Name at least one source." in response.context["publish"].non_field_errors()[0]


def test_a_guide_needs_a_chapter(client, reviewer):
    topic = make_topic(kind="guide", sections=[])
    approve(topic)

    response = decide(client, topic, "publish", when="now")

    assert "Write at least one chapter." in response.content.decode()


def test_every_rule_of_the_gate_was_tried():
    tried = len(LACKING) + 1  # and the one about sources

    assert tried == len(gate.INJECTABLE)


# -- After publication -----------------------------------------------------------------------


def test_withdrawing_takes_the_page_off_with_a_reason(client, reviewer):
    topic = make_live_topic()

    response = decide(client, topic, "withdraw", reason="A new warning.", sure="on")

    edition = latest(topic)
    assert "is withdrawn" in said(client, response)
    assert (edition.withdrawn_by, edition.withdrawn_reason) == (reviewer, "A new warning.")
    assert not topic.editions.live().exists()


@pytest.mark.parametrize("values", [{"reason": "A new warning."}, {"sure": "on"}])
def test_withdrawing_wants_a_reason_and_a_yes(client, reviewer, values):
    topic = make_live_topic()

    response = decide(client, topic, "withdraw", **values)

    assert "This field is required." in response.content.decode()
    assert values.get("reason", "") in response.content.decode()
    assert topic.editions.live().exists()


def test_checked_again_renews_without_a_new_version(client, reviewer):
    topic = make_live_topic()
    due = timezone.localdate() + timedelta(days=100)

    decide(client, topic, "recheck", review_due=str(due), note="No new studies.")

    recheck = Recheck.objects.get()
    assert (recheck.checked_by, recheck.review_due) == (reviewer, due)
    assert topic.editions.count() == 1


def test_every_decision_is_in_the_history_of_the_topic(client, reviewer):
    topic = make_topic()

    decide(client, topic, "approve", **approval(topic))
    decide(client, topic, "publish", when="now")
    decide(client, topic, "withdraw", reason="A new warning.", sure="on")

    said = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert [words.split(":")[0].split(" ")[0] for words in said] == [
        "Approved",
        "Version",
        "Version",
    ]
    assert not any("new warning" in words for words in said)


def test_a_version_that_is_not_there_is_not_found(client, reviewer):
    topic = make_topic()

    assert client.post(address(topic, "publish", 99), {"when": "now"}).status_code == 404


# -- Saved versions --------------------------------------------------------------------------


def test_the_list_names_every_version_with_what_happened_to_it(client, reviewer):
    topic = make_live_topic()
    change_topic(topic, by=make_user("editor", first_name="Rosa", last_name="W"), title="Next")

    page = client.get(address(topic, "versions")).content.decode()

    assert "Version 1" in page
    assert "Version 2" in page
    assert "by Rosa W" in page
    assert "Public from" in page


def test_a_version_shows_what_changed_in_it_and_all_of_its_text(client, reviewer):
    topic = make_topic()
    change_topic(topic, summary="Another summary.")

    page = client.get(address(topic, "version", 2)).content.decode()

    assert "What changed in it" in page
    assert "Another summary." in page
    assert "Does it hurt?" in page


def test_an_editor_brings_an_old_text_back_as_a_draft(client):
    editor = make_user("editor")
    client.force_login(editor)
    topic = make_live_topic()
    change_topic(topic, title="A mistake")

    response = client.post(address(topic, "restore", 1), {"sure": "on"})

    draft = latest(topic)
    assert "is the draft now" in said(client, response)
    assert (draft.number, draft.page["title"], draft.saved_by) == (3, "Mesotherapy", editor)
    assert draft.approved_at is None


def test_bringing_back_says_which_shared_names_changed_since(client):
    client.force_login(make_user("editor"))
    topic = make_live_topic()
    change_topic(topic, title="A mistake")
    Source.objects.update(title="Renamed since")

    response = client.post(address(topic, "restore", 1), {"sure": "on"})

    assert "Renamed since" in said(client, response)


def test_bringing_back_wants_a_yes(client):
    client.force_login(make_user("editor"))
    topic = make_live_topic()
    change_topic(topic, title="A mistake")

    response = client.post(address(topic, "restore", 1))

    assert response.status_code == 200
    assert Topic.objects.get().title == "A mistake"


def test_a_reviewer_cannot_write_an_old_text_back(client, reviewer):
    topic = make_live_topic()
    change_topic(topic, title="A mistake")

    assert client.post(address(topic, "restore", 1), {"sure": "on"}).status_code == 403
    assert Topic.objects.get().title == "A mistake"
