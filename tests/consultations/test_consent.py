from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from consultations.models import Consent, ConsentWording, ConsultationRequest, RequestEvent
from consultations.triggers import missing_triggers
from consultations.wording import GRACE, digest, wording_in_force
from tests.consultations.making import (
    FORM,
    journey_in,
    make_clinic_with_offer,
    make_request,
    opened,
    send,
)
from tests.factories import make_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def topic():
    return make_clinic_with_offer()


def new_wording(text: str = "I agree, {clinic}, to the new words.") -> ConsentWording:
    return ConsentWording.objects.create(
        purpose="answer", language="en", version=2, text=text, digest=digest(text)
    )


def test_the_very_words_that_were_shown_are_stored(client):
    words = "I agree that Rowan Clinic stores what I wrote"
    assert words in client.get(FORM).content.decode()

    send(client)

    consent = Consent.objects.get()
    assert consent.words.startswith(words)
    assert consent.words_digest == digest(consent.words)
    assert (consent.language, consent.wording.version) == ("en", 1)
    assert consent.given_at == ConsultationRequest.objects.get().received_at


def test_nothing_is_ticked_beforehand(client):
    page = client.get(FORM).content.decode()

    assert 'name="consent"' in page
    assert " checked" not in page


def test_without_consent_nothing_is_stored(client):
    response = send(client, consent="")

    assert response.status_code == 422
    assert not ConsultationRequest.objects.exists()


def test_a_wording_replaced_while_writing_is_good_for_a_day(client):
    journey = opened(client)
    new_wording()

    send(client, journey)

    assert Consent.objects.get().wording.version == 1


def test_a_wording_replaced_long_ago_is_asked_again(client, monkeypatch):
    journey = opened(client)
    new_wording()
    later = timezone.now() + GRACE + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    response = send(client, journey)

    page = response.content.decode()
    assert response.status_code == 422
    assert "These words have changed" in page
    assert "to the new words" in page
    assert 'id="id_consent" checked' not in page
    assert not ConsultationRequest.objects.exists()


def test_after_agreeing_to_the_new_words_it_is_one_request(client, monkeypatch):
    journey = opened(client)
    new_wording()
    later = timezone.now() + GRACE + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    again = journey_in(send(client, journey))

    send(client, again)
    send(client, again)

    assert Consent.objects.get().wording.version == 2


def test_if_the_clinic_is_renamed_the_words_are_asked_again(client):
    journey = opened(client)
    make_clinic(name="Elm Clinic")

    response = send(client, journey)

    assert response.status_code == 422
    assert "I agree that Elm Clinic" in response.content.decode()


def test_the_stored_words_keep_the_old_name_of_the_clinic(client):
    send(client)
    make_clinic(name="Elm Clinic")

    assert "Rowan Clinic" in Consent.objects.get().words


def test_a_wording_cannot_be_changed():
    make_request()

    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentWording.objects.update(text="Other words.")


def test_a_consent_cannot_be_changed():
    make_request()

    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.update(words="Other words.")


@pytest.mark.parametrize("column", ["by_name", "kind", "to_state"])
def test_the_history_of_a_request_cannot_be_changed(column):
    make_request()

    with pytest.raises(DatabaseError), transaction.atomic():
        RequestEvent.objects.update(**{column: "other"})


def test_the_triggers_are_there():
    assert missing_triggers() == []


def test_the_form_of_the_wording_in_force_is_not_saved_by_looking(client):
    client.get(FORM)

    assert not ConsentWording.objects.exists()
    assert wording_in_force("answer", "en").version == 1
