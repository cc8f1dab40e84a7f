"""What a role may not do for itself, and what a decision must not forget."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from education import editions, packs
from education.models import Topic
from education.roles import EDITORS, MANAGERS, REVIEWERS
from tests.education.desk import address, open_form, said, save
from tests.education.test_pack_screens import send
from tests.factories import approve, change_topic, make_live_topic, make_topic, make_user

pytestmark = pytest.mark.django_db


def give(client, person):
    """A manager fills in everything about somebody."""
    url = reverse("admin:education_user_change", args=[person.pk])
    groups = Group.objects.filter(name__in=[EDITORS, REVIEWERS])
    everything = {
        "first_name": "Rosa",
        "job_title": "Doctor",
        "registration": "GMC 1",
        "groups": [str(group.pk) for group in groups],
    }
    client.post(url, {**open_form(client, url), **everything})
    person.refresh_from_db()
    return person


def roles(person) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def test_managers_give_themselves_no_role_and_no_registration(client):
    manager = make_user("manager")
    client.force_login(manager)

    give(client, manager)

    assert manager.first_name == "Rosa"
    assert roles(manager) == {MANAGERS}
    assert (manager.job_title, manager.registration) == ("", "")


def test_managers_give_them_to_others(client):
    client.force_login(make_user("manager"))

    person = give(client, make_user("editor"))

    assert roles(person) == {EDITORS, REVIEWERS}
    assert (person.job_title, person.registration) == ("Doctor", "GMC 1")


def choose_other_rules(client, topic: Topic) -> str:
    save(client, topic, "basics", profile="other")
    topic.refresh_from_db()
    return topic.profile


def test_an_editor_chooses_the_rules_until_a_text_is_approved(client, settings):
    settings.CLINIC_MODE = "demo"
    topic = make_topic()
    editions.publish_sample(topic=topic)
    client.force_login(make_user("editor"))

    assert choose_other_rules(client, topic) == "other"


def test_an_editor_does_not_loosen_the_rules_of_an_approved_page(client):
    topic = make_topic()
    approve(topic)
    change_topic(topic, title="Changed")
    client.force_login(make_user("editor"))

    assert choose_other_rules(client, topic) == "injectable"


def test_who_approves_may_change_the_rules(client):
    topic = make_live_topic()
    user = make_user("editor")
    user.groups.add(*make_user("reviewer").groups.all())
    client.force_login(user)

    assert choose_other_rules(client, topic) == "other"


def test_a_file_does_not_loosen_the_rules_either(client):
    topic = make_live_topic(slug="mesotherapy")
    text = packs.export(topic).replace("profile: injectable", "profile: other")
    client.force_login(make_user("editor"))

    response = send(client, text, clash="replace")

    topic.refresh_from_db()
    assert "Its rules are others" in response.content.decode()
    assert topic.profile == "injectable"


def test_the_review_names_the_rules(client):
    topic = make_topic()
    client.force_login(make_user("reviewer"))

    page = client.get(address(topic, "review")).content.decode()

    assert "Treatment with injections" in page


@pytest.fixture
def with_next() -> Topic:
    """Version 1 is public, version 2 comes in an hour."""
    topic = make_live_topic()
    change_topic(topic, title="Next")
    reviewer = make_user("reviewer")
    moment = timezone.now() + timedelta(hours=1)
    editions.publish(edition=approve(topic, by=reviewer), by=reviewer, at=moment)
    return topic


STILL = "Version 2 is still scheduled for"


def test_who_withdraws_is_told_before_that_the_next_version_still_comes(client, with_next):
    client.force_login(make_user("reviewer"))

    assert STILL in client.get(address(with_next, "review")).content.decode()


def test_and_is_told_again_after_it(client, with_next):
    client.force_login(make_user("reviewer"))

    response = client.post(
        address(with_next, "withdraw", 1), {"reason": "A new warning.", "sure": "on"}
    )

    assert STILL in said(client, response)


def test_without_a_next_version_nothing_is_said(client):
    topic = make_live_topic()
    client.force_login(make_user("reviewer"))

    response = client.post(
        address(topic, "withdraw", 1), {"reason": "A new warning.", "sure": "on"}
    )

    assert "still scheduled" not in said(client, response)
