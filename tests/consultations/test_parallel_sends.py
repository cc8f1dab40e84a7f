"""Real threads, each with its own connection, on the database the suite runs on."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from consultations.models import Consent, ConsultationRequest, RequestEvent
from tests.consultations.making import CHECK, make_clinic_with_offer, opened, typed

pytestmark = pytest.mark.django_db(transaction=True)

SENDS = 20


def all_at_once(posts):
    """Send them all at the same moment; gives the statuses and the addresses answered."""
    together = Barrier(len(posts))

    def press(post):
        together.wait()
        try:
            response = Client().post(CHECK, post)
            return response.status_code, response.get("Location")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as threads:
        return list(threads.map(press, posts))


def test_twenty_parallel_sends_with_one_key_leave_one_row_and_one_reference(client):
    make_clinic_with_offer()
    post = {**typed(), "journey": opened(client), "send": "1"}

    answers = all_at_once([post] * SENDS)

    assert {status for status, _ in answers} == {303}
    assert ConsultationRequest.objects.count() == 1
    assert Consent.objects.count() == RequestEvent.objects.count() == 1
    reference = ConsultationRequest.objects.get().reference
    pages = [client.get(address).content.decode() for _, address in answers]
    assert sum(reference in page for page in pages) == SENDS


def test_parallel_sends_with_one_key_and_different_words_leave_one_row(client):
    make_clinic_with_offer()
    journey = opened(client)
    posts = [
        {**typed(own_words=f"words {number}"), "journey": journey, "send": "1"}
        for number in range(8)
    ]

    answers = all_at_once(posts)

    assert {status for status, _ in answers} == {303}
    stored = ConsultationRequest.objects.get()
    assert stored.content_version == 8
    assert stored.events.filter(kind="updated").count() == 7


def test_two_people_who_send_with_one_key_at_once_are_both_stored(client):
    make_clinic_with_offer()
    journey = opened(client)
    posts = [
        {**typed(name=name), "journey": journey, "send": "1"}
        for name in ["Ana Lopez", "Eva Brandt"] * 4
    ]

    answers = all_at_once(posts)

    assert {status for status, _ in answers} == {303}
    stored = ConsultationRequest.objects.order_by("pk")
    assert sorted(request.name for request in stored) == ["Ana Lopez", "Eva Brandt"]
    assert [request.content_version for request in stored] == [1, 1]
    assert stored[1].related_to == stored[0]


def test_parallel_sends_with_different_keys_are_all_stored(client):
    make_clinic_with_offer()
    posts = [
        {**typed(name=f"Ana {number}"), "journey": opened(client), "send": "1"}
        for number in range(8)
    ]

    answers = all_at_once(posts)

    assert {status for status, _ in answers} == {303}
    assert ConsultationRequest.objects.count() == 8
    assert ConsultationRequest.objects.values("reference").distinct().count() == 8
