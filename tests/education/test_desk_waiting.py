"""What waits for each role on the front page of the admin."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from education import editions
from education.models import Edition, SimplePage, Topic
from education.waiting import NAMED, waiting_for
from tests.education.desk import address
from tests.factories import (
    approve,
    change_topic,
    make_clinic,
    make_live_topic,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def labels(user) -> dict[str, int]:
    return {str(item["label"]): item["count"] for item in waiting_for(user)}


def test_a_reviewer_sees_drafts_that_nobody_approved_as_they_are():
    make_live_topic()
    changed, new = make_live_topic(), make_topic(title="New")
    change_topic(changed, title="Changed")

    item = waiting_for(make_user("reviewer"))[0]

    assert (item["label"], item["count"]) == ("drafts to check", 2)
    assert {title for title, _url in item["rows"]} == {"Changed", "New"}
    assert address(new, "review") in {url for _title, url in item["rows"]}


def test_a_reviewer_sees_what_is_approved_but_not_public():
    topic = make_topic()
    approve(topic)

    assert labels(make_user("reviewer")) == {"approved text is not public": 1}


@pytest.mark.parametrize(
    ("days", "label", "urgent"),
    [
        (-1, "check is overdue", True),
        (0, "check is due within 60 days", False),
        (60, "check is due within 60 days", False),
    ],
)
def test_a_reviewer_sees_checks_that_are_due(days, label, urgent):
    topic = make_live_topic()
    due = timezone.localdate() + timedelta(days=days)
    topic.editions.update(review_due=due)

    items = waiting_for(make_user("reviewer"))

    assert [(item["label"], item["urgent"]) for item in items] == [(label, urgent)]


def test_a_check_that_is_far_away_does_not_wait():
    topic = make_live_topic()
    topic.editions.update(review_due=timezone.localdate() + timedelta(days=61))

    assert waiting_for(make_user("reviewer")) == []


def test_a_text_that_was_checked_again_is_not_overdue():
    topic, reviewer = make_live_topic(), make_user("reviewer")
    topic.editions.update(review_due=timezone.localdate() - timedelta(days=1))

    editions.recheck(
        edition=topic.editions.get(),
        by=reviewer,
        review_due=timezone.localdate() + timedelta(days=200),
    )

    assert waiting_for(reviewer) == []


def test_an_editor_sees_their_own_drafts():
    editor = make_user("editor")
    make_topic(by=editor)
    make_topic(by=make_user("editor"))

    assert labels(editor) == {"draft of yours waits to be checked": 1}


def test_a_manager_sees_what_is_missing_about_the_clinic():
    assert labels(make_user("manager")) == {"thing is missing about the clinic": 1}


def test_a_manager_with_a_whole_clinic_has_nothing_to_do():
    make_clinic(
        out_of_hours_phone="01632 960111",
        email="desk@example.org",
        map_url="https://example.org/map",
        languages=["English"],
        interests="Nobody pays for it.",
    )
    for name in SimplePage.Name.values:
        SimplePage.objects.create(name=name, title=name, body="Text.")

    assert labels(make_user("manager")) == {}


def test_a_manager_sees_samples_and_reviewers_without_registration(settings):
    settings.CLINIC_MODE = "demo"
    topic = make_topic()
    editions.publish_sample(topic=topic)
    make_user("reviewer", registration="")

    waits = labels(make_user("manager"))

    assert waits["sample is public, checked by nobody"] == 1
    assert waits["reviewer has no job title or registration"] == 1


def loaded(monkeypatch) -> list[Topic]:
    """The topics that are loaded from now on."""
    topics, load = [], Topic.from_db.__func__
    seen = classmethod(lambda cls, *row: topics.append(load(cls, *row)) or topics[-1])
    monkeypatch.setattr(Topic, "from_db", seen)
    return topics


@pytest.mark.parametrize("due_in", [-1, 10])
def test_all_are_counted_and_only_those_that_are_named_are_loaded(monkeypatch, due_in):
    reviewer = make_user("reviewer")
    for _number in range(NAMED + 2):
        make_live_topic()
    Edition.objects.update(review_due=timezone.localdate() + timedelta(days=due_in))
    topics = loaded(monkeypatch)

    item = waiting_for(reviewer)[0]

    assert item["count"] == NAMED + 2
    assert len(item["rows"]) == len(topics) == NAMED


def test_what_is_due_first_is_named_first():
    late, early = make_live_topic(title="Late"), make_live_topic(title="Early")
    today = timezone.localdate()
    late.editions.update(review_due=today + timedelta(days=20))
    early.editions.update(review_due=today + timedelta(days=10))

    item = waiting_for(make_user("reviewer"))[0]

    assert [title for title, _url in item["rows"]] == ["Early", "Late"]


@pytest.mark.parametrize("role", ["clinician", "desk"])
def test_others_hear_nothing_of_drafts(role):
    make_topic()

    assert waiting_for(make_user(role)) == []


@pytest.mark.parametrize("role", ["editor", "reviewer", "clinician", "desk", "manager"])
def test_everybody_has_a_front_page(client, role):
    make_topic()
    client.force_login(make_user(role))

    response = client.get(reverse("admin:index"))

    assert response.status_code == 200
    assert "What waits for you" in response.content.decode()


@pytest.mark.parametrize("role", ["editor", "reviewer", "manager"])
def test_every_line_of_the_front_page_can_be_opened(client, role):
    user = make_user(role)
    make_topic(by=user if role == "editor" else None)
    client.force_login(user)

    for item in waiting_for(user):
        for address_of_it in [item["url"], *(url for _title, url in item["rows"])]:
            assert client.get(address_of_it, follow=True).status_code == 200
