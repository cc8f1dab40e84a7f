"""Making a text public, now or later; taking that back; taking it off the site."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from education import editions, gate
from education.models import Edition, Entry, Offer
from education.models.edition_constraints import OPEN_END
from education.rules import Refused
from tests.factories import (
    approve,
    change_topic,
    make_live_topic,
    make_page,
    make_topic,
    make_user,
    page_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(clock):
    return make_user("reviewer")


@pytest.fixture
def three(clock, reviewer):
    """A topic with three approved editions, none of them public; its editions in order."""
    topic = make_topic(slug="peel", title="Title 1")
    approve(topic, by=reviewer)
    for number in (2, 3):
        change_topic(topic, title=f"Title {number}")
        approve(topic, by=reviewer)
    clock.forward(minutes=1)
    return list(topic.editions.order_by("number"))


def refusal(verb, **how):
    with pytest.raises(Refused) as caught:
        verb(**how)
    return str(caught.value)


# -- Publishing ------------------------------------------------------------------------------


def test_publishing_makes_it_public_at_once(clock, three, reviewer):
    editions.publish(edition=three[0], by=reviewer, note=" First version. ")

    live = Edition.objects.live().get()
    assert (live.number, live.publish_from, live.superseded_from) == (1, clock.now, OPEN_END)
    assert live.publish_note == "First version."


def test_scheduling_makes_it_public_at_that_moment(clock, three, reviewer):
    at = clock.now + timedelta(hours=2)
    editions.publish(edition=three[0], by=reviewer, at=at)

    assert not Edition.objects.live(at - timedelta(microseconds=1)).exists()
    assert Edition.objects.live(at).get() == three[0]


def test_the_next_one_begins_in_the_moment_in_which_the_last_one_ends(clock, three, reviewer):
    editions.publish(edition=three[0], by=reviewer)
    at = clock.now + timedelta(hours=2)
    editions.publish(edition=three[1], by=reviewer, at=at)

    assert Edition.objects.live(at - timedelta(microseconds=1)).get() == three[0]
    assert Edition.objects.live(at).get() == three[1]


def test_without_approval_nothing_is_published(reviewer):
    topic = make_topic()

    assert "Only an approved version" in refusal(
        editions.publish, edition=topic.editions.get(), by=reviewer
    )


@pytest.mark.parametrize("role", [None, "editor", "clinician", "desk", "manager"])
@pytest.mark.parametrize("verb", ["publish", "cancel", "withdraw"])
def test_only_a_reviewer_decides(clock, role, verb):
    edition = make_live_topic().editions.get()
    more = {"reason": "Wrong."} if verb == "withdraw" else {}
    person = make_user(role, job_title="Doctor", registration="GMC 1")

    assert "Only a clinical reviewer" in refusal(
        getattr(editions, verb), edition=edition, by=person, **more
    )


@pytest.mark.parametrize("ago", [timedelta(0), timedelta(seconds=1), timedelta(days=400)])
def test_nothing_is_published_in_the_past(clock, three, reviewer, ago):
    assert "has passed already" in refusal(
        editions.publish, edition=three[0], by=reviewer, at=clock.now - ago
    )


@pytest.mark.parametrize(
    "at", [datetime(9999, 12, 31, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)]
)
def test_nothing_is_scheduled_for_a_day_after_its_next_check(three, reviewer, at):
    assert "has to be checked again by" in refusal(
        editions.publish, edition=three[0], by=reviewer, at=at
    )


def test_on_the_day_of_its_next_check_it_still_may_become_public(three, reviewer):
    at = timezone.make_aware(datetime.combine(three[0].review_due, datetime.max.time()))

    assert editions.publish(edition=three[0], by=reviewer, at=at).publish_from == at


@pytest.mark.parametrize("at", [None, timedelta(hours=2)])
def test_what_is_published_is_not_published_again(clock, three, reviewer, at):
    editions.publish(edition=three[0], by=reviewer, at=at and clock.now + at)

    assert "published or scheduled already" in refusal(
        editions.publish, edition=three[0], by=reviewer
    )


def test_an_old_object_in_memory_publishes_nothing_twice(three, reviewer):
    stale = Edition.objects.get(pk=three[0].pk)
    editions.publish(edition=three[0], by=reviewer)
    editions.withdraw(edition=three[0], by=reviewer, reason="Wrong.")

    assert "published or scheduled already" in refusal(editions.publish, edition=stale, by=reviewer)


# -- Order -----------------------------------------------------------------------------------


def test_older_text_does_not_follow_newer_text(clock, three, reviewer):
    editions.publish(edition=three[2], by=reviewer)
    clock.forward(minutes=1)

    assert "Version 3 is newer and public before that" in refusal(
        editions.publish, edition=three[1], by=reviewer
    )


def test_withdrawing_the_newer_text_does_not_open_the_door_to_the_older(clock, three, reviewer):
    editions.publish(edition=three[2], by=reviewer)
    clock.forward(minutes=1)
    editions.withdraw(edition=three[2], by=reviewer, reason="Wrong.")
    clock.forward(minutes=1)

    assert "Version 3 is newer" in refusal(editions.publish, edition=three[1], by=reviewer)
    assert not Edition.objects.live().exists()


def test_newer_text_waits_for_a_cancellation_of_older_text_that_is_scheduled(
    clock, three, reviewer
):
    editions.publish(edition=three[0], by=reviewer, at=clock.now + timedelta(hours=2))

    assert "Version 1 is older and scheduled for later" in refusal(
        editions.publish, edition=three[1], by=reviewer
    )


def test_two_versions_do_not_begin_in_one_moment(clock, three, reviewer):
    at = clock.now + timedelta(hours=2)
    editions.publish(edition=three[0], by=reviewer, at=at)

    assert "at the same moment" in refusal(editions.publish, edition=three[1], by=reviewer, at=at)


def test_publishing_now_while_a_newer_one_is_scheduled(clock, three, reviewer):
    at = clock.now + timedelta(hours=2)
    editions.publish(edition=three[2], by=reviewer, at=at)
    editions.publish(edition=three[0], by=reviewer)

    assert Edition.objects.live().get() == three[0]
    assert Edition.objects.live(at).get() == three[2]


def test_a_refusal_changes_nothing(clock, three, reviewer):
    editions.publish(edition=three[2], by=reviewer)
    clock.forward(minutes=1)
    before = list(Edition.objects.values())

    refusal(editions.publish, edition=three[1], by=reviewer)

    assert list(Edition.objects.values()) == before


# -- Cancel ----------------------------------------------------------------------------------


def test_cancelling_keeps_the_version_before_public_for_ever(clock, three, reviewer):
    editions.publish(edition=three[0], by=reviewer)
    at = clock.now + timedelta(hours=2)
    editions.publish(edition=three[1], by=reviewer, at=at)

    cancelled = editions.cancel(edition=three[1], by=reviewer)

    assert (cancelled.publish_from, cancelled.superseded_from) == (None, None)
    assert Edition.objects.live(at + timedelta(days=900)).get() == three[0]


def test_cancelling_the_middle_one_of_three(clock, three, reviewer):
    editions.publish(edition=three[0], by=reviewer)
    hour = timedelta(hours=1)
    editions.publish(edition=three[1], by=reviewer, at=clock.now + hour)
    editions.publish(edition=three[2], by=reviewer, at=clock.now + 2 * hour)

    editions.cancel(edition=three[1], by=reviewer)

    assert Edition.objects.live(clock.now + 1.5 * hour).get() == three[0]
    assert Edition.objects.live(clock.now + 2 * hour).get() == three[2]


def test_what_was_cancelled_is_on_no_list_and_may_be_published_again(clock, three, reviewer):
    at = clock.now + timedelta(hours=2)
    editions.publish(edition=three[0], by=reviewer, at=at, note="Soon.")
    editions.cancel(edition=three[0], by=reviewer)

    assert not Entry.objects.exists()
    again = editions.publish(edition=three[0], by=reviewer, at=at)
    assert again.publish_note == ""
    assert Entry.objects.live(at).filter(kind="page").count() == 1


@pytest.mark.parametrize("state", ["never", "public", "come"])
def test_only_what_is_still_ahead_is_cancelled(clock, three, reviewer, state):
    if state == "public":
        editions.publish(edition=three[0], by=reviewer)
    if state == "come":
        editions.publish(edition=three[0], by=reviewer, at=clock.now + timedelta(hours=2))
        clock.forward(hours=2)

    assert "its time has come" in refusal(editions.cancel, edition=three[0], by=reviewer)


# -- Withdraw --------------------------------------------------------------------------------


def test_a_withdrawn_page_is_gone_and_no_older_one_comes_back(client, clock, three, reviewer):
    editions.publish(edition=three[0], by=reviewer)
    clock.forward(hours=1)
    editions.publish(edition=three[1], by=reviewer)
    clock.forward(hours=1)

    withdrawn = editions.withdraw(edition=three[1], by=reviewer, reason=" It\tnamed a product. ")

    withdrawn.refresh_from_db()
    assert withdrawn.withdrawn_reason == "It named a product."
    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_at) == (reviewer, clock.now)
    assert not Edition.objects.live().exists()
    assert Edition.objects.shown().get() == three[1]
    response = client.get("/treatments/peel/")
    assert response.status_code == 410
    assert b"It named a product." in response.content
    assert b"Title 1" not in response.content


def test_a_text_that_was_superseded_can_be_withdrawn_and_the_page_stays(clock, three, reviewer):
    editions.publish(edition=three[0], by=reviewer)
    clock.forward(hours=1)
    editions.publish(edition=three[1], by=reviewer)

    editions.withdraw(edition=three[0], by=reviewer, reason="A wrong number.")

    assert Edition.objects.live().get() == three[1]


def test_after_a_withdrawal_a_newer_text_is_public_again(clock, three, reviewer):
    editions.publish(edition=three[0], by=reviewer)
    clock.forward(hours=1)
    editions.withdraw(edition=three[0], by=reviewer, reason="Wrong.")

    editions.publish(edition=three[1], by=reviewer, at=clock.now + timedelta(hours=1))

    assert not Edition.objects.live().exists()
    clock.forward(hours=1)
    assert Edition.objects.live().get() == three[1]


@pytest.mark.parametrize("state", ["never", "ahead"])
def test_what_was_never_public_is_not_withdrawn(clock, three, reviewer, state):
    if state == "ahead":
        editions.publish(edition=three[0], by=reviewer, at=clock.now + timedelta(hours=2))

    assert "never public" in refusal(
        editions.withdraw, edition=three[0], by=reviewer, reason="Wrong."
    )


def test_a_text_is_withdrawn_once(three, reviewer):
    editions.publish(edition=three[0], by=reviewer)
    editions.withdraw(edition=three[0], by=reviewer, reason="Wrong.")

    assert "withdrawn already" in refusal(
        editions.withdraw, edition=three[0], by=reviewer, reason="Again."
    )


@pytest.mark.parametrize("reason", ["", " \n", "\u200b"])
def test_a_withdrawal_has_a_reason_that_can_be_read(three, reviewer, reason):
    editions.publish(edition=three[0], by=reviewer)

    assert "Give the reason" in refusal(
        editions.withdraw, edition=three[0], by=reviewer, reason=reason
    )


@pytest.mark.parametrize("note", ["x" * 301, "two\nlines", "NUL\x00"])
def test_a_note_that_cannot_be_stored_is_refused(three, reviewer, note):
    assert refusal(editions.publish, edition=three[0], by=reviewer, note=note)
    assert not Edition.objects.live().exists()


# -- Hidden ----------------------------------------------------------------------------------


def test_what_the_clinic_hides_is_not_found_and_comes_back(client):
    topic = make_live_topic(slug="peel")
    offer = Offer.objects.create(topic=topic, status=Offer.Status.HIDDEN)

    assert client.get("/treatments/peel/").status_code == 404
    assert not Entry.objects.live().exists()

    offer.status = Offer.Status.INFORMATION
    offer.save()
    assert client.get("/treatments/peel/").status_code == 200


@pytest.mark.parametrize("status", [None, Offer.Status.OFFERED, Offer.Status.INFORMATION])
def test_every_other_offer_is_public(status):
    topic = make_live_topic()
    if status:
        Offer.objects.create(topic=topic, status=status)

    assert Edition.objects.live().count() == 1


# -- Rows for lists --------------------------------------------------------------------------


def test_each_entry_of_a_page_has_its_row():
    make_live_topic()

    kinds = sorted(set(Entry.objects.live().values_list("kind", flat=True)))
    assert kinds == sorted(Entry.Kind.values)
    assert Entry.objects.live().filter(about="pregnancy").get().title == "Are you pregnant?"


def test_rows_of_superseded_versions_are_dropped_by_the_next_publication(clock, three, reviewer):
    editions.publish(edition=three[0], by=reviewer)
    clock.forward(hours=1)
    editions.publish(edition=three[1], by=reviewer)

    assert set(Entry.objects.values_list("edition__number", flat=True)) == {2}


def test_rows_of_a_scheduled_version_wait(clock, three, reviewer):
    editions.publish(edition=three[0], by=reviewer)
    at = clock.now + timedelta(hours=1)
    editions.publish(edition=three[1], by=reviewer, at=at)

    assert set(Entry.objects.live().values_list("edition__number", flat=True)) == {1}
    assert set(Entry.objects.live(at).values_list("edition__number", flat=True)) == {2}


def test_no_kind_of_row_makes_the_anchor_of_another():
    starts = [f"{kind.replace('_', '-')}-" for kind in Entry.Kind.values]

    assert not [
        (one, other) for one in starts for other in starts if one != other and one.startswith(other)
    ]


# -- What must be there ----------------------------------------------------------------------


def without(name, *, value=None):
    """A page that lacks one thing."""
    values = page_values()
    sections = values["sections"]
    if name in {section["kind"] for section in sections}:
        return make_page(sections=[s for s in sections if s["kind"] != name])
    return make_page(**{name: value or []})


@pytest.mark.parametrize(
    ("lacking", "message"),
    [
        ("what_it_is", "Say what it is."),
        ("cannot_do", "Say what it cannot do."),
        ("practitioner", "Say who does it."),
        ("alternatives", "Name other options."),
        ("no_treatment", "Say what happens when nothing is done."),
        ("product_status", "Say whether the product is licensed."),
        ("contraindications", "Say who should not have it."),
        ("side_effects", "Name the risks."),
        ("care_cards", "Add an urgent get-help card."),
        ("aftercare", "Say what to do and not to do afterwards."),
    ],
)
def test_an_injection_without_it_stays_unpublished(reviewer, lacking, message):
    page = without(lacking)
    topic = make_topic(**page.model_dump())

    assert message in refusal(editions.publish, edition=approve(topic), by=reviewer)
    assert message in [str(item.message) for item in gate.missing(page, "injectable")]


def test_an_injection_without_sources_stays_unpublished(reviewer):
    values = page_values()
    parts = ["claims", "contraindications", "side_effects"]
    bare = {name: [{**part, "sources": []} for part in values[name]] for name in parts}
    topic = make_topic(**bare, sources=[])

    message = refusal(editions.publish, edition=approve(topic), by=reviewer)

    assert "Name at least one source." in message
    assert "Give a source for “Brighter skin”." in message


def test_a_claim_that_no_studies_were_found_needs_no_source():
    claim = {**page_values()["claims"][0], "grade": "none", "sources": []}

    assert gate.missing(make_page(claims=[claim]), "injectable") == []


def test_mild_risks_alone_are_not_the_risks_of_an_injection():
    page = make_page(side_effects=[page_values()["side_effects"][1]])

    assert [str(i.message) for i in gate.missing(page, "injectable")] == ["Name the serious risks."]
    assert gate.missing(page, "other") == []


def test_a_guide_needs_a_chapter():
    assert gate.missing(make_page(kind="guide"), "guide") == []
    assert [i.panel for i in gate.missing(make_page(kind="guide", sections=[]), "guide")] == [
        "sections"
    ]


def test_a_complete_page_lacks_nothing():
    assert gate.missing(make_page(), "injectable") == []
