"""Concerns, health problems and medicines, sources: one row on many pages."""

import pytest
from django.urls import reverse

from education.models import Concern, Condition, Source
from tests.education.desk import open_form, said
from tests.factories import make_live_topic, make_topic, make_user, page_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user("editor")
    client.force_login(user)
    return user


def url_of(row) -> str:
    return reverse(f"admin:education_{row._meta.model_name}_change", args=[row.pk])


def change(client, row, **changes: str):
    return client.post(url_of(row), {**open_form(client, url_of(row)), **changes})


SHARED = [(Condition, "pregnancy", "name"), (Concern, "dull-skin", "name")]
SHARED += [(Source, "review-2020", "title")]


@pytest.mark.parametrize(("model", "key", "field"), SHARED)
def test_the_form_says_which_pages_change_and_how_many_approvals_fall(
    client, editor, model, key, field
):
    make_live_topic(title="Approved one")
    make_topic(title="Draft one")

    page = client.get(url_of(model.objects.get(key=key))).content.decode()

    assert "2 pages show this." in page
    assert "Approved one" in page
    assert "Draft one" in page
    assert "1 approval falls" in page


@pytest.mark.parametrize(("model", "key", "field"), SHARED)
def test_renaming_records_a_draft_of_every_page(client, editor, model, key, field):
    topics = [make_live_topic(), make_live_topic()]

    response = change(client, model.objects.get(key=key), **{field: "A new name"})

    for topic in topics:
        live, draft = topic.editions.live().get(), topic.editions.order_by("-number").first()
        assert "A new name" in draft.content
        assert "A new name" not in live.content
        assert draft.saved_by == editor
    assert "The drafts of 2 pages have changed" in said(client, response)


def test_what_no_patient_reads_changes_no_page(client, editor):
    topic = make_live_topic()

    change(client, Source.objects.get(), verified_on="2026-05-01")

    assert Source.objects.get().verified_on.isoformat() == "2026-05-01"
    assert topic.editions.count() == 1


def test_other_names_are_lines(client, editor):
    topic = make_topic()

    change(client, Condition.objects.get(key="pregnancy"), also_called="Expecting\nWith child")

    assert Condition.objects.get(key="pregnancy").also_called == ["Expecting", "With child"]
    assert topic.editions.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("url", "javascript:alert(1)", "Enter a valid URL"),
        ("url", "ftp://example.org/x", "url"),
        ("doi", "https://doi.org/10.1/x", "doi"),
        ("pmid", "PMID 12", "pmid"),
        ("year", "20", "1800"),
        ("title", "a\x00b", "Null characters"),
    ],
)
def test_a_source_that_no_page_can_show_is_refused(client, editor, field, value, reason):
    topic = make_topic()

    response = change(client, Source.objects.get(), **{field: value})

    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors
    assert topic.editions.count() == 1


def test_a_new_row_gets_its_key_from_its_name(client, editor):
    client.post(reverse("admin:education_condition_add"), {"name": "High blood pressure"})

    assert Condition.objects.get().key == "high-blood-pressure"


def test_a_new_source_is_called_by_author_and_year(client, editor):
    add = reverse("admin:education_source_add")

    client.post(add, {"title": "A trial", "authors": "Smith J, Roy K", "year": "2021"})

    assert Source.objects.get().key == "smith-2021"


def test_a_key_stays_when_the_name_changes(client, editor):
    make_topic()

    change(client, Condition.objects.get(key="pregnancy"), name="Expecting a child")

    assert Condition.objects.filter(key="pregnancy", name="Expecting a child").exists()


def test_the_list_counts_pages(client, editor):
    make_topic()
    make_topic(claims=page_values()["claims"])

    page = client.get(reverse("admin:education_source_changelist")).content.decode()

    assert '<td class="field-pages">2</td>' in page


@pytest.mark.parametrize(("model", "key", "field"), SHARED)
@pytest.mark.parametrize("role", ["clinician", "desk", "manager"])
def test_others_do_not_see_them(client, role, model, key, field):
    make_topic()
    client.force_login(make_user(role))

    assert client.get(url_of(model.objects.get(key=key))).status_code == 403


def test_a_reviewer_reads_and_cannot_write(client):
    make_topic()
    client.force_login(make_user("reviewer"))
    url = url_of(Source.objects.get())

    assert client.get(url).status_code == 200
    assert client.post(url, {"title": "Mine"}).status_code == 403
