import pytest

from consultations.models import ConsultationRequest
from education import editions
from education.models import Edition, Offer
from tests.consultations.making import (
    CHECK,
    journey_in,
    make_clinic_with_offer,
    make_offered_topic,
    opened,
    send,
    typed,
)
from tests.factories import make_live_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def topic():
    return make_clinic_with_offer()


def check(client, **changes):
    return client.post(CHECK, {**typed(**changes), "journey": opened(client)})


LONG = "x" * 4001

WRONG = [
    ({"unwell": ""}, "unwell_0", "Do you feel unwell now?: please answer"),
    ({"unwell": "maybe"}, "unwell_0", "please choose from the list"),
    ({"treatments": []}, "treatments_0", "talk about: please answer"),
    ({"treatments": ["no-such-thing"]}, "treatments_0", "please choose from the list"),
    ({"treatments": ["mesotherapy", "\x00"]}, "treatments_0", "please choose from the list"),
    ({"own_words": LONG}, "own_words", "at most 4000 characters, and this has 4001"),
    ({"own_words": "x" * 200_000}, "own_words", "at most 4000 characters, and this has 200000"),
    ({"own_words": "bell \x07"}, "own_words", "cannot be stored (U+0007)"),
    ({"name": ""}, "name", "Your name: please answer"),
    ({"name": "   "}, "name", "Your name: please answer"),
    ({"name": "Ana\nBcc: all@example.com"}, "name", "Must be one line"),
    ({"name": "Ana\x00"}, "name", "cannot be stored (U+0000)"),
    ({"name": "x" * 121}, "name", "Your name: at most 120 characters, and this has 121"),
    ({"reach_by": []}, "reach_by_0", "How to reach you: please answer"),
    ({"reach_by": ["pigeon"]}, "reach_by_0", "please choose from the list"),
    ({"phone": ""}, "phone", "Phone number: please give one"),
    ({"phone": "12345"}, "phone", "Phone number: at least 6 digits"),
    ({"phone": "call me maybe"}, "phone", "Phone number: at least 6 digits"),
    ({"phone": "0" * 41}, "phone", "Phone number: at most 40 characters, and this has 41"),
    ({"reach_by": ["text"], "phone": "020 7946 0018"}, "phone", "this is a landline"),
    ({"voicemail": "sing"}, "voicemail_0", "please choose from the list"),
    ({"reach_by": ["email"], "email": ""}, "email", "E-mail address: please give one"),
    ({"email": "ana"}, "email", "this is not complete"),
    ({"email": "a@example.com, b@example.com"}, "email", "please give one address only"),
    ({"email": "a@example.com b@example.com"}, "email", "please give one address only"),
    ({"email": "a@example.com\nBcc: b@example.com"}, "email", "Must be one line"),
    ({"email": "a" * 250 + "@example.com"}, "email", "at most 254 characters, and this has 262"),
    ({"age_group": ""}, "age_group_0", "Your age: please answer"),
    ({"age_group": "ancient"}, "age_group_0", "please choose from the list"),
    ({"consent": ""}, "consent", "Please tick that you agree"),
]


@pytest.mark.parametrize(("changes", "anchor", "message"), WRONG)
def test_each_error_names_its_field_and_leads_to_it(client, changes, anchor, message):
    response = check(client, **changes)

    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    summary = page[page.index("error-summary") : page.index("care-emergency")]
    assert f'<a href="#id_{anchor}">' in summary
    assert message in summary
    assert f'id="id_{anchor}"' in page


@pytest.mark.parametrize(("changes", "anchor", "message"), WRONG)
def test_each_error_gives_back_all_that_was_typed(client, changes, anchor, message):
    given = typed(**{"email": "ana@example.com", "own_words": "two\nlines", **changes})

    page = client.post(CHECK, {**given, "journey": opened(client)}).content.decode()

    for name in ["name", "phone", "email"]:
        assert f'name="{name}" value="{given[name]}"' in page or not given[name]
    assert f"{given['own_words']}</textarea>" in page
    for name in ["unwell", "voicemail", "age_group"]:
        known = f'name="{name}" value="{given[name]}"' in page
        assert not known or f'value="{given[name]}" class="form-check-input" id="id_{name}' in page
    ticked = page.count(" checked")
    assert ticked == number_of_known_choices(given)


def number_of_known_choices(given):
    known = {
        "unwell": {"no"},
        "voicemail": {"no"},
        "age_group": {"over"},
        "consent": {"on"},
        "treatments": {"mesotherapy"},
        "reach_by": {"phone", "text", "email"},
    }
    return sum(
        answer in choices
        for name, choices in known.items()
        for answer in ([given[name]] if isinstance(given[name], str) else given[name])
    )


def test_nothing_is_stored_while_an_answer_is_wrong(client):
    send(client, phone="1")

    assert not ConsultationRequest.objects.exists()


def test_markup_that_was_typed_comes_back_as_text(client):
    page = check(
        client, name="<b>x</b>", own_words="</textarea><script>", phone=""
    ).content.decode()

    assert "<b>x</b>" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page


@pytest.mark.parametrize(
    "name", ["O'Connor-Łukasz 李", "محمد", "Zoë", "Nguyễn Thị Minh Khai", "X", "👩🏽 Ana"]
)
def test_every_name_is_taken(client, name):
    send(client, name=name)

    assert ConsultationRequest.objects.get().name == name


