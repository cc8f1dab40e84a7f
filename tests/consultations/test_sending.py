import json
from datetime import timedelta

import pytest
from django.utils import timezone

from consultations import desk
from consultations.models import Consent, ConsultationRequest, RequestEvent
from consultations.sending import MAY_CHANGE_FOR
from education.models import Edition
from tests.consultations.making import (
    CHECK,
    hidden_in,
    make_clinic_with_offer,
    opened,
    send,
    typed,
)
from tests.factories import change_topic, make_user, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def topic():
    return make_clinic_with_offer()


def only() -> ConsultationRequest:
    return ConsultationRequest.objects.get()


def test_send_stores_the_answers_and_leads_to_the_sent_page(client):
    response = send(client, email="ana@example.com", reach_by=["phone", "email"])

    stored = only()
    assert response.status_code == 303
    assert response["Location"].startswith("/request/sent/")
    assert (stored.name, stored.email, stored.phone) == (
        "Ana Lopez",
        "ana@example.com",
        "07700 900123",
    )
    assert stored.reach_by == ["phone", "email"]
    assert stored.own_words == "Does it help against scars?"
    assert (stored.state, stored.age_group, stored.age_limit) == ("new", "over", 18)
    assert stored.language == "en"


def test_what_the_check_page_carries_is_what_is_stored(client):
    page = client.post(CHECK, {**typed(own_words='a "quoted"\nline'), "journey": opened(client)})

    client.post(CHECK, {**hidden_in(page), "own_words": 'a "quoted"\nline', "send": "1"})

    assert only().own_words == 'a "quoted"\nline'


def test_request_consent_treatments_and_event_are_stored_together(client, monkeypatch):
    monkeypatch.setattr(Consent.objects, "create", broken)

    response = send(client)

    assert response.status_code == 500
    assert not ConsultationRequest.objects.exists()
    assert not RequestEvent.objects.exists()


def broken(**fields):
    raise RuntimeError("planted")


def test_the_version_that_was_shown_at_the_start_is_kept(client, topic):
    first = Edition.objects.live().get(topic=topic)
    journey = opened(client)
    change_topic(topic, summary="Another summary. Whether it works is not certain.")
    publish(topic)

    send(client, journey)

    assert Edition.objects.live().get(topic=topic) != first
    assert only().treatments.get().edition == first


def test_the_promise_that_was_read_is_stored(client):
    send(client)

    assert only().promised_on is not None


def test_not_sure_yet_is_an_answer(client):
    send(client, treatments=["not-sure"])

    assert only().not_sure
    assert not only().treatments.exists()


def test_five_presses_of_send_are_one_request(client):
    journey = opened(client)

    answers = [send(client, journey) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [303] * 5
    assert ConsultationRequest.objects.count() == 1
    assert Consent.objects.count() == 1
    page = client.get(answers[-1]["Location"]).content.decode()
    assert only().reference in page
    assert "It is stored once" in page


def test_another_visit_to_the_form_is_another_request(client):
    send(client)
    send(client)

    assert ConsultationRequest.objects.count() == 2


def test_a_change_soon_after_becomes_the_second_version_of_the_same_request(client):
    journey = opened(client)
    send(client, journey, phone="07700 900123")

    answer = send(client, journey, phone="07700 900456")

    stored = only()
    assert (stored.phone, stored.content_version) == ("07700 900456", 2)
    assert "we updated it" in client.get(answer["Location"]).content.decode()


def test_the_earlier_version_stays_in_the_history(client):
    journey = opened(client)
    send(client, journey, phone="07700 900123", own_words="first words")

    send(client, journey, phone="07700 900456", own_words="second words")

    earlier = json.loads(only().events.get(kind="updated").earlier_answers)
    assert (earlier["phone"], earlier["own_words"]) == ("07700 900123", "first words")
    assert [one["slug"] for one in earlier["treatments"]] == ["mesotherapy"]


def test_search_finds_the_request_by_what_was_changed(client):
    journey = opened(client)
    send(client, journey, email="ana@example.com")

    send(client, journey, email="eva@example.com")

    assert ConsultationRequest.objects.matching("eva@").exists()
    assert not ConsultationRequest.objects.matching("ana@").exists()


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Eva Brandt"},
        {"name": "Eva Brandt", "phone": "07700 900456", "own_words": "Does it hurt?"},
        {"phone": "07700 900456", "email": "another@example.com"},
    ],
)
def test_another_person_on_the_same_device_replaces_nothing(client, other):
    journey = opened(client)
    send(client, journey, email="ana@example.com")
    first = vars_of(only())

    answer = send(client, journey, **{"email": "ana@example.com", **other})

    before, second = ConsultationRequest.objects.order_by("pk")
    assert vars_of(before) == first
    assert before.events.count() == before.consents.count() == 1
    assert second.related_to == before
    page = client.get(answer["Location"]).content.decode()
    assert second.reference in page
    assert before.reference not in page
    assert "stays as it was" in page


