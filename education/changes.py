"""What differs between two pages, by the names of their parts."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy

from education.page_words import SECTION_HEADINGS

# Key of a page → what patients call that part. Sections go by their kind.
PART_NAMES = {
    "title": gettext_lazy("Title"),
    "also_called": gettext_lazy("Other names"),
    "summary": gettext_lazy("Summary"),
    "facts": gettext_lazy("Facts at a glance"),
    "concerns": gettext_lazy("Concerns"),
    "contraindications": SECTION_HEADINGS["who_should_not"],
    "claims": SECTION_HEADINGS["does_it_work"],
    "side_effects": SECTION_HEADINGS["risks"],
    "steps": SECTION_HEADINGS["procedure"],
    "aftercare": SECTION_HEADINGS["aftercare"],
    "care_cards": gettext_lazy("Get help"),
    "questions_to_ask": gettext_lazy("Questions to ask us"),
    "faqs": gettext_lazy("Questions and answers"),
    "sources": gettext_lazy("Sources"),
}
CHAPTER = gettext_lazy("Chapters")


def changed_parts(older: dict[str, Any], newer: dict[str, Any]) -> list[str]:
    """Names of the parts that differ, each once, in the order of ``PART_NAMES``."""
    return list(dict.fromkeys(str(name) for name in _changed(older, newer)))


def _changed(older: dict[str, Any], newer: dict[str, Any]) -> Iterator[Any]:
    for part, name in PART_NAMES.items():
        if older.get(part) != newer.get(part):
            yield name
    for kind, heading in {**SECTION_HEADINGS, "guide": CHAPTER}.items():
        if _sections(older, kind) != _sections(newer, kind):
            yield heading


def _sections(page: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [section for section in page.get("sections", []) if section["kind"] == kind]
