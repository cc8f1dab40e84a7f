"""What changed between two pages: by part, entry and field, with the words marked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from education.models import Topic
from education.page import ENTRY_LISTS, Entry, Facts, Part, TreatmentPage

BASICS = "basics"
BASIC_FIELDS = ["kind", "title", "also_called", "summary"]
# Parts in which a mistake can hurt somebody.
SAFETY_PARTS = {"contraindications", "side_effects", "aftercare", "care_cards"}
# Below this likeness (0 to 1), or with fewer words, marks inside a text are a puzzle: both texts
# are then shown whole, one after the other.
LIKENESS = 0.4
FEWEST_WORDS = 4

How = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Words:
    """Some words of a text, and whether they stayed."""

    how: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class FieldChange:
    label: str
    words: list[Words]


@dataclass(frozen=True)
class EntryChange:
    """One entry that was added, removed or changed, with its fields that differ."""

    how: How
    title: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class PartChange:
    """One part of the page; ``moved``: the entries stand in another order."""

    part: str
    label: str
    entries: list[EntryChange] = field(default_factory=list)
    moved: bool = False

    @property
    def is_safety(self) -> bool:
        return self.part in SAFETY_PARTS


def compare(
    old: TreatmentPage | None, new: TreatmentPage, parts: Iterable[str] = (BASICS, *ENTRY_LISTS)
) -> list[PartChange]:
    """The parts that differ, in the order of the page. Without ``old``, all of ``new`` is added."""
    changes = (
        _compare_basics(old, new) if part == BASICS else _compare_list(part, old, new)
        for part in parts
    )
    return [change for change in changes if change.entries or change.moved]


def _compare_basics(old: TreatmentPage | None, new: TreatmentPage) -> PartChange:
    before = {**_values(old, BASIC_FIELDS), **_values(old and old.facts, Facts.model_fields)}
    after = {**_values(new, BASIC_FIELDS), **_values(new.facts, Facts.model_fields)}
    fields = _compare_fields(Topic, before, after, {})
    how: How = "changed" if old else "added"
    entries = [EntryChange(how, new.title, fields)] if fields else []
    return PartChange(BASICS, str(_("Basics")), entries)


def _values(part: Part | None, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(part, name) for name in names} if part else {}


def _compare_list(name: str, old: TreatmentPage | None, new: TreatmentPage) -> PartChange:
    before = {entry.key: entry for entry in getattr(old, name, [])}
    after = {entry.key: entry for entry in getattr(new, name)}
    model = model_of(name)
    titles = {**_source_titles(old), **_source_titles(new)}
    entries = list(_compare_entries(model, before, after, titles))
    moved = [key for key in before if key in after] != [key for key in after if key in before]
    return PartChange(name, capfirst(str(model._meta.verbose_name_plural)), entries, moved)


def _compare_entries(
    model: type[models.Model],
    before: dict[str, Entry],
    after: dict[str, Entry],
    titles: dict[str, str],
) -> Iterator[EntryChange]:
    """In the order of the new page; what was removed comes last."""
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key), after.get(key)
        entry = after.get(key) or before[key]
        fields = _compare_fields(model, _entry_values(was), _entry_values(now), titles)
        if fields:
            how: How = "added" if was is None else "removed" if now is None else "changed"
            yield EntryChange(how, title_of(model, entry), fields)


def _entry_values(entry: Entry | None) -> dict[str, Any]:
    names = type(entry).model_fields if entry else []
    return _values(entry, [name for name in names if name != "key"])


def _compare_fields(
    model: type[models.Model],
    before: dict[str, Any],
    after: dict[str, Any],
    titles: dict[str, str],
) -> list[FieldChange]:
    changes = []
    for name in after or before:
        was, now = (text_of(model, name, values.get(name), titles) for values in (before, after))
        if was != now:
            changes.append(FieldChange(_label(model, name), mark(was, now)))
    return changes


# -- Words -----------------------------------------------------------------------------------


def mark(old: str, new: str) -> list[Words]:
    """The words of both texts in one row, each marked as same, added or removed."""
    was, now = _words(old), _words(new)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < LIKENESS or min(len(was), len(now)) < FEWEST_WORDS:
        return [word for word in (Words("removed", old), Words("added", new)) if word.text]
    marked: list[Words] = []
    for how, start, end, new_start, new_end in matcher.get_opcodes():
        if how == "equal":
            marked.append(Words("same", "".join(now[new_start:new_end])))
            continue
        marked.append(Words("removed", "".join(was[start:end])))
        marked.append(Words("added", "".join(now[new_start:new_end])))
    return [word for word in marked if word.text]


def _words(text: str) -> list[str]:
    return re.findall(r"\s*\S+", text)


# -- How values are said ---------------------------------------------------------------------


def model_of(part: str) -> type[models.Model]:
    """The model whose rows make this part; its names of fields are those of the desk."""
    name = "further_sources" if part == "sources" else part
    related = Topic._meta.get_field(name).related_model
    assert isinstance(related, type)
    return related


TITLE_FIELDS = ["question", "name", "outcome", "title", "text", "level", "heading", "kind"]


def title_of(model: type[models.Model], entry: Entry) -> str:
    """What an entry is called in a list."""
    filled = (name for name in TITLE_FIELDS if getattr(entry, name, ""))
    name = next(filled, "key")
    return text_of(model, name, getattr(entry, name), {})


def text_of(model: type[models.Model], name: str, value: Any, titles: dict[str, str]) -> str:
    """A value of the page in words."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(str(titles.get(item, item)) for item in value)
    if isinstance(value, Part):
        return ", ".join([value.name, *value.also_called])  # type: ignore[attr-defined]
    choices = dict(getattr(_field(model, name), "flatchoices", ()) or ())
    return str(choices.get(value, value))


def _label(model: type[models.Model], name: str) -> str:
    found = _field(model, name)
    return capfirst(str(found.verbose_name)) if found else capfirst(name.replace("_", " "))


def _field(model: type[models.Model], name: str) -> Any:
    return next((found for found in model._meta.get_fields() if found.name == name), None)


def _source_titles(page: TreatmentPage | None) -> dict[str, str]:
    return {source.key: str(source.title) for source in page.sources} if page else {}
