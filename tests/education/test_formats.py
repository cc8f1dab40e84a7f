"""How a page becomes the bytes of an edition, and how old bytes are read today."""

import json
from pathlib import Path

import pytest
from pydantic import create_model

from education import formats
from education.formats import UnknownFormat, canonical, digest_of, page_from, upgraded
from education.page import FORMAT, TreatmentPage
from tests.factories import make_page

STORED = Path(__file__).parent / "editions"
# SHA-256 of each stored edition, as it was recorded. These numbers never change.
DIGESTS = {
    "format-1.json": "173f200be46a13d52b1fc4f151ec89ba18f765b59d967e70490a895b5912a6e4",
}


@pytest.mark.parametrize("name", DIGESTS)
def test_an_old_edition_still_matches_its_digest(name):
    assert digest_of((STORED / name).read_text(encoding="utf-8")) == DIGESTS[name]


@pytest.mark.parametrize("name", DIGESTS)
def test_an_old_edition_can_still_be_read(name):
    content = (STORED / name).read_text(encoding="utf-8")

    page = page_from(content)

    assert page.title == "Mesotherapy"
    assert page.contraindications[0].condition.name
    assert "format" not in upgraded(content)


def test_there_is_a_stored_edition_of_every_format():
    formats_stored = [json.loads((STORED / name).read_text())["format"] for name in DIGESTS]

    assert formats_stored == list(range(1, FORMAT + 1))
    assert {path.name for path in STORED.glob("*.json")} == set(DIGESTS)


def test_every_old_format_has_its_upgrade():
    assert sorted(formats.UPGRADES) == list(range(1, FORMAT))


def test_reading_what_was_written_gives_the_same_page():
    page = make_page()

    assert page_from(canonical(page)) == page


def test_canonical_has_sorted_keys_no_spaces_and_no_defaults():
    content = canonical(make_page(kind="guide"))

    assert content == json.dumps(
        json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert set(json.loads(content)) == {"facts", "format", "kind", "sections", "summary", "title"}


def test_text_is_stored_as_it_is_read():
    assert "Größe “groß” 日本" in canonical(make_page(title="Größe “groß” 日本"))


def test_the_order_of_entries_is_part_of_the_text():
    page = make_page()
    turned = make_page(side_effects=[e.model_dump() for e in reversed(page.side_effects)])

    assert canonical(turned) != canonical(page)


def test_the_order_of_shared_rows_is_not():
    concerns = [{"key": "a", "name": "A"}, {"key": "b", "name": "B"}]

    assert canonical(make_page(concerns=concerns)) == canonical(make_page(concerns=concerns[::-1]))


@pytest.mark.parametrize(("kind", "default"), [(str, ""), (int | None, None), (list[str], [])])
def test_a_new_optional_field_changes_no_digest(kind, default):
    grown = create_model("Grown", __base__=TreatmentPage, new_field=(kind, default))
    page = make_page()

    again = grown.model_validate(upgraded(canonical(page)))

    assert canonical(again) == canonical(page)


def test_an_upgrade_runs_when_an_old_edition_is_read(monkeypatch):
    monkeypatch.setattr(formats, "FORMAT", 3)
    renamed = {
        1: lambda page: {"heading": page["title"]},
        2: lambda page: {**page, "heading": page["heading"].upper()},
    }
    monkeypatch.setattr(formats, "UPGRADES", renamed)

    assert upgraded('{"format":1,"title":"Peel"}') == {"heading": "PEEL"}
    assert upgraded('{"format":2,"heading":"Peel"}') == {"heading": "PEEL"}
    assert upgraded('{"format":3,"heading":"Peel"}') == {"heading": "Peel"}


def test_a_format_of_the_future_is_not_guessed_at():
    with pytest.raises(UnknownFormat):
        upgraded(json.dumps({"format": FORMAT + 1, "title": "Peel"}))
