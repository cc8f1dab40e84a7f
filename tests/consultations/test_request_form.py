from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.models import ConsultationRequest
from consultations.questions import QUESTIONS
from education.models import Offer
from tests.consultations.making import CHECK, FORM, make_clinic_with_offer, opened, send, typed
from tests.factories import make_clinic, make_live_topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def topic():
    return make_clinic_with_offer()


def test_the_form_begins_with_what_to_do_in_an_emergency(client):
    page = client.get(FORM).content.decode()

    assert 0 < page.index("In an emergency, call 01632 960999") < page.index("<form")


def test_fee_and_promise_are_said_before_the_first_question(client):
    page = client.get(FORM).content.decode()

    assert page.index("£40") < page.index("<form")
    assert page.index("at the latest, if you send it now") < page.index("<form")


def test_fee_and_promise_are_said_before_send(client):
    page = client.post(CHECK, {**typed(), "journey": opened(client)}).content.decode()

    assert page.index("£40") < page.index('name="send"')
    assert page.index("at the latest, if you send it now") < page.index('name="send"')


def test_every_question_of_the_list_is_asked_on_the_page(client):
    page = client.get(FORM).content.decode()

    missing = [one.name for one in QUESTIONS if f'name="{one.name}"' not in page]

    assert len(QUESTIONS) == 10
    assert missing == []


def test_only_optional_questions_are_marked_and_nothing_has_an_asterisk(client):
    page = client.get(FORM).content.decode()

    assert page.count("(optional)") == len([one for one in QUESTIONS if one.optional]) == 2
    assert "asterisk" not in page


def test_no_field_cuts_off_what_is_pasted(client):
    assert "maxlength" not in client.get(FORM).content.decode()


def test_the_treatment_of_the_page_before_is_ticked(client):
    response = client.get(f"{FORM}?treatment=mesotherapy")

    assert 'value="mesotherapy" class="form-check-input" id="id_treatments_0" checked' in (
        response.content.decode()
    )


@pytest.mark.parametrize("slug", ["no-such-thing", "%00", "<script>", "a" * 3000])
def test_an_unknown_treatment_in_the_address_is_left_out(client, slug):
    response = client.get(FORM, {"treatment": slug})

    assert response.status_code == 200
    assert " checked" not in response.content.decode()


@pytest.mark.parametrize("status", [Offer.Status.INFORMATION, Offer.Status.HIDDEN])
def test_only_what_is_offered_here_can_be_asked_for(client, status):
    topic = make_live_topic(title="Laser", slug="laser")
    Offer.objects.create(topic=topic, status=status)

    page = client.get(FORM).content.decode()

    assert 'value="mesotherapy"' in page
    assert 'value="laser"' not in page


def test_opening_the_form_stores_nothing(client):
    client.get(FORM)
    client.post(CHECK, {**typed(), "journey": opened(client)})

    assert not ConsultationRequest.objects.exists()


def test_the_form_asks_the_same_few_queries_at_one_and_at_many_treatments(
    client, django_assert_max_num_queries
):
    for number in range(12):
        topic = make_live_topic(title=f"Treatment {number}", slug=f"treatment-{number}")
        Offer.objects.create(topic=topic, status=Offer.Status.OFFERED)

    with django_assert_max_num_queries(3):
        response = client.get(FORM)

    assert response.content.decode().count('name="treatments"') == 14


def test_a_change_button_gives_the_form_back_as_it_was_filled(client):
    journey = opened(client)

    page = client.post(FORM, {**typed(name="O'Connor"), "journey": journey}).content.decode()

    assert 'value="O&#x27;Connor"' in page
    assert "Does it help against scars?</textarea>" in page
    assert page.count(" checked") == 6
    assert "error-summary" not in page


def test_a_person_who_feels_unwell_is_told_whom_to_call(client):
    response = client.post(CHECK, {**typed(unwell="yes"), "journey": opened(client)})

    page = response.content.decode()
    assert "The clinic has not been told" in page
    assert "Call 01632 960999" in page
    assert "Clinic: 01632 960000" in page


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_of_a_person_who_feels_unwell_nothing_is_stored_even_on_send(client, answer):
    response = send(client, unwell=answer)

    assert "The clinic has not been told" in response.content.decode()
    assert not ConsultationRequest.objects.exists()


def test_whoever_feels_unwell_is_told_before_any_other_answer_is_checked(client):
    response = client.post(CHECK, {"unwell": "yes"})

    assert "Please call now" in response.content.decode()


def test_from_the_urgent_page_one_can_go_back_to_the_filled_form(client):
    page = client.post(CHECK, {**typed(unwell="yes"), "journey": opened(client)})

    assert '<input type="hidden" name="name" value="Ana Lopez">' in page.content.decode()


def test_under_the_minimum_age_nothing_is_stored_and_a_kind_page_says_so(client):
    response = send(client, age_group="under")

    assert "This clinic treats people from the age of 18" in response.content.decode()
    assert not ConsultationRequest.objects.exists()


def test_the_question_about_age_names_the_age_of_the_clinic(client):
    make_clinic(minimum_age=21)

    page = client.get(FORM).content.decode()

    assert "21 or older" in page
    assert "Under 21" in page


def test_a_clinic_without_a_minimum_age_takes_younger_people_too(client):
    make_clinic(minimum_age=0)

    send(client, age_group="under")

    assert ConsultationRequest.objects.get().age_group == "under"


def test_the_form_may_come_back_with_the_back_button(client):
    assert client.get(FORM)["Cache-Control"] == "no-cache, private"


def test_no_page_with_answers_is_stored_by_the_browser(client):
    journey = opened(client)
    check = client.post(CHECK, {**typed(), "journey": journey})
    unwell = client.post(CHECK, {**typed(unwell="yes"), "journey": journey})
    done = send(client, journey)
    sent = client.get(done["Location"])

    for response in [check, unwell, done, sent]:
        assert response["Cache-Control"] == "no-store, private"


def test_a_page_left_open_for_days_can_still_be_sent(client, monkeypatch):
    journey = opened(client)
    later = timezone.now() + timedelta(days=5)
    monkeypatch.setattr(timezone, "now", lambda: later)

    send(client, journey)

    assert ConsultationRequest.objects.count() == 1


@pytest.mark.parametrize("path", [CHECK, f"{CHECK}?a=1"])
def test_looking_at_the_check_page_by_its_address_leads_to_the_form(client, path):
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (303, FORM)


def test_the_form_sets_one_cookie_and_no_session(client):
    client.get(FORM)

    assert list(client.cookies) == ["csrftoken"]
