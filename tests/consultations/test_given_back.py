"""An expired page and a database that is down: nothing typed is lost, nothing falsely sent."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from consultations.journey import Journey
from consultations.models import ConsultationRequest
from consultations.wording import digest, shipped_text
from tests.consultations.making import (
    CHECK,
    FORM,
    hidden_in,
    journey_in,
    make_clinic_with_offer,
    opened,
    typed,
)

pytestmark = pytest.mark.django_db

NASTY = '<script>alert("x")</script>\nsecond line'


@pytest.fixture(autouse=True)
def topic():
    return make_clinic_with_offer()


@pytest.fixture
def strict():
    """A browser whose forms are checked for their token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def database_down():
    """Every statement fails as it does when the server is gone."""

    def fail(*_args):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        yield


def given_back(response) -> dict[str, list[str]]:
    return {name: values for name, values in hidden_in(response).items() if "csrf" not in name}


def test_an_expired_token_gives_back_all_that_was_typed(strict):
    journey = opened(strict)

    response = strict.post(
        CHECK, {**typed(own_words=NASTY), "journey": journey, "csrfmiddlewaretoken": "x" * 64}
    )

    page = response.content.decode()
    assert response.status_code == 403
    assert "nothing you typed is lost" in page
    back = given_back(response)
    assert back["name"] == ["Ana Lopez"]
    assert back["treatments"] == ["mesotherapy"]
    assert back["journey"] == [journey]
    assert back["consent"] == ["on"]
    assert set(back) == {*typed(), "journey"}
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_page_after_an_expired_token_can_be_sent(strict):
    journey = opened(strict)
    strict.cookies.clear()
    page = strict.post(CHECK, {**typed(), "journey": journey, "send": "1"})

    response = strict.post(CHECK, {**hidden_in(page), "send": "1"})

    assert response.status_code == 303
    assert ConsultationRequest.objects.get().name == "Ana Lopez"


def test_an_expired_token_stores_nothing_by_itself(strict):
    strict.post(CHECK, {**typed(), "journey": opened(strict), "send": "1"})

    assert not ConsultationRequest.objects.exists()


@pytest.mark.parametrize(("extra", "button"), [({}, "Continue"), ({"send": "1"}, "Send")])
def test_the_button_of_the_given_back_page_goes_on_where_one_was(strict, extra, button):
    response = strict.post(CHECK, {**typed(), "journey": opened(strict), **extra})

    page = response.content.decode()
    assert f">{button}</button>" in page
    assert ('name="send"' in page) == bool(extra)


def test_a_change_button_with_an_expired_token_gives_back_too(strict):
    response = strict.post(FORM, {**typed(), "journey": opened(strict)})

    assert response.status_code == 403
    assert given_back(response)["name"] == ["Ana Lopez"]
    assert f'action="{FORM}"' in response.content.decode()


def test_the_given_back_page_is_not_stored_by_the_browser(strict):
    response = strict.post(CHECK, typed())

    assert response["Cache-Control"] == "no-store, private"


def test_a_token_that_expired_elsewhere_is_a_plain_403(strict):
    response = strict.post("/admin/login/", {"username": "canary", "password": "canary"})

    assert response.status_code == 403
    assert "canary" not in response.content.decode()


@pytest.mark.parametrize("extra", [{}, {"send": "1"}])
def test_when_the_database_is_down_the_answers_come_back(client, database_down, extra):
    post = {**typed(own_words=NASTY), "journey": a_journey(), **extra}

    response = client.post(CHECK, post)

    page = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store, private"
    back = given_back(response)
    assert set(back) == {*typed(), "journey"}
    assert back["journey"] == [post["journey"]]
    assert "01632 960000" in page
    assert "Nothing was sent" in page
    assert "We have your request" not in page


def test_a_process_that_never_saw_the_clinic_still_names_its_telephone(
    client, database_down, monkeypatch
):
    monkeypatch.setattr("education.context._LastKnown.details", None)

    response = client.post(CHECK, {**typed(), "journey": a_journey(), "send": "1"})

    assert response.status_code == 503
    assert "01632 960000" in response.content.decode()


def a_journey() -> str:
    """As a page opened before carries it."""
    words = shipped_text("answer", "en").replace("{clinic}", "Rowan Clinic")
    return Journey.begin(words=digest(words), phone="01632 960000").token()


def test_what_came_back_is_stored_once_when_the_database_is_back(client):
    journey = opened(client)
    with connection.execute_wrapper(fail_once_written):
        page = client.post(CHECK, {**typed(), "journey": journey, "send": "1"})
    assert page.status_code == 503

    for _ in range(2):
        response = client.post(CHECK, {**hidden_in(page), "send": "1"})

    assert response.status_code == 303
    assert ConsultationRequest.objects.count() == 1


def fail_once_written(execute, sql, params, many, context):
    if sql.startswith("INSERT INTO"):
        raise OperationalError("disk I/O error")
    return execute(sql, params, many, context)


def test_a_database_that_fails_while_storing_leaves_nothing_half_stored(client):
    journey = opened(client)

    with connection.execute_wrapper(fail_at_the_event):
        response = client.post(CHECK, {**typed(), "journey": journey, "send": "1"})

    assert response.status_code == 503
    assert not ConsultationRequest.objects.exists()


def fail_at_the_event(execute, sql, params, many, context):
    if sql.startswith("INSERT INTO") and "requestevent" in sql:
        raise OperationalError("disk full")
    return execute(sql, params, many, context)


def test_a_fault_of_ours_gives_back_too(client, monkeypatch):
    journey = opened(client)
    monkeypatch.setattr("consultations.sending._store", fault)

    response = client.post(CHECK, {**typed(), "journey": journey, "send": "1"})

    assert response.status_code == 500
    assert given_back(response)["name"] == ["Ana Lopez"]
    assert "Nothing was sent" in response.content.decode()


def fault(*_args):
    raise RuntimeError("planted")


def test_opening_the_form_while_the_database_is_down_is_unavailable(client, database_down):
    client.raise_request_exception = False

    assert client.get(FORM).status_code == 503


def test_the_journey_survives_all_of_it(strict):
    journey = opened(strict)

    response = strict.post(CHECK, {**typed(), "journey": journey})

    assert journey_in(response) == journey
