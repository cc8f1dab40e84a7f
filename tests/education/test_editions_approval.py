"""Who may approve what, and until when. Approval is bound to the exact text."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from education import editions
from education.models import Recheck
from education.rules import Refused
from tests.education.clock import Clock
from tests.factories import approve as approve_topic
from tests.factories import (
    change_topic,
    make_clinic,
    make_live_topic,
    make_topic,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


def due(days=300):
    return timezone.localdate() + timedelta(days=days)


def approve(topic, **changes):
    """Approve the draft; ``changes`` say what is different about it."""
    edition = editions.latest_edition(topic)
    values = {
        "edition": edition,
        "by": changes.get("by") or make_user("reviewer"),
        "digest": edition.digest,
        "statement": "I read it.",
        "review_due": due(),
    }
    return editions.approve(**{**values, **changes})


def refusal(topic, **changes):
    with pytest.raises(Refused) as caught:
        approve(topic, **changes)
    assert not topic.editions.filter(approved_at__isnull=False).exists()
    return str(caught.value)


# -- What is written -------------------------------------------------------------------------


def test_approval_writes_who_as_what_when_and_until(clock):
    reviewer = make_user("reviewer", first_name="Noor", last_name="Haddad")
    topic = make_topic()

    edition = approve(topic, by=reviewer, statement=" I read it.\r\nAll of it. ")

    edition.refresh_from_db()
    assert edition.approved_by == reviewer
    assert edition.approved_by_name == "Noor Haddad"
    assert edition.approved_by_role == "Doctor"
    assert edition.approved_by_registration == reviewer.registration
    assert edition.approved_at == clock.now
    assert edition.statement == "I read it.\nAll of it."
    assert edition.review_due == due()
    assert edition.self_approved is False


def test_what_was_written_stays_when_the_person_changes():
    reviewer = make_user("reviewer", first_name="Noor", last_name="Haddad")
    edition = approve(make_topic(), by=reviewer)
    reviewer.first_name, reviewer.job_title, reviewer.is_active = "N.", "Nobody", False
    reviewer.save()

    edition.refresh_from_db()

    assert (edition.approved_by_name, edition.approved_by_role) == ("Noor Haddad", "Doctor")


def test_approving_publishes_nothing():
    topic = make_topic()
    approve(topic)

    assert not topic.editions.live().exists()


def test_the_longest_name_that_an_account_can_have_is_written_whole():
    reviewer = make_user("reviewer", first_name="N" * 150, last_name="H" * 150)

    edition = publish(make_topic(by=reviewer), by=make_user("reviewer"))
    edition = editions.withdraw(edition=edition, by=reviewer, reason="Wrong.")

    edition.refresh_from_db()
    assert len(edition.saved_by_name) == len(edition.withdrawn_by_name) == 301


# -- Bound to the text -----------------------------------------------------------------------


def test_another_digest_is_refused():
    assert "has changed since you opened it" in refusal(make_topic(), digest="0" * 64)


def test_a_text_that_is_not_the_latest_is_refused():
    topic = make_topic()
    first = topic.editions.get()
    change_topic(topic, title="Two")

    assert "has changed since" in refusal(topic, edition=first, digest=first.digest)


def test_a_draft_that_was_changed_and_not_recorded_is_refused():
    topic = make_topic()
    topic.faqs.update(question="Does it sting?")

    assert "has changed since" in refusal(topic)


def test_a_text_is_approved_once():
    topic = make_topic()
    approve(topic)

    with pytest.raises(Refused, match="approved already"):
        approve(topic)


def test_approval_falls_with_the_next_change():
    topic = make_topic()
    approve(topic)

    assert change_topic(topic, title="Two").approved_at is None


@pytest.mark.parametrize(
    ("statement", "message"),
    [("", "empty"), (" \n ", "empty"), ("\u200b", "empty"), ("I read\x00 it.", "U.0000")],
)
def test_the_statement_says_something(statement, message):
    assert message in refusal(make_topic(), statement=statement).replace("U+", "U.")


# -- Who -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [None, "editor", "clinician", "desk", "manager"])
def test_only_a_reviewer_approves(role):
    person = make_user(role, job_title="Doctor", registration="GMC 1")

    assert "Only a clinical reviewer" in refusal(make_topic(), by=person)


@pytest.mark.parametrize("role", ["reviewer", "superuser"])
def test_who_left_approves_nothing(role):
    person = make_user(role, job_title="Doctor", registration="GMC 1", is_active=False)

    assert "Only a clinical reviewer" in refusal(make_topic(), by=person)


@pytest.mark.parametrize("missing", ["job_title", "registration"])
@pytest.mark.parametrize("role", ["reviewer", "superuser"])
def test_who_approves_has_a_title_and_a_registration(role, missing):
    values = {"job_title": "Doctor", "registration": "GMC 1", missing: " "}

    assert "no job title or registration" in refusal(make_topic(), by=make_user(role, **values))


@pytest.mark.parametrize("role", ["reviewer", "superuser"])
def test_nobody_approves_their_own_text(role):
    person = make_user(role, job_title="Doctor", registration="GMC 1")

    assert "Somebody else has to approve it" in refusal(make_topic(by=person), by=person)


def test_nobody_approves_a_text_that_stands_on_an_unapproved_text_of_theirs():
    person = make_user("reviewer")
    topic = make_topic(by=person)
    change_topic(topic, by=make_user("editor"), title="Two")

    assert "Somebody else has to approve it" in refusal(topic, by=person)


def test_what_somebody_else_approved_meanwhile_is_no_obstacle():
    person = make_user("reviewer")
    topic = make_topic(by=person)
    approve(topic)
    change_topic(topic, by=make_user("editor"), title="Two")

    assert approve(topic, by=person).approved_by == person


def test_nobody_approves_their_own_text_after_somebody_else_restored_it():
    person, editor = make_user("reviewer"), make_user("editor")
    topic = make_topic(by=person, title="Mine")
    change_topic(topic, by=editor, title="Another")
    approve(topic)
    editions.restore(edition=topic.editions.get(number=1), by=editor)

    with pytest.raises(Refused, match="Somebody else has to approve it"):
        approve(topic, by=person)


def test_a_shared_text_makes_an_author_of_each_page_that_shows_it():
    person = make_user("reviewer")
    topic = make_topic()
    approve(topic)
    topic.contraindications.first().condition.__class__.objects.update(name="Another name")
    editions.record_all(topics=[topic], by=person)

    with pytest.raises(Refused, match="Somebody else has to approve it"):
        approve(topic, by=person)


def test_a_clinic_with_one_clinician_may_allow_it_and_says_so():
    make_clinic(single_clinician=True)
    person = make_user("reviewer")

    assert approve(make_topic(by=person), by=person).self_approved is True


def test_a_clinic_with_one_clinician_says_so_only_of_their_own_text():
    make_clinic(single_clinician=True)

    assert approve(make_topic(by=make_user("editor"))).self_approved is False


# -- Until when ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "today", "last"),
    [
        ("injectable", date(2026, 3, 2), date(2027, 4, 1)),
        ("other", date(2026, 3, 2), date(2029, 4, 1)),
        ("injectable", date(2028, 2, 29), date(2029, 3, 30)),
    ],
)
def test_the_next_check_has_a_first_and_a_last_day(profile, today, last):
    noon = timezone.make_aware(timezone.datetime(today.year, today.month, today.day, 12))
    with Clock(noon).stands_still():
        topic = make_topic(profile=profile)

        assert "must be after today" in refusal(topic, review_due=today)
        assert last.isoformat() in refusal(topic, review_due=last + timedelta(days=1))
        assert approve(topic, review_due=last).review_due == last


def test_today_is_the_day_of_the_clinic(settings, clock):
    clock.now = clock.now.replace(hour=23, minute=30)  # 2 March in UTC, 3 March in Athens
    settings.TIME_ZONE = "Europe/Athens"
    timezone.get_default_timezone.cache_clear()
    try:
        topic = make_topic()

        assert "must be after today" in refusal(topic, review_due=date(2026, 3, 3))
        assert approve(topic, review_due=date(2026, 3, 4))
    finally:
        timezone.get_default_timezone.cache_clear()


# -- Samples ---------------------------------------------------------------------------------


def test_approving_a_sample_makes_a_new_version_of_the_same_text(clock):
    topic, reviewer = make_topic(), make_user("reviewer")
    clock.forward(minutes=1)
    sample = editions.publish_sample(topic=topic)

    clock.forward(minutes=1)
    approved = approve(topic, by=reviewer)

    assert (approved.number, approved.digest) == (sample.number + 1, sample.digest)
    assert (approved.sample, approved.publish_from) == (False, None)
    sample.refresh_from_db()
    assert (sample.sample, sample.approved_at) == (True, None)
    assert editions.record(topic=topic, by=None) is None
    assert topic.editions.live().get() == sample


def test_the_approved_version_takes_the_place_of_the_sample(clock):
    topic, reviewer = make_topic(), make_user("reviewer")
    clock.forward(minutes=1)
    sample = editions.publish_sample(topic=topic)
    clock.forward(minutes=1)

    approved = publish(topic, by=reviewer)

    sample.refresh_from_db()
    assert topic.editions.live().get() == approved
    assert sample.superseded_from == approved.publish_from


# -- Checked again ---------------------------------------------------------------------------


def recheck(edition, **changes):
    values = {"by": make_user("reviewer"), "review_due": due(350)}
    return editions.recheck(**{"edition": edition, **values, **changes})


def test_checking_again_renews_without_a_new_version(clock):
    topic = make_live_topic()
    clock.forward(days=200)
    reviewer = make_user("reviewer", first_name="Noor", last_name="Haddad")

    recheck(topic.editions.get(), by=reviewer, note="No new studies.")

    edition = topic.editions.with_review().get()
    assert (edition.checked_by_name, edition.checked_at) == ("Noor Haddad", clock.now)
    assert edition.due == due(350)
    assert edition.approved_by_name != "Noor Haddad"
    assert topic.editions.count() == 1


def test_the_last_check_counts(clock):
    edition = make_live_topic().editions.get()
    recheck(edition, review_due=due(350))
    clock.forward(minutes=1)

    recheck(edition, review_due=due(30))

    assert edition.topic.editions.with_review().get().due == due(30)


@pytest.mark.parametrize("state", ["draft", "withdrawn", "superseded", "sample"])
def test_only_an_approved_text_is_checked_again(clock, state):
    topic = make_topic() if state in {"draft", "sample"} else make_live_topic()
    clock.forward(minutes=1)
    edition = topic.editions.get()
    if state == "withdrawn":
        editions.withdraw(edition=edition, by=make_user("reviewer"), reason="Wrong.")
    if state == "superseded":
        change_topic(topic, title="Two")
        publish(topic)
    if state == "sample":
        edition = editions.publish_sample(topic=topic)

    with pytest.raises(Refused, match="Only an approved text"):
        recheck(edition)

    assert not Recheck.objects.exists()


@pytest.mark.parametrize("role", ["editor", "manager"])
def test_only_a_reviewer_checks_again(role):
    with pytest.raises(Refused, match="Only a clinical reviewer"):
        recheck(make_live_topic().editions.get(), by=make_user(role))


def test_nobody_checks_their_own_text_again():
    author = make_user("reviewer")
    topic = make_topic(by=author)
    publish(topic)

    with pytest.raises(Refused, match="Somebody else"):
        recheck(topic.editions.get(), by=author)


def test_the_next_check_after_a_check_has_the_same_bounds():
    edition = make_live_topic().editions.get()

    with pytest.raises(Refused, match="must be after today"):
        recheck(edition, review_due=due(0))
    with pytest.raises(Refused, match="not after"):
        recheck(edition, review_due=due(500))


def test_a_text_that_waited_too_long_is_checked_again_before_it_is_published(clock):
    topic, reviewer = make_topic(), make_user("reviewer")
    edition = approve_topic(topic, by=reviewer, due=due(10))
    clock.forward(days=11)

    with pytest.raises(Refused, match="Check it again first"):
        editions.publish(edition=edition, by=reviewer)
    recheck(edition)
    editions.publish(edition=edition, by=reviewer)

    assert topic.editions.live().get() == edition
