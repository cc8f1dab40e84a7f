"""What changed between two pages."""

import pytest

from education.diff import Words, compare, mark
from education.page import TreatmentPage
from tests.factories import make_page, page_values


def changed(**values) -> TreatmentPage:
    return make_page(**values)


def only(changes):
    assert len(changes) == 1
    return changes[0]


def test_the_same_page_has_no_changes():
    assert compare(make_page(), make_page()) == []


def test_words_that_changed_are_marked():
    assert mark("Wait a week, then come.", "Wait two weeks, then come.") == [
        Words("same", "Wait"),
        Words("removed", " a week,"),
        Words("added", " two weeks,"),
        Words("same", " then come."),
    ]


def test_texts_without_likeness_stand_one_after_the_other():
    assert mark("All new here", "Nothing of that stayed") == [
        Words("removed", "All new here"),
        Words("added", "Nothing of that stayed"),
    ]


def test_an_added_entry_shows_all_it_says():
    faqs = [*page_values()["faqs"], {"key": "cost", "question": "What is it?", "answer": "A lot."}]

    part = only(compare(make_page(), changed(faqs=faqs)))

    entry = only(part.entries)
    assert (part.label, entry.how, entry.title) == ("Questions and answers", "added", "What is it?")
    assert [field.label for field in entry.fields] == ["Question", "Answer"]


def test_a_removed_contraindication_is_a_change_of_safety():
    rows = page_values()["contraindications"][1:]

    part = only(compare(make_page(), changed(contraindications=rows)))

    assert part.is_safety
    assert only(part.entries).how == "removed"
    assert only(part.entries).title == "Are you pregnant?"


def test_choices_are_said_in_the_words_of_the_desk():
    rows = page_values()["contraindications"]
    rows[0]["level"] = "never"

    entry = only(only(compare(make_page(), changed(contraindications=rows))).entries)

    assert only(entry.fields).words == [Words("removed", "Not now"), Words("added", "Not given")]


def test_another_order_is_a_change():
    rows = list(reversed(page_values()["contraindications"]))

    part = only(compare(make_page(), changed(contraindications=rows)))

    assert part.moved
    assert part.entries == []


def test_sources_are_named_by_their_title():
    rows = page_values()["claims"]
    rows[0]["sources"] = []
    faults = compare(make_page(), changed(claims=rows))

    words = only(only(only(faults).entries).fields).words
    assert words == [Words("removed", "A review of mesotherapy")]


def test_facts_and_title_are_basics():
    part = only(compare(make_page(), changed(title="Other", facts={"sessions": "1"})))

    assert part.part == "basics"
    assert [field.label for field in only(part.entries).fields] == [
        "Title",
        "Sessions",
        "Does it hurt?",
    ]


@pytest.mark.parametrize("kind", ["treatment", "guide"])
def test_a_first_version_is_all_added(kind):
    changes = compare(None, make_page(kind=kind))

    assert {entry.how for part in changes for entry in part.entries} == {"added"}


def test_a_section_without_heading_is_named_by_its_kind():
    rows = page_values()["sections"]
    rows[0]["body"] = "Small amounts of another product are put into the skin with fine needles."

    entry = only(only(compare(make_page(), changed(sections=rows))).entries)

    assert entry.title == "What it is"
