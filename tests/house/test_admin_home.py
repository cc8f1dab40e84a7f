"""The first page of the admin: the clinic's name, and what waits for the person who signed in."""

import pytest

from tests.factories import make_clinic, make_user

pytestmark = pytest.mark.django_db


def waits(label):
    item = {"label": label, "count": 2, "url": "/admin/", "urgent": False}
    return lambda user: [{**item, "who": user.username}]


def test_it_collects_what_waits_in_both_apps_for_this_person(client, monkeypatch):
    monkeypatch.setattr("clinic.admin.requests_waiting_for", waits("New requests"))
    monkeypatch.setattr("clinic.admin.texts_waiting_for", waits("Reviews due"))
    manager = make_user("manager")
    client.force_login(manager)

    waiting = client.get("/admin/").context["waiting"]

    assert [item["label"] for item in waiting] == ["New requests", "Reviews due"]
    assert {item["who"] for item in waiting} == {manager.username}


def test_it_carries_the_name_of_the_clinic(client):
    make_clinic(name="Rowan Practice")
    client.force_login(make_user("manager"))

    response = client.get("/admin/")

    assert "Rowan Practice" in response.content.decode()


def test_before_the_clinic_has_a_name_staff_can_sign_in(client):
    response = client.get("/admin/login/")

    assert response.status_code == 200


def test_a_stranger_is_asked_to_sign_in(client):
    client.force_login(make_user())

    response = client.get("/admin/")

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
