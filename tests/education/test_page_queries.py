"""The number of queries of each public page, the same with one topic and with two hundred."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from education import editions
from education.models import Offer, Price, TeamMember
from tests.factories import make_clinic, make_live_topic, make_topic

pytestmark = pytest.mark.django_db

BUDGET = {
    "/treatments/peel/": 3,
    "/guides/after/": 3,
    "/": 8,
    "/treatments/": 8,
    "/treatments/?concern=dull-skin": 8,
    "/treatments/peel/history/": 8,
    "/guides/": 8,
    "/guides/after/history/": 8,
    "/conditions/": 8,
    "/conditions/pregnancy/": 8,
    "/questions/": 8,
    "/search/": 8,
    "/search/?q=skin": 8,
    "/about/": 8,
    "/team/": 8,
    "/find-us/": 8,
    "/privacy/": 8,
    "/accessibility/": 8,
}


@pytest.fixture
def one_of_each():
    make_clinic()
    topic = make_live_topic(slug="peel")
    Offer.objects.create(topic=topic, status=Offer.Status.OFFERED)
    Price.objects.create(topic=topic, what="Visit", amount_from=80, currency="GBP")
    make_live_topic(slug="after", kind="guide")
    TeamMember.objects.create(name="Noor Haddad", role="Dermatologist")


def make_many(number: int) -> None:
    for place in range(number):
        topic = make_topic(slug=f"more-{place}", title=f"Treatment {place}")
        editions.publish_sample(topic=topic)
    if connection.vendor == "postgresql":
        # PostgreSQL plans by counts that it takes now and then on its own, but not of rows that
        # are in an open transaction: without them it expects one row and joins for minutes.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def queries_of(client) -> dict[str, list[str]]:
    seen = {}
    for address in BUDGET:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        seen[address] = [query["sql"] for query in captured.captured_queries]
    return seen


def test_pages_keep_to_their_budget_with_one_topic_and_with_200(client, one_of_each):
    few = queries_of(client)
    make_many(200)
    many = queries_of(client)

    over = {a: len(sql) for a, sql in many.items() if len(sql) > BUDGET[a]}
    assert over == {}
    assert {a: len(sql) for a, sql in few.items()} == {a: len(sql) for a, sql in many.items()}


def test_lists_never_read_the_text_of_whole_pages(client, one_of_each):
    lists = [address for address in BUDGET if "peel" not in address and "after" not in address]

    reading = [
        address
        for address, queries in queries_of(client).items()
        if any('"education_edition"."content"' in sql for sql in queries)
    ]

    assert len(lists) > 10
    assert not set(reading) & set(lists)
    assert "/treatments/peel/" in reading
