"""A page in the order in which a patient reads it (product study, section 6.3).

Takes the plain dict of an edition, in which whatever equals its default is missing, and gives
templates what they print. Nothing here asks the database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from education.models.entry import anchor
from education.page_words import (
    DIRECTIONS,
    DIRECTIONS_WITHOUT_STUDIES,
    FACTS,
    GRADES,
    LEVEL_HEADINGS,
    SECTION_HEADINGS,
    SERIOUSNESS_HEADINGS,
)

Part = dict[str, Any]

CARE_LEVELS = ["emergency", "urgent", "ask"]
DAY, WEEK = 24, 7 * 24  # hours


@dataclass(frozen=True)
class Reading:
    """What the templates of a treatment and of a guide print."""

    page: Part

    # -- Text ------------------------------------------------------------------------------

    @cached_property
    def facts(self) -> list[tuple[str, str]]:
        facts = self.page.get("facts", {})
        return [(str(label), facts[name]) for name, label in FACTS.items() if facts.get(name)]

    @property
    def fact_columns(self) -> int:
        """Three or four: whichever leaves no single fact in the last row. Cost is one more."""
        return columns_for(len(self.facts) + 1)

    @cached_property
    def sections(self) -> dict[str, list[Part]]:
        """Sections by kind. A first section without a heading takes the one of its kind."""
        by_kind: dict[str, list[Part]] = {}
        for section in self.page.get("sections", []):
            by_kind.setdefault(section["kind"], []).append(_anchored("section", section))
        return by_kind

    @cached_property
    def chapters(self) -> list[Part]:
        return self.sections.get("guide", [])

    # -- Who, whether, what can go wrong ---------------------------------------------------

    @cached_property
    def contraindications(self) -> list[Part]:
        parts = [_anchored("contraindication", part) for part in self._cited("contraindications")]
        return _grouped(parts, "level", LEVEL_HEADINGS)

    @cached_property
    def claims(self) -> list[Part]:
        return [
            {
                **_anchored("claim", part),
                "direction_in_words": _direction(part),
                **_how_sure(part["grade"]),
            }
            for part in self._cited("claims")
        ]

    @cached_property
    def side_effects(self) -> list[Part]:
        parts = [
            {**_anchored("side_effect", part), **_how_often(part), **_how_sure(part.get("grade"))}
            for part in self._cited("side_effects")
        ]
        return _grouped(parts, "seriousness", SERIOUSNESS_HEADINGS)

    # -- The visit, and afterwards ---------------------------------------------------------

    @cached_property
    def steps(self) -> list[Part]:
        return [_anchored("step", part) for part in self.page.get("steps", [])]

    @cached_property
    def aftercare(self) -> list[Part]:
        """Advice along time: what ends first comes first, what has no end comes last."""
        parts = [_anchored("aftercare", part) for part in self.page.get("aftercare", [])]
        parts.sort(key=_span_order)
        return [
            {
                "heading": span_in_words(*span),
                "dos": [part for part in group if part["advice"] == "do"],
                "donts": [part for part in group if part["advice"] == "dont"],
            }
            for span, group in ((span, list(group)) for span, group in groupby(parts, _span))
        ]

    @cached_property
    def care_cards(self) -> list[Part]:
        cards = self.page.get("care_cards", [])
        return sorted(cards, key=lambda card: CARE_LEVELS.index(card["level"]))

    # -- Questions and sources -------------------------------------------------------------

    @cached_property
    def faqs(self) -> list[Part]:
        return [_anchored("faq", part) for part in self.page.get("faqs", [])]

    @cached_property
    def sources(self) -> list[Part]:
        return [
            {
                **source,
                "authors": source.get("authors", "").rstrip("."),
                "number": number,
                "anchor": f"source-{number}",
                **_link(source),
            }
            for number, source in enumerate(self.page.get("sources", []), start=1)
        ]

    @cached_property
    def _source_numbers(self) -> dict[str, Part]:
        return {source["key"]: source for source in self.sources}

    def _cited(self, name: str) -> Iterable[Part]:
        for part in self.page.get(name, []):
            cited = [self._source_numbers[key] for key in part.get("sources", [])]
            yield {**part, "cited": sorted(cited, key=lambda source: source["number"])}

    # -- On this page ----------------------------------------------------------------------

    @cached_property
    def contents(self) -> list[tuple[str, str]]:
        """Anchor and heading of every part that the page has, in its order."""
        if self.page["kind"] == "guide":
            chapters = [(part["anchor"], part.get("heading", "")) for part in self.chapters]
            ends = [*self._part("questions"), *self._part("sources")]
            return [*self._part("get-help"), *chapters, *ends]
        return [entry for name in PARTS for entry in self._part(name)]

    def _part(self, name: str) -> list[tuple[str, str]]:
        heading, needs = PARTS[name]
        has = any(self.sections.get(need) or self.page.get(need) for need in needs)
        return [(name, str(heading))] if has else []


# The anchor of a part → its heading, and what it is made of.
PARTS = {
    "what-it-is": (SECTION_HEADINGS["what_it_is"], ["what_it_is"]),
    "who-should-not": (
        SECTION_HEADINGS["who_should_not"],
        ["who_should_not", "contraindications"],
    ),
    "does-it-work": (SECTION_HEADINGS["does_it_work"], ["does_it_work", "claims"]),
    "cannot-do": (SECTION_HEADINGS["cannot_do"], ["cannot_do"]),
    "risks": (SECTION_HEADINGS["risks"], ["risks", "side_effects"]),
    "procedure": (SECTION_HEADINGS["procedure"], ["procedure", "steps"]),
    "practitioner": (SECTION_HEADINGS["practitioner"], ["practitioner"]),
    "feels-like": (SECTION_HEADINGS["feels_like"], ["feels_like"]),
    "results": (SECTION_HEADINGS["results"], ["results"]),
    "aftercare": (SECTION_HEADINGS["aftercare"], ["aftercare"]),
    "get-help": (gettext_lazy("Get help"), ["care_cards"]),
    "alternatives": (SECTION_HEADINGS["alternatives"], ["alternatives"]),
    "no-treatment": (SECTION_HEADINGS["no_treatment"], ["no_treatment"]),
    "product-status": (SECTION_HEADINGS["product_status"], ["product_status"]),
    "questions-to-ask": (gettext_lazy("Questions to ask us"), ["questions_to_ask"]),
    "report": (SECTION_HEADINGS["report"], ["report"]),
    "questions": (gettext_lazy("Questions and answers"), ["faqs"]),
    "sources": (gettext_lazy("Sources"), ["sources"]),
}


def columns_for(cells: int) -> int:
    return 4 if cells % 4 == 0 or cells % 3 == 1 else 3


def _anchored(kind: str, part: Part) -> Part:
    return {**part, "anchor": anchor(kind, part["key"])}


def _grouped(parts: list[Part], by: str, headings: dict[str, Any]) -> list[Part]:
    groups = (
        {"name": name, "heading": heading, "parts": [part for part in parts if part[by] == name]}
        for name, heading in headings.items()
    )
    return [group for group in groups if group["parts"]]


def _direction(claim: Part) -> Any:
    words = DIRECTIONS_WITHOUT_STUDIES if claim["grade"] == "none" else DIRECTIONS
    return words[claim["direction"]]


def _how_sure(grade: str | None) -> Part:
    steps, word = GRADES.get(grade or "", (None, ""))
    return {"steps": steps, "how_sure": word}


def _how_often(part: Part) -> Part:
    """The number in words, and how many of a hundred people to draw (``None``: no picture)."""
    count, out_of = part.get("count"), part.get("out_of")
    if count is None or not out_of:
        return {"how_often": "", "of_hundred": None}
    words = _("%(count)s in every %(out_of)s people") % {"count": count, "out_of": out_of}
    hundredths, rest = divmod(count * 100, out_of)
    return {"how_often": words, "of_hundred": None if rest else hundredths}


def _link(source: Part) -> Part:
    """Where a reader finds the source, and whose site that is."""
    if source.get("doi"):
        address = f"https://doi.org/{source['doi']}"
    elif source.get("pmid"):
        address = f"https://pubmed.ncbi.nlm.nih.gov/{source['pmid']}/"
    else:
        address = source.get("url", "")
    return {"address": address, "site": _site(address)}


def _site(address: str) -> str:
    """The name of the site; empty for what an old version holds and no browser would open."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


Span = tuple[int, int | None]


def _span(part: Part) -> Span:
    return part.get("from_hours", 0), part.get("until_hours")


def _span_order(part: Part) -> tuple[float, int]:
    start, end = _span(part)
    return float("inf") if end is None else end, start


def span_in_words(start: int, end: int | None) -> str:
    """“For 3 days”, “From 1 day to 2 weeks”, “The whole time”."""
    if end is None:
        return (
            _("From %(start)s on") % {"start": hours_in_words(start)}
            if start
            else _("The whole time")
        )
    if not start:
        return _("For %(end)s") % {"end": hours_in_words(end)}
    return _("From %(start)s to %(end)s") % {
        "start": hours_in_words(start),
        "end": hours_in_words(end),
    }


def hours_in_words(hours: int) -> str:
    """Hours in the largest unit that fits: weeks from two on, then days, then hours."""
    if hours % WEEK == 0 and hours >= 2 * WEEK:
        weeks = hours // WEEK
        return ngettext("%(count)s week", "%(count)s weeks", weeks) % {"count": weeks}
    if hours % DAY == 0:
        days = hours // DAY
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
