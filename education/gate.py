"""What must be there before a page may be published. Rules of a profile are data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from education.page import TreatmentPage

Promise = Any  # a text that is translated when it is shown


@dataclass(frozen=True)
class Missing:
    """Something that is missing, and the panel of the desk where it is added."""

    panel: str
    message: Promise


def _section(kind: str) -> Callable[[TreatmentPage], bool]:
    return lambda page: any(section.kind == kind for section in page.sections)


def _card(level: str) -> Callable[[TreatmentPage], bool]:
    return lambda page: any(card.level == level for card in page.care_cards)


Rule = tuple[Callable[[TreatmentPage], bool], str, Promise]

# Product study 6.3: at least one entry in every part that a safe decision needs.
ANY_TREATMENT: list[Rule] = [
    (_section("what_it_is"), "sections", _("Say what it is.")),
    (lambda page: bool(page.contraindications), "who", _("Say who should not have it.")),
    (_section("cannot_do"), "sections", _("Say what it cannot do.")),
    (lambda page: bool(page.side_effects), "risks", _("Name the risks.")),
    (_card("urgent"), "visit", _("Add an urgent get-help card.")),
    (_section("alternatives"), "sections", _("Name other options.")),
    (_section("no_treatment"), "sections", _("Say what happens when nothing is done.")),
    (_section("practitioner"), "sections", _("Say who does it.")),
    (lambda page: bool(page.sources), "sources", _("Name at least one source.")),
]
INJECTABLE: list[Rule] = [
    *ANY_TREATMENT,
    (
        lambda page: any(effect.seriousness == "serious" for effect in page.side_effects),
        "risks",
        _("Name the serious risks."),
    ),
    (_card("emergency"), "visit", _("Add an emergency get-help card.")),
    (_section("product_status"), "sections", _("Say whether the product is licensed.")),
    (lambda page: bool(page.aftercare), "visit", _("Say what to do and not to do afterwards.")),
]
GUIDE: list[Rule] = [(_section("guide"), "sections", _("Write at least one chapter."))]

PROFILES: dict[str, list[Rule]] = {
    "injectable": INJECTABLE,
    "other": ANY_TREATMENT,
    "guide": GUIDE,
}
# Longest time between two checks, in months (product study 6.4).
REVIEW_MONTHS = {"injectable": 12, "other": 36, "guide": 36}


def missing(page: TreatmentPage, profile: str) -> list[Missing]:
    """What keeps ``page`` from being published, in the order of the desk; empty when nothing."""
    return [*_parts_missing(page, profile), *_claims_without_source(page)]


def _parts_missing(page: TreatmentPage, profile: str) -> Iterator[Missing]:
    for is_there, panel, message in PROFILES[profile]:
        if not is_there(page):
            yield Missing(panel, message)


def _claims_without_source(page: TreatmentPage) -> Iterator[Missing]:
    for claim in page.claims:
        if claim.grade != "none" and not claim.sources:
            message = _("Give a source for “%(outcome)s”.") % {"outcome": claim.outcome}
            yield Missing("works", message)
