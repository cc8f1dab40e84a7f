"""The bar of a topic's desk: its pages, how many entries each has, and what is missing."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from education.admin.panels import PANELS
from education.diff import BASICS
from education.gate import Missing, missing
from education.models import Topic
from education.page import TreatmentPage


@dataclass(frozen=True)
class Tab:
    """``count``: how many entries, ``None`` where there is nothing to count."""

    name: str
    label: Any
    url: str
    is_current: bool
    count: int | None = None
    missing: tuple[Missing, ...] = ()


def tabs_of(topic: Topic, current: str, user: Any, page: TreatmentPage | None) -> list[Tab]:
    """All tabs that ``user`` may open. ``page``: the draft (``draft_of``)."""
    lacking = missing(page, topic.profile) if page else []
    tabs = [
        _tab(
            topic,
            name,
            panel.label,
            current,
            count=_count(page, panel.parts),
            missing=tuple(item for item in lacking if item.panel == name),
        )
        for name, panel in PANELS.items()
    ]
    if user.has_perm("education.view_edition"):
        tabs.append(_tab(topic, "review", _("Check and publish"), current))
        tabs.append(_tab(topic, "versions", _("Saved versions"), current))
    return tabs


def _tab(topic: Topic, name: str, label: Any, current: str, **more: Any) -> Tab:
    url = reverse(f"admin:education_topic_{name}", args=[topic.pk])
    return Tab(name, label, url, name == current, **more)


def _count(page: TreatmentPage | None, parts: tuple[str, ...]) -> int | None:
    if page is None or BASICS in parts:
        return None
    return sum(len(getattr(page, part)) for part in parts)