@pytest.mark.parametrize(
    ("written", "international"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("0033 6 12 34 56 78", "+33612345678"),
        ("٠٧٧٠٠ ٩٠٠١٢٣", "+447700900123"),
        ("07700 900123 after 5 pm", ""),
        ("123456", ""),
    ],
)
def test_a_phone_number_is_taken_as_it_is_written(client, written, international):
    send(client, phone=written)

    stored = ConsultationRequest.objects.get()
    assert stored.phone == written
    assert stored.phone_international == international


def test_a_slip_in_a_mail_address_is_a_suggestion_and_no_block(client):
    response = check(client, reach_by=["email"], email="ana@gmial.com")

    assert response.status_code == 200
    assert "Did you mean <b>ana@gmail.com</b>" in response.content.decode()


@pytest.mark.parametrize("email", ["ana@mail.com", "ana@example.org", "ana@GMAIL.com"])
def test_a_right_mail_address_gets_no_suggestion(client, email):
    response = check(client, reach_by=["email"], email=email)

    assert "Did you mean" not in response.content.decode()


def test_text_is_stored_in_one_form_of_unicode(client):
    send(client, name="Zoe\u0308", own_words="a\r\nb")

    stored = ConsultationRequest.objects.get()
    assert (stored.name, stored.own_words) == ("Zoë", "a\nb")


@pytest.mark.parametrize("journey", ["", "tampered", "a:b:c", "\x00"])
def test_a_journey_that_is_not_ours_is_refused_and_begins_anew(client, journey):
    response = client.post(CHECK, {**typed(), "journey": journey, "send": "1"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "We could not recognise the page this came from" in page
    assert 'value="Ana Lopez"' in page
    assert journey_in(response) != journey
    assert not ConsultationRequest.objects.exists()


def test_after_an_unknown_journey_consent_is_asked_again(client):
    response = client.post(CHECK, {**typed(), "journey": "tampered", "send": "1"})

    assert '<a href="#id_consent">' in response.content.decode()


def test_missing_hidden_fields_are_an_error_on_the_page(client):
    response = client.post(CHECK, typed())

    assert response.status_code == 422
    assert "We could not recognise" in response.content.decode()


def test_an_empty_post_is_an_error_on_the_page(client):
    assert client.post(CHECK, {}).status_code == 422


@pytest.mark.parametrize("path", ["/request/", "/request/check/"])
def test_a_charset_that_django_does_not_read_is_a_bad_request(client, path):
    response = client.post(
        path, b"name=+AD4-", content_type="application/x-www-form-urlencoded; charset=utf-7"
    )

    assert response.status_code == 400


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "nonsense", "multipart/form-data"]
)
def test_a_body_of_another_kind_is_no_server_error(client, kind):
    response = client.post(CHECK, b'{"name": "Ana"}', content_type=kind)

    assert response.status_code in {400, 422}
    assert not ConsultationRequest.objects.exists()


def test_bytes_that_are_no_text_are_no_server_error(client):
    body = b"name=%ff%fe&unwell=no&journey=%f0%28"

    response = client.post(CHECK, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 422


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(client, method):
    assert getattr(client, method)(CHECK).status_code == 405


@pytest.mark.parametrize("status", [Offer.Status.INFORMATION, Offer.Status.HIDDEN])
def test_a_treatment_that_is_no_longer_offered_is_kept_and_said(client, topic, status):
    journey = opened(client)
    Offer.objects.update(status=status)

    page = client.post(CHECK, {**typed(), "journey": journey}).content.decode()
    send(client, journey)

    assert "We do not offer <b>Mesotherapy</b> now" in page
    asked = ConsultationRequest.objects.get().treatments.get()
    assert (asked.title, asked.still_offered) == ("Mesotherapy", False)


def test_a_treatment_that_was_never_offered_is_refused(client):
    make_live_topic(title="Fillers", slug="fillers")

    response = check(client, treatments=["fillers"])

    assert response.status_code == 422
    assert "please choose from the list" in response.content.decode()


def test_a_guide_is_no_treatment_to_ask_for(client):
    make_live_topic(title="Choosing", slug="choosing", kind="guide")

    assert check(client, treatments=["choosing"]).status_code == 422


def test_a_treatment_that_was_not_public_yet_is_refused(client):
    journey = opened(client)
    hidden = make_offered_topic(title="Fillers", slug="fillers")
    Offer.objects.filter(topic=hidden).update(status=Offer.Status.HIDDEN)

    response = client.post(CHECK, {**typed(treatments=["fillers"]), "journey": journey})

    assert response.status_code == 422


def test_a_treatment_that_was_withdrawn_before_is_refused(client, topic):
    withdraw(topic)

    assert check(client).status_code == 422


def test_a_treatment_that_was_withdrawn_meanwhile_is_kept_and_said(client, topic):
    journey = opened(client)
    withdraw(topic)

    page = client.post(CHECK, {**typed(), "journey": journey}).content.decode()

    assert "We do not offer <b>Mesotherapy</b> now" in page


def withdraw(topic):
    editions.withdraw(
        edition=Edition.objects.live().get(topic=topic),
        by=make_user("reviewer"),
        reason="A new risk became known.",
    )
