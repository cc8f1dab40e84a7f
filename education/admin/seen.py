"""Two people, one page of the desk: the second to save sees what the first changed.

The form carries a token of what its writer saw. It covers that page of the desk only, so that
two people may write on different pages at once.
"""

import hashlib
import json
from typing import Any

import pydantic

from education import working_copy
from education.admin.panels import Panel
from education.admin.stored import text_of
from education.diff import BASIC_FIELDS, BASICS, PartChange, compare
from education.models import Edition, Topic
from education.page import TreatmentPage

LOOK_BACK = 100  # saved versions in which the text that a writer saw is looked for


def draft_of(topic: Topic) -> TreatmentPage | None:
    """The draft, or nothing if its rows do not make a page (then the desk must still open)."""
    try:
        return working_copy.read(topic)
    except pydantic.ValidationError:
        return None


def token_of(topic: Topic, panel: Panel, draft: TreatmentPage | None) -> str:
    """What somebody sees who opens this page of the desk now."""
    return f"{_digest(_text(draft, panel))}-{_digest(_columns(topic, panel))}"


def _text(page: TreatmentPage | None, panel: Panel) -> Any:
    if page is None:
        return None
    names = [name for name in panel.parts if name != BASICS]
    names += [*BASIC_FIELDS, "facts"] if BASICS in panel.parts else []
    return page.model_dump(mode="json", include=set(names))


def _columns(topic: Topic, panel: Panel) -> Any:
    """What the page of the desk edits and no patient reads."""
    return [topic.slug, topic.profile, topic.owner_id] if panel.name == "basics" else None


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]


def changed_since(
    topic: Topic, panel: Panel, seen: str, now: TreatmentPage | None
) -> list[PartChange]:
    """What others changed on this page of the desk since ``seen``, as far as patients read it."""
    then = _seen_page(topic, panel, seen.partition("-")[0])
    return compare(then, now, panel.parts) if then and now else []


def _seen_page(topic: Topic, panel: Panel, digest: str) -> TreatmentPage | None:
    latest = Edition.objects.filter(topic=topic).order_by("-number")[:LOOK_BACK]
    pages = (text_of(edition) for edition in latest)
    return next((page for page in pages if page and _digest(_text(page, panel)) == digest), None)
