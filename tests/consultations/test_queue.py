from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.models import ConsultationRequest
from tests.consultations.making import QUEUE, make_clinic_with_offer, make_request, one
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clinic():
    return make_clinic_with_offer()


@pytest.fixture
def desk(client):
    client.force_login(make_user("desk"))
    return client


def names(response) -> list[str]:
    return [one.name for one in response.context["queue"].page]


def find(desk, words: str) -> list[str]:
    response = desk.post(QUEUE, {"words": words}, follow=True)
    return names(response)


def test_new_requests_come_first_and_of_these_the_oldest(desk):
    now = timezone.now()
    make_request(name="Called", state="called", received_at=now - timedelta(days=9))
    make_request(name="Newer", received_at=now)
    make_request(name="Older", received_at=now - timedelta(days=2))
    make_request(name="Waiting", state="waiting", received_at=now - timedelta(days=8))

    assert names(desk.get(QUEUE)) == ["Older", "Newer", "Called", "Waiting"]


def test_closed_requests_are_out_of_the_way(desk):
    make_request(name="Open")
    make_request(name="Closed", state="closed", closed_reason="booked")

    assert names(desk.get(QUEUE)) == ["Open"]
    assert names(desk.get(f"{QUEUE}?state=closed")) == ["Closed"]
    assert names(desk.get(f"{QUEUE}?state=all")) == ["Open", "Closed"]


def test_each_filter_says_how_many_it_shows(desk):
    make_request()
    make_request()
    make_request(state="called")

    filters = desk.get(QUEUE).context["queue"].filters

    shown = {str(one["label"]): one["count"] for one in filters}
    assert shown == {"Open": 3, "New": 2, "Called": 1, "All": 3}


def test_an_overdue_request_says_so_in_words(desk):
    make_request(promised_on=timezone.localdate() - timedelta(days=1))

    page = desk.get(f"{QUEUE}?state=overdue").content.decode()

    assert '<strong class="overdue">Overdue</strong>' in page


@pytest.mark.parametrize(
    ("allowed", "words"), [("no", "No voice message"), ("name", "name and number only")]
)
def test_the_queue_says_what_may_be_left_on_a_voice_box(desk, allowed, words):
    make_request(voicemail=allowed)

    assert words in desk.get(QUEUE).content.decode()


def test_on_the_promised_day_it_is_not_overdue_yet(desk):
    make_request(promised_on=timezone.localdate())

    assert "Overdue" not in desk.get(QUEUE).content.decode()


@pytest.mark.parametrize(
    "words",
    ["lukasz", "ŁUKASZ", "o'connor", "O’Connor lukasz", "李", "ana@example", "0123", "900 123",
     "07700 900123", "+44 7700 900123"],
)  # fmt: skip
def test_a_request_is_found_by_name_mail_and_end_of_the_number(desk, words):
    make_request(name="O'Connor-Łukasz 李", email="ana@example.com")
    make_request(name="Somebody Else", phone="020 7946 0018", phone_international="+442079460018")

    assert find(desk, words) == ["O'Connor-Łukasz 李"]


@pytest.mark.parametrize("words", ["nobody", "%", "_", "99999", "a@b"])
def test_what_matches_nobody_says_so(desk, words):
    make_request()

    response = desk.post(QUEUE, {"words": words}, follow=True)

    assert "Nobody found" in response.content.decode()


def test_a_reference_leads_straight_to_its_request(desk):
    request = make_request()
    spoken = request.reference.replace("-", " ").lower()

    response = desk.post(QUEUE, {"words": spoken})

    assert response["Location"] == one(request.pk)


def test_no_address_names_the_person_who_was_looked_for(desk):
    make_request(name="Canary Birdsong")

    response = desk.post(QUEUE, {"words": "canary"}, follow=True)

    assert names(response) == ["Canary Birdsong"]
    assert "canary" not in str(response.redirect_chain).lower()


@pytest.mark.parametrize("query", ["?found=x", "?found=ü", "?state=no-such", "?page=x&state="])
def test_nonsense_in_the_address_shows_the_queue(desk, query):
    make_request()

    assert names(desk.get(f"{QUEUE}{query}")) == ["Ana Lopez"]


def test_closed_requests_are_found_too(desk):
    make_request(name="Eva Brandt", state="closed", closed_reason="booked")

    assert find(desk, "brandt") == ["Eva Brandt"]


def test_a_page_beyond_the_last_shows_the_last(desk):
    for number in range(51):
        make_request(name=f"Person {number:02}")

    response = desk.get(f"{QUEUE}?page=99")

    assert names(response) == ["Person 50"]
    assert "Page 2 of 2" in response.content.decode()


def test_the_queue_asks_the_same_queries_for_one_and_for_many(desk, django_assert_num_queries):
    make_request()
    queries = 10
    desk.get(QUEUE)  # the first of all asks SQLite whether it knows JSON
    with django_assert_num_queries(queries):
        desk.get(QUEUE)
    for _ in range(20):
        make_request()

    with django_assert_num_queries(queries):
        desk.get(QUEUE)


def test_the_queue_does_not_read_what_people_wrote(desk):
    make_request(own_words="canary words")

    assert "canary" not in desk.get(QUEUE).content.decode()


def test_a_name_with_markup_is_text(desk):
    make_request(name="<b>x</b>")

    assert "<b>x</b>" not in desk.get(QUEUE).content.decode()


def test_only_the_ways_a_person_chose_are_offered(desk):
    make_request(reach_by=["email"], email="ana@example.com")

    page = desk.get(QUEUE).content.decode()

    assert "mailto:ana@example.com" in page
    assert "tel:07700900123" not in page


def test_an_empty_queue_says_so(desk):
    assert "There is nothing here" in desk.get(QUEUE).content.decode()


def test_the_front_page_says_what_waits(desk):
    make_request()
    make_request(promised_on=timezone.localdate() - timedelta(days=1))

    waiting = desk.get("/admin/").context["waiting"]

    ours = [one for one in waiting if QUEUE in one["url"]]
    assert [(one["count"], one["urgent"]) for one in ours] == [(2, False), (1, True)]
    assert all(desk.get(one["url"]).status_code == 200 for one in ours)


def test_search_treats_percent_as_a_sign(desk):
    make_request(name="100% Ana")
    make_request(name="Eva")

    assert find(desk, "100%") == ["100% Ana"]
    assert ConsultationRequest.objects.count() == 2