def vars_of(request):
    return {name: value for name, value in vars(request).items() if name != "_state"}


def test_each_of_two_people_on_one_device_changes_their_own_request(client):
    journey = opened(client)
    send(client, journey, name="Ana Lopez")
    send(client, journey, name="Eva Brandt")

    for _ in range(2):
        send(client, journey, name="Ana Lopez", own_words="changed by Ana")
    send(client, journey, name="Eva Brandt")

    ana, eva = ConsultationRequest.objects.order_by("pk")
    assert (ana.name, ana.own_words, ana.content_version) == ("Ana Lopez", "changed by Ana", 2)
    assert (eva.name, eva.content_version) == ("Eva Brandt", 1)


@pytest.mark.parametrize(
    "again",
    [
        {"name": "ANA  lopez"},
        {"phone": "+44 7700 900123", "email": "new@example.com"},
        {"phone": "07700 900456", "email": "ANA@example.com"},
    ],
)
def test_the_same_person_written_otherwise_changes_their_request(client, again):
    journey = opened(client)
    send(client, journey, email="ana@example.com")

    send(client, journey, **{"email": "ana@example.com", **again})

    assert only().content_version == 2


def test_a_choice_that_was_sent_twice_is_one_choice(client):
    answer = send(
        client, treatments=["mesotherapy", "mesotherapy"], reach_by=["phone", "text", "phone"]
    )

    assert answer.status_code == 303
    assert only().treatments.get().slug == "mesotherapy"
    assert only().reach_by == ["phone", "text"]


def test_a_change_after_half_an_hour_is_a_related_request(client, monkeypatch):
    journey = opened(client)
    send(client, journey)
    later = timezone.now() + MAY_CHANGE_FOR + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    answer = send(client, journey, phone="07700 900456")
    send(client, journey, phone="07700 900456")

    first, second = ConsultationRequest.objects.order_by("pk")
    assert second.related_to == first
    assert first.phone == "07700 900123"
    assert "stored as a second one" in client.get(answer["Location"]).content.decode()


def test_what_the_desk_has_begun_is_not_changed_by_the_patient(client):
    journey = opened(client)
    send(client, journey)
    stored = only()
    desk.change(
        pk=stored.pk, row_version=stored.row_version, by=make_user("desk"), to_state="called"
    )

    send(client, journey, phone="07700 900456")

    first, second = ConsultationRequest.objects.order_by("pk")
    assert (first.phone, second.related_to) == ("07700 900123", first)


def test_a_third_change_goes_on_from_the_related_request(client, monkeypatch):
    journey = opened(client)
    send(client, journey)
    later = timezone.now() + MAY_CHANGE_FOR + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    send(client, journey, phone="07700 900456")

    send(client, journey, phone="07700 900789")

    _first, second = ConsultationRequest.objects.order_by("pk")
    assert (second.phone, second.content_version) == ("07700 900789", 2)


def test_a_reference_that_is_taken_is_not_given_twice(client, monkeypatch):
    send(client)
    references = iter([only().reference, "C7KM-3RTX9"])
    monkeypatch.setattr("consultations.sending.new_reference", lambda: next(references))

    send(client)

    assert ConsultationRequest.objects.filter(reference="C7KM-3RTX9").exists()


def test_the_sent_page_shows_the_reference_and_no_answers(client):
    answer = send(client, name="Canary Birdsong", own_words="canary words")

    page = client.get(answer["Location"]).content.decode()

    assert only().reference in page
    assert "Canary" not in page
    assert "canary" not in page
    assert "Mesotherapy" not in page
    assert "900123" not in page


def test_the_sent_page_never_says_that_a_mail_was_sent(client):
    answer = send(client, reach_by=["email"], email="ana@example.com")

    assert "mail" not in main(client.get(answer["Location"])).lower()


def main(response) -> str:
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_the_link_of_the_sent_page_ends_after_half_an_hour(client, monkeypatch):
    address = send(client)["Location"]
    later = timezone.now() + timedelta(minutes=30, seconds=2)
    monkeypatch.setattr(timezone, "now", lambda: later)

    response = client.get(address)

    assert response.status_code == 410
    page = response.content.decode()
    assert only().reference not in page
    assert "what you sent was stored" in page
    assert "01632 960000" in page


@pytest.mark.parametrize("token", ["x", "gAAAAABrAxuwopxHgmJq5TJZ5sE9", "ü", "1"])
def test_a_link_that_is_not_ours_is_not_found(client, token):
    assert client.get(f"/request/sent/{token}/").status_code == 404


def test_the_address_of_the_sent_page_says_nothing(client):
    answer = send(client)

    assert only().reference not in answer["Location"]
    assert str(only().pk) not in answer["Location"].split("/")


def test_opening_the_sent_page_twice_changes_nothing(client):
    address = send(client)["Location"]

    assert client.get(address).status_code == client.head(address).status_code == 200
    assert only().row_version == 1
