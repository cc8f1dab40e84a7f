"""Two people write in one shared text, or about the clinic: nothing is overwritten unseen."""

import pytest
from django.test import Client
from django.urls import reverse

from education.models import ClinicProfile, Concern, Condition, Source
from tests.education.desk import fields_of, open_form
from tests.factories import make_clinic, make_topic, make_user

pytestmark = pytest.mark.django_db

# The kind of row, whose it is, a field, and another field.
ROWS = [
    (Concern, "editor", "name", "name"),
    (Condition, "editor", "name", "also_called"),
    (Source, "editor", "title", "verification_note"),
    (ClinicProfile, "manager", "strapline", "address"),
]
rows = pytest.mark.parametrize(("model", "role", "field", "other"), ROWS)


@pytest.fixture(autouse=True)
def there():
    make_topic()
    make_clinic()


def person(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def url_of(model) -> str:
    return reverse(f"admin:education_{model._meta.model_name}_change", args=[row_of(model).pk])


def row_of(model):
    return model.objects.order_by("pk").first()


def stored(model, field: str) -> str:
    return getattr(row_of(model), field)


def write(client: Client, model, fields: dict, **changes: str):
    return client.post(url_of(model), {**fields, **changes})


@rows
def test_the_second_to_save_is_refused_and_sees_both_texts(model, role, field, other):
    first, second = person(role), person(role)
    seen = open_form(second, url_of(model))
    write(first, model, open_form(first, url_of(model)), **{field: "The first text"})

    response = write(second, model, seen, **{field: "The second text"})

    page = response.content.decode()
    assert "Somebody else changed this page while you were writing." in page
    assert "The first text" in page
    assert "The second text" in page
    assert stored(model, field) == "The first text"


@rows
def test_what_the_first_wrote_elsewhere_in_the_row_is_not_lost(model, role, field, other):
    first, second = person(role), person(role)
    seen = open_form(second, url_of(model))
    write(first, model, open_form(first, url_of(model)), **{other: "The first text"})

    response = write(second, model, seen, **{field: "The second text"})

    assert response.status_code == 200
    assert stored(model, other) in ("The first text", ["The first text"])


@rows
def test_save_mine_replaces_what_was_shown(model, role, field, other):
    first, second = person(role), person(role)
    seen = open_form(second, url_of(model))
    write(first, model, open_form(first, url_of(model)), **{field: "The first text"})
    refused = write(second, model, seen, **{field: "The second text"})

    token = refused.context["adminform"].form.token_now
    response = write(second, model, seen, **{field: "The second text"}, save_mine=token)

    assert response.status_code == 302
    assert stored(model, field) == "The second text"


@rows
def test_save_mine_is_refused_when_a_third_person_saved_meanwhile(model, role, field, other):
    first, second, third = person(role), person(role), person(role)
    seen = open_form(second, url_of(model))
    write(first, model, open_form(first, url_of(model)), **{field: "The first text"})
    refused = write(second, model, seen, **{field: "The second text"})
    token = refused.context["adminform"].form.token_now
    write(third, model, open_form(third, url_of(model)), **{field: "The third text"})

    response = write(second, model, seen, **{field: "The second text"}, save_mine=token)

    assert response.status_code == 200
    assert stored(model, field) == "The third text"


@rows
def test_a_refused_form_that_is_sent_as_it_is_is_refused_again(model, role, field, other):
    first, second = person(role), person(role)
    seen = open_form(second, url_of(model))
    write(first, model, open_form(first, url_of(model)), **{field: "The first text"})
    refused = write(second, model, seen, **{field: "The second text"})

    response = write(second, model, fields_of(refused))

    assert response.status_code == 200
    assert stored(model, field) == "The first text"


@rows
def test_the_token_is_sent_once_and_is_no_row_of_the_form(model, role, field, other):
    page = person(role).get(url_of(model)).content.decode()

    assert page.count('name="seen"') == 1
    assert "field-seen" not in page
