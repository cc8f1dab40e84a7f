"""A stored text that is not the text that was saved is shown to nobody, and said."""

import pytest

from education import editions
from education.models import Edition, Topic
from tests.education.desk import address, said, save
from tests.factories import make_live_topic, make_topic, make_user

pytestmark = pytest.mark.django_db

SAID = "The stored text of"
PLANTED = "It lifts your face for ever."


@pytest.fixture(params=["editor", "reviewer"])
def person(client, request):
    user = make_user(request.param)
    client.force_login(user)
    return user


def damage(topic: Topic) -> Edition:
    """A newest version whose text somebody changed in the database."""
    good = topic.editions.first()
    return Edition.objects.create(
        topic=topic,
        language=good.language,
        number=good.number + 1,
        content=good.content.replace("Yes, it stings.", PLANTED),
        digest=good.digest,
    )


@pytest.mark.parametrize("make", [make_topic, make_live_topic])
def test_the_review_of_a_damaged_draft_says_so(client, person, make):
    topic = make()
    damage(topic)

    response = client.get(address(topic, "review"))

    page = response.content.decode()
    assert response.status_code == 200
    assert SAID in page
    assert PLANTED not in page
    assert "Approve exactly this text" not in page


def test_a_damaged_version_says_so(client, person):
    topic = make_topic()
    damage(topic)

    response = client.get(address(topic, "version", 2))

    assert response.status_code == 200
    assert SAID in response.content.decode()
    assert PLANTED not in response.content.decode()
    assert "Bring it back" not in response.content.decode()


def test_a_version_after_a_damaged_one_is_shown_without_a_comparison(client):
    topic = make_topic()
    damage(topic)
    client.force_login(make_user("editor"))
    save(client, topic, "basics")

    page = client.get(address(topic, "version", 3)).content.decode()

    assert topic.editions.count() == 3
    assert "Yes, it stings." in page
    assert PLANTED not in page


@pytest.fixture
def damaged_approved() -> Topic:
    """The approved version is damaged; the draft after it is not."""
    topic = make_topic()
    reviewer = make_user("reviewer")
    Edition.objects.filter(pk=damage(topic).pk).update(
        approved_by=reviewer,
        approved_by_name="Ana",
        approved_by_role="Doctor",
        approved_by_registration="GMC 1",
        approved_at="2026-01-01T10:00:00Z",
        statement="Read.",
        review_due="2099-01-01",
    )
    editions.record(topic=topic, by=None)
    return topic


def test_a_draft_after_a_damaged_approval_can_still_be_checked(client, damaged_approved):
    client.force_login(make_user("reviewer"))

    page = client.get(address(damaged_approved, "review")).content.decode()

    assert SAID in page
    assert PLANTED not in page
    assert "Yes, it stings." in page
    assert "Approve exactly this text" in page


def test_a_damaged_text_is_not_published(client, damaged_approved):
    client.force_login(make_user("reviewer"))

    response = client.post(address(damaged_approved, "publish", 2), {"when": "now"})

    assert SAID in response.content.decode()
    assert not damaged_approved.editions.live().exists()


def test_a_damaged_text_is_not_brought_back(client):
    topic = make_topic()
    damage(topic)
    client.force_login(make_user("editor"))

    response = client.post(address(topic, "restore", 2), {"sure": "on"})

    assert SAID in said(client, response)
    assert topic.faqs.get().answer == "Yes, it stings."
