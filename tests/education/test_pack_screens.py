"""Topics as files: import and export on the desk and as commands."""

from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from education import packs
from education.models import Condition, Edition, FormerSlug, Source, Topic
from tests.education.desk import said
from tests.factories import make_live_topic, make_topic, make_user

pytestmark = pytest.mark.django_db

IMPORT = "admin:education_topic_import"


@pytest.fixture
def editor(client):
    user = make_user("editor")
    client.force_login(user)
    return user


@pytest.fixture
def pack() -> str:
    """A pack of a topic that is not here."""
    topic = make_topic(slug="mesotherapy")
    text = packs.export(topic)
    topic.editions.all().delete()
    topic.delete()
    for model in (Condition, Source):
        model.objects.all().delete()
    return text


def send(client, text: str | bytes, **values):
    content = text.encode() if isinstance(text, str) else text
    upload = SimpleUploadedFile("page.yaml", content)
    return client.post(reverse(IMPORT), {"file": upload, "clash": "stop", **values})


def test_an_imported_page_is_a_draft_of_its_importer(client, editor, pack):
    response = send(client, pack)

    topic = Topic.objects.get(slug="mesotherapy")
    edition = topic.editions.get()
    assert response.status_code == 302
    assert (edition.saved_by, edition.approved_at, edition.publish_from) == (editor, None, None)
    assert topic.owner == editor


def test_what_is_exported_is_what_was_imported(client, editor, pack):
    send(client, pack)
    topic = Topic.objects.get()

    response = client.get(reverse("admin:education_topic_export", args=[topic.pk]))

    assert response.content.decode() == pack
    assert 'filename="mesotherapy.yaml"' in response["Content-Disposition"]


FAULTS = {
    "twice the same key": ("  title: ", "  kind: guide\n  title: ", "", "“kind” is written twice"),
    "NUL": ("title: Mesotherapy", 'title: "Meso\\0therapy"', "page.title", "U+0000"),
    "a yes-or-no value": ("title: Mesotherapy", "title: no", "page.title", "string"),
    "a time that YAML reads as a number": (
        "    sessions: 3 to 6",
        "    sessions: 12:30",
        "page.facts.sessions",
        "string",
    ),
    "a word for a number": ("year: 2020", "year: recent", "page.sources.0.year", "integer"),
    "an unknown field": ("  kind: treat", "  price: 5\n  kind: treat", "page.price", ""),
    "a script as a link": (
        "https://example.org/review",
        "javascript:alert(1)",
        "page.sources.0.url",
        "",
    ),
    "broken YAML": ("title: Mesotherapy", "title: a: b", "", ""),
    "not a page": ("slug: mesotherapy", "slug: Not A Slug", "slug", ""),
}


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_names_line_and_field_and_stores_nothing(client, editor, pack, fault):
    was, becomes, place, reason = FAULTS[fault]
    assert was in pack

    response = send(client, pack.replace(was, becomes, 1))

    assert response.status_code == 200
    said = response.content.decode()
    assert f"Line {line_of(pack, was)}{', ' + place if place else ''}" in said
    assert reason in said
    assert not Topic.objects.exists()
    assert not Condition.objects.exists()
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"", "empty"),
        (b"x" * 2_000_001, "larger than 2 MB"),
        (b"[" * 100_000, "Line"),
        (b"&a [*a, *a]", "Line 1"),
        (b"!!python/object/apply:os.system [id]", "Line 1"),
    ],
)
def test_what_is_no_pack_is_refused_with_a_reason(client, editor, content, reason):
    response = send(client, content)

    assert response.status_code == 200
    assert reason in response.content.decode()
    assert not Topic.objects.exists()


def test_html_in_a_pack_stays_text(client, editor, pack):
    send(client, pack.replace("It stings.", "<script>alert(1)</script>", 1))
    topic = Topic.objects.get()

    response = client.get(reverse("admin:education_topic_review", args=[topic.pk]))

    assert b"<script>alert(1)" not in response.content
    assert b"&lt;script&gt;alert(1)" in response.content


def test_shared_names_that_are_here_already_stay_and_that_is_said(client, editor, pack):
    Condition.objects.create(key="pregnancy", name="Expecting a child")

    response = send(client, pack)

    assert "stay as they are" in said(client, response)
    assert Condition.objects.get(key="pregnancy").name == "Expecting a child"


def test_a_clash_of_addresses_stops_the_import(client, editor):
    topic = make_live_topic(slug="mesotherapy")
    text = packs.export(topic).replace("title: Mesotherapy", "title: Other")

    response = send(client, text)

    assert "There is a page with the address" in response.content.decode()
    assert topic.editions.count() == 1


def test_a_clash_may_replace_the_draft_but_not_what_patients_read(client, editor):
    topic = make_live_topic(slug="mesotherapy")
    text = packs.export(topic).replace("title: Mesotherapy", "title: Other")

    send(client, text, clash="replace")

    assert Topic.objects.get().title == "Other"
    assert topic.editions.live().get().page["title"] == "Mesotherapy"


def test_an_address_that_another_page_had_is_refused(client, editor, pack):
    FormerSlug.objects.create(slug="mesotherapy", topic=make_topic(slug="new-name"))

    response = send(client, pack)

    assert "is an old address of another page" in response.content.decode()
    assert not Topic.objects.filter(slug="mesotherapy").exists()


@pytest.mark.parametrize("role", [None, "reviewer", "clinician", "desk", "manager"])
def test_only_editors_import(client, pack, role):
    if role:
        client.force_login(make_user(role))

    response = send(client, pack)

    assert response.status_code == (403 if role else 302)
    assert not Topic.objects.exists()


# -- Commands --------------------------------------------------------------------------------


def run(*arguments: object, **options: object) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def test_a_file_goes_in_and_out_by_command(pack, tmp_path):
    file = tmp_path / "page.yaml"
    file.write_text(pack, encoding="utf-8")

    said = run("import_pack", file)

    assert "version 1" in said
    assert run("export_pack", "mesotherapy") == pack


def test_the_command_replaces_only_when_asked(pack, tmp_path):
    file = tmp_path / "page.yaml"
    file.write_text(pack, encoding="utf-8")
    run("import_pack", file)
    file.write_text(pack.replace("title: Mesotherapy", "title: Other"), encoding="utf-8")

    with pytest.raises(CommandError, match="There is a page"):
        run("import_pack", file)
    run("import_pack", file, replace=True)

    assert Topic.objects.get().title == "Other"


def test_the_command_names_line_and_field(pack, tmp_path):
    file = tmp_path / "page.yaml"
    file.write_text(pack.replace("year: 2020", "year: recent"), encoding="utf-8")

    with pytest.raises(CommandError, match=r"Line \d+, page.sources.0.year"):
        run("import_pack", file)


def test_the_command_says_which_file_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_pack", tmp_path / "missing.yaml")


def test_exporting_an_unknown_topic_lists_the_known_ones():
    make_topic(slug="known")

    with pytest.raises(CommandError, match="known"):
        run("export_pack", "unknown")
