"""Error pages, with and without a database."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from clinic import errors, urls
from clinic.plain_page import WORDS, plain_page


def failing(error):
    def view(request: HttpRequest):
        raise error

    return view


handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [
    path("bad/", failing(SuspiciousOperation("no"))),
    path("forbidden/", failing(PermissionDenied())),
    path("broken/", failing(ZeroDivisionError())),
    path("down/", failing(OperationalError("the server closed the connection"))),
    *urls.urlpatterns,
]


@pytest.fixture
def calm_client():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [("/bad/", 400), ("/forbidden/", 403), ("/no-such/", 404), ("/broken/", 500), ("/down/", 503)],
)
def test_every_error_has_a_page_of_ours(calm_client, address, status):
    response = calm_client.get(address)

    assert response.status_code == status
    assert b"<h1" in response.content
    assert b'<html lang="en"' in response.content
    assert "Set-Cookie" not in response


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_database_that_is_down_says_when_to_come_back(calm_client):
    response = calm_client.get("/down/")

    assert response["Retry-After"] == "30"


@pytest.mark.parametrize("address", ["/", "/no-such-page/", "/treatments/mesotherapy/"])
def test_without_a_database_no_page_is_a_server_error(calm_client, monkeypatch, address):
    def down(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(connection, "cursor", down)

    response = calm_client.get(address)

    assert response.status_code in {404, 503}
    assert b"<h1" in response.content


def test_without_a_database_the_site_says_it_is_not_well(client, monkeypatch):
    def down(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(connection, "cursor", down)

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["database"] == "failing"


@pytest.mark.django_db
def test_before_the_clinic_is_set_up_a_request_cannot_be_made_yet(calm_client):
    response = calm_client.get("/request/")

    assert response.status_code == 503
    assert response["Retry-After"] == "30"


def test_a_page_that_cannot_be_drawn_falls_back_to_plain_words(rf, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(errors, "render_to_string", broken)

    response = errors.page_not_found(rf.get("/"), Exception())

    assert response.content.decode() == plain_page(404)


@pytest.mark.parametrize("status", WORDS)
def test_plain_pages_say_what_to_do(status):
    page = plain_page(status)

    assert page.count("<h1>") == 1
    assert 'href="/"' in page
