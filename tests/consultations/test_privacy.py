"""What people confide stands in its own tables and nowhere else."""

import logging
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.template.loader import render_to_string

from clinic.logs import WithoutValues
from consultations.data_map import DATA_MAP
from consultations.questions import QUESTIONS
from education.data_map import PERSONAL
from tests.consultations.making import CHECK, make_clinic_with_offer, make_request, opened, typed

CANARY = "canary-4711"


def fields_of(app: str) -> dict[str, list[str]]:
    return {
        model.__name__: [field.name for field in model._meta.get_fields() if field.concrete]
        for model in apps.get_app_config(app).get_models()
    }


def test_every_field_of_what_people_confide_is_in_the_data_map():
    fields = fields_of("consultations")

    assert {name: sorted(names) for name, names in fields.items()} == {
        name: sorted(uses) for name, uses in DATA_MAP.items()
    }
    assert sum(len(names) for names in fields.values()) >= 50


def test_every_use_says_what_for_on_what_basis_for_whom_and_how_long():
    uses = [use for model in DATA_MAP.values() for use in model.values()]

    assert all([use.purpose, use.basis, use.audience, use.retention].count("") == 0 for use in uses)


def test_every_personal_field_of_education_is_there():
    for name in PERSONAL:
        model, field = name.split(".")
        try:
            apps.get_model("education", model)._meta.get_field(field)
        except FieldDoesNotExist:
            pytest.fail(f"{name} is listed, but there is no such field")


def test_every_field_of_education_that_points_to_a_person_is_listed():
    user = apps.get_model("education", "User")
    pointing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("education").get_models()
        for field in model._meta.get_fields()
        if field.concrete and (field.related_model is user or field.name.endswith("_by_name"))
    ]

    assert len(pointing) >= 8
    assert [name for name in pointing if name not in PERSONAL] == []


def test_the_document_about_privacy_names_every_model_with_people_in_it():
    text = (settings.BASE_DIR / "docs/privacy.md").read_text()

    named = set(re.findall(r"`([A-Z][A-Za-z]+)[.`]", text))
    assert {*DATA_MAP, *(name.split(".")[0] for name in PERSONAL)} - named == set()


def test_the_privacy_page_is_made_from_the_questions():
    page = render_to_string("consultations/_privacy.html")

    for question in QUESTIONS:
        assert str(question.used_for) in page
        assert str(question.if_blank) in page
    assert page.count("Read by:") == len(QUESTIONS)


@pytest.mark.django_db
def test_no_model_says_a_name_when_it_is_printed():
    make_clinic_with_offer()
    request = make_request(name=CANARY, email=f"{CANARY}@example.com", own_words=CANARY)
    request.events.create(kind="noted", note=CANARY)

    things = [request, *request.events.all(), *request.consents.all(), *request.treatments.all()]

    assert len(things) == 5
    assert CANARY not in " ".join(f"{thing} {thing!r}" for thing in things)


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{}, {"send": "1"}, {"send": "1", "phone": "1"}])
def test_nothing_that_was_typed_reaches_a_log(client, caplog, changes):
    make_clinic_with_offer()
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    post = typed(name=CANARY, own_words=CANARY, email=f"{CANARY}@example.com", **changes)

    client.post(CHECK, {**post, "journey": opened(client)})

    assert CANARY not in caplog.text


@pytest.mark.django_db
def test_a_crash_while_storing_logs_no_value(client, caplog, monkeypatch):
    make_clinic_with_offer()
    monkeypatch.setattr("consultations.sending._add_consent", crash)

    response = client.post(
        CHECK, {**typed(name=CANARY, own_words=CANARY), "journey": opened(client), "send": "1"}
    )

    assert response.status_code == 500
    printed = "".join(WithoutValues().format(record) for record in caplog.records)
    assert "RuntimeError" in printed
    assert CANARY not in printed + caplog.text


def crash(request, sending, now):
    raise RuntimeError(f"Key (name)=({sending.answers['name']}) already exists")


@pytest.mark.django_db(transaction=True)
def test_own_words_are_not_found_in_the_database_file():
    """Reads the bytes on the disk, WAL included."""
    if connection.vendor != "sqlite":
        pytest.skip("there is no file to read")
    make_clinic_with_offer()
    request = make_request(name="findable-name", own_words=CANARY)
    request.events.create(kind="noted", note=CANARY, earlier_answers=CANARY)
    name = settings.DATABASES["default"]["NAME"]

    files = [Path(str(name)), Path(f"{name}-wal")]
    stored = b"".join(file.read_bytes() for file in files if file.exists())

    assert b"findable-name" in stored
    assert CANARY.encode() not in stored
