import pytest

from consultations import desk as front_desk
from consultations.models import ConsultationRequest
from tests.consultations.making import (
    QUEUE,
    make_clinic_with_offer,
    make_request,
    one,
    opened,
    send,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db

STATES = ["new", "called", "waiting", "closed", "quarantine"]


@pytest.fixture(autouse=True)
def clinic():
    return make_clinic_with_offer()


@pytest.fixture
def desk(client):
    client.force_login(make_user("desk", first_name="Rosa", last_name="Diaz"))
    return client


def change(desk, request, **fields):
    values = {"row_version": str(request.row_version), "to_state": "", "note": "", **fields}
    return desk.post(one(request.pk), values)


def again(request) -> ConsultationRequest:
    return ConsultationRequest.objects.get(pk=request.pk)


def test_the_longest_name_of_staff_fits_into_the_history(desk):
    rosa = make_user("desk", first_name="R" * 150, last_name="D" * 150)
    desk.force_login(rosa)
    request = make_request()

    assert change(desk, request, note="Left a message.").status_code == 302
    noted = request.events.get(kind="noted")
    noted.full_clean(exclude=["earlier_answers"])
    assert noted.by_name == rosa.display_name
    assert len(noted.by_name) == 301


def test_one_request_shows_all_about_it(desk):
    send(desk, name="Ana Lopez", own_words="<i>scars</i>\nand lines")

    page = desk.get(one(ConsultationRequest.objects.get().pk)).content.decode()

    for words in [
        "Ana Lopez",
        "07700 900123",
        "&lt;i&gt;scars&lt;/i&gt;<br>and lines",
        "Mesotherapy",
        "could read version 1",
        "18 or older",
        "No, leave no message",
        "I agree that Rowan Clinic stores",
        "We promised an answer by",
    ]:
        assert words in page, words


def test_a_request_is_marked_as_called_with_a_note(desk):
    request = make_request()

    response = change(desk, request, to_state="called", note="Spoke to her.")

    assert response["Location"] == one(request.pk)
    assert again(request).state == "called"
    event = again(request).events.get(kind="moved")
    assert (event.by_name, event.from_state, event.to_state) == ("Rosa Diaz", "new", "called")
    assert event.note == "Spoke to her."
    page = desk.get(one(request.pk)).content.decode()
    assert "Rosa Diaz" in page
    assert "Spoke to her." in page


def test_after_saving_one_can_go_back_to_the_queue(desk):
    response = change(desk, make_request(), to_state="called", _queue="1")

    assert response["Location"] == QUEUE


def test_a_note_alone_leaves_the_state_as_it_is(desk):
    request = make_request()

    change(desk, request, note="Tried, no answer.")

    assert again(request).state == "new"
    assert again(request).events.get(kind="noted").note == "Tried, no answer."


def test_closing_needs_a_reason(desk):
    request = make_request()

    response = change(desk, request, to_state="closed", note="typed before")

    page = response.content.decode()
    assert response.status_code == 422
    assert "Say why it is closed." in page
    assert "typed before</textarea>" in page
    assert again(request).state == "new"


def test_a_reason_for_closing_is_not_dropped_without_a_word(desk):
    request = make_request()

    response = change(desk, request, to_state="called", closed_reason="booked")

    assert response.status_code == 422
    assert "goes with “Closed”" in response.content.decode()
    assert again(request).state == "new"


def test_a_closed_request_keeps_its_reason_until_it_is_opened_again(desk):
    request = make_request()

    change(desk, request, to_state="closed", closed_reason="booked")
    assert again(request).closed_reason == "booked"
    change(desk, again(request), to_state="new")

    assert (again(request).state, again(request).closed_reason) == ("new", "")


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_only_allowed_moves_are_made_and_a_refusal_names_them(desk, before, after):
    reason = "booked" if before == "closed" else ""
    request = make_request(state=before, closed_reason=reason)

    given = "other" if after == "closed" else ""
    response = change(desk, request, to_state=after, closed_reason=given)

    if after in front_desk.MOVES[before]:
        assert response.status_code == 302
        assert again(request).state == after
    else:
        assert response.status_code == 422
        assert "this request can go to:" in response.content.decode()
        assert again(request).state == before


def test_closed_to_called_is_refused_with_the_allowed_moves(desk):
    request = make_request(state="closed", closed_reason="booked")

    page = change(desk, request, to_state="called").content.decode()

    assert "From “Closed” this request can go to: New." in page


def test_nothing_chosen_and_nothing_written_is_said(desk):
    response = change(desk, make_request())

    assert response.status_code == 422
    assert "Choose what happened, or write a note." in response.content.decode()


def test_a_stale_save_is_refused_shows_both_and_loses_nothing(desk):
    request = make_request()
    colleague = make_user("desk", first_name="Ben", last_name="Okoro")
    front_desk.change(pk=request.pk, row_version=1, by=colleague, to_state="called", note="Mine.")

    response = change(desk, request, to_state="waiting", note="Typed by Rosa.")

    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody changed this request" in page
    assert "Ben Okoro" in page
    assert "Typed by Rosa.</textarea>" in page
    assert 'value="waiting" id="id_to_state_1" checked' in page
    assert again(request).state == "called"
    assert "Typed by Rosa." not in [event.note for event in again(request).events.all()]


def test_after_a_stale_save_the_same_text_can_be_saved(desk):
    request = make_request()
    colleague = make_user("desk")
    front_desk.change(pk=request.pk, row_version=1, by=colleague, to_state="called")
    page = change(desk, request, to_state="waiting", note="Typed by Rosa.").content.decode()
    assert 'name="row_version" value="2"' in page

    change(desk, again(request), to_state="waiting", note="Typed by Rosa.")

    assert again(request).state == "waiting"
    assert [one.kind for one in again(request).events.all()] == ["received", "moved", "moved"]


def test_what_the_patient_changed_meanwhile_makes_a_save_stale(desk):
    journey = opened(desk)
    send(desk, journey)
    seen = ConsultationRequest.objects.get()
    send(desk, journey, phone="07700 900456")

    response = change(desk, seen, to_state="called")

    assert response.status_code == 409
    assert "Changed by the patient" in response.content.decode()


def test_what_the_patient_wrote_before_can_be_read(desk):
    journey = opened(desk)
    send(desk, journey, own_words="first words")
    send(desk, journey, own_words="second words")

    page = desk.get(one(ConsultationRequest.objects.get().pk)).content.decode()

    assert "first words" in page
    assert "second words" in page


@pytest.mark.parametrize(
    "fields",
    [{"row_version": ""}, {"row_version": "x"}, {"row_version": "99"}, {"to_state": "nonsense"},
     {"closed_reason": "nonsense"}, {"note": "x" * 2001}, {"note": "\x00"}],
)  # fmt: skip
def test_bad_input_is_said_and_changes_nothing(desk, fields):
    request = make_request()

    response = change(desk, request, **{"to_state": "called", **fields})

    assert response.status_code in {409, 422}
    assert again(request).state == "new"


def test_a_note_that_is_too_long_names_the_limit_and_comes_back(desk):
    response = change(desk, make_request(), note="x" * 2001)

    page = response.content.decode()
    assert "2001 characters; at most 2000" in page
    assert "x" * 2001 in page


@pytest.mark.parametrize("address", ["0", "99999", "x", "1'--", "٣", "9" * 40, "9" * 5000])
def test_a_request_that_is_not_there_is_not_found(desk, address):
    assert desk.get(f"{QUEUE}{address}/change/").status_code == 404


def test_looking_changes_nothing(desk):
    request = make_request()

    desk.get(one(request.pk))

    assert again(request).row_version == 1
    assert again(request).events.count() == 1


def test_one_request_asks_the_same_queries_however_long_its_history(
    desk, django_assert_num_queries
):
    request = make_request()
    queries = 10
    with django_assert_num_queries(queries):
        desk.get(one(request.pk))
    for number in range(10):
        request.events.create(kind="noted", note=f"note {number}")

    with django_assert_num_queries(queries):
        desk.get(one(request.pk))


def test_a_person_under_the_age_is_marked(desk):
    request = make_request(age_group="under", age_limit=18)

    assert "<strong>Under 18</strong>" in desk.get(one(request.pk)).content.decode()
