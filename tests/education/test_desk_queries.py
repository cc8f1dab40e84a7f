"""What building a page of the desk asks of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from education import working_copy
from education.admin.panels import PANELS
from education.models import Condition
from tests.education.desk import address, save
from tests.factories import make_clinic, make_live_topic, make_user

pytestmark = pytest.mark.django_db

# Most of these are the draft, which is read once: a query for each of its lists.
QUERIES = {"basics": 31, "sources": 27, "review": 29, "versions": 24}


@pytest.fixture
def reads(monkeypatch) -> list[int]:
    """The topics whose draft was read."""
    read, topics = working_copy.read, []
    monkeypatch.setattr(working_copy, "read", lambda topic: topics.append(topic.pk) or read(topic))
    return topics


@pytest.mark.parametrize("panel", [*PANELS, "review", "versions"])
def test_the_draft_is_read_once_for_a_page(client, reads, panel):
    topic = make_live_topic()
    client.force_login(make_user("superuser"))
    reads.clear()

    client.get(address(topic, panel))

    assert reads == [topic.pk]


@pytest.mark.parametrize("panel", QUERIES)
def test_a_page_of_the_desk_asks_so_many_queries(client, panel, django_assert_max_num_queries):
    topic = make_live_topic()
    make_clinic()
    client.force_login(make_user("editor"))
    client.get(address(topic, panel))

    with django_assert_max_num_queries(QUERIES[panel]):
        client.get(address(topic, panel))


def test_saving_reads_the_draft_before_and_after(client, reads):
    topic = make_live_topic()
    client.force_login(make_user("editor"))
    reads.clear()

    save(client, topic, "basics", summary="Another summary.")

    assert len(reads) == 3  # the form, the form that is sent, and what is recorded


def addresses(topic) -> list[str]:
    shared = reverse("admin:education_condition_change", args=[Condition.objects.first().pk])
    clinic = reverse("admin:education_clinicprofile_change", args=[make_clinic().pk])
    return [*(address(topic, panel) for panel in PANELS), shared, clinic]


def test_a_page_is_built_without_a_transaction(client):
    """A transaction takes the one write lock of SQLite."""
    topic = make_live_topic()
    urls = addresses(topic)
    client.force_login(make_user("superuser"))

    with CaptureQueriesContext(
        connection,
    ) as captured:
        answers = [client.get(url).status_code for url in urls]

    assert set(answers) == {200}
    assert [query for query in captured.captured_queries if "SAVEPOINT" in query["sql"]] == []


def test_a_page_is_saved_in_one(client):
    topic = make_live_topic()
    client.force_login(make_user("superuser"))

    with CaptureQueriesContext(connection) as captured:
        save(client, topic, "basics", summary="Another summary.")

    assert any("SAVEPOINT" in query["sql"] for query in captured.captured_queries)
