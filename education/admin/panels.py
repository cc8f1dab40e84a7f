"""The pages of a topic's desk: what each edits, and which part of the page that is."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from education.diff import BASICS

Promise = Any  # a text that is translated when it is shown


@dataclass(frozen=True)
class Panel:
    """One page of the desk. ``parts`` are the lists of the page that it edits."""

    name: str
    label: Promise
    parts: tuple[str, ...]
    fieldsets: tuple[tuple[Promise, dict[str, Any]], ...] = ()


AT_A_GLANCE = [
    "sessions",
    "visit_length",
    "time_off",
    "discomfort",
    "onset",
    "duration",
    "practitioner",
    "licence_status",
]

NEW_TOPIC = (
    (
        None,
        {
            "fields": ["title", "slug", "kind", "profile", "summary", "owner"],
            "description": _("The rest is written after this is saved. Nothing is public yet."),
        },
    ),
)

PANELS = {
    panel.name: panel
    for panel in [
        Panel(
            "basics",
            _("Basics"),
            (BASICS, "concerns"),
            (
                (
                    _("What patients read first"),
                    {"fields": ["title", "also_called", "summary", "concerns"]},
                ),
                (_("At a glance"), {"fields": AT_A_GLANCE}),
                (_("For us"), {"fields": ["slug", "profile", "owner"]}),
            ),
        ),
        Panel("who", _("Who should not have it"), ("contraindications",)),
        Panel("works", _("Does it work?"), ("claims",)),
        Panel("risks", _("Risks"), ("side_effects",)),
        Panel("visit", _("Visit and afterwards"), ("steps", "aftercare", "care_cards")),
        Panel("questions", _("Questions"), ("faqs", "questions_to_ask")),
        Panel("sections", _("Sections"), ("sections",)),
        Panel(
            "sources",
            _("Sources"),
            ("sources",),
            ((None, {"fields": ["further_sources"]}),),
        ),
    ]
}
