"""The flat rows of an edition: written when it is published, read through ``Entry.live()``."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from education.models import Edition, Entry

Kind = Entry.Kind

# kind of row → list of the page, field of the title, field of the text
LISTS: dict[str, tuple[str, str, str]] = {
    Kind.SECTION: ("sections", "heading", "body"),
    Kind.CLAIM: ("claims", "outcome", "statement"),
    Kind.CONTRAINDICATION: ("contraindications", "question", "why"),
    Kind.SIDE_EFFECT: ("side_effects", "name", "description"),
    Kind.AFTERCARE: ("aftercare", "text", "why"),
    Kind.STEP: ("steps", "heading", "body"),
    Kind.FAQ: ("faqs", "question", "answer"),
}


def index(edition: Edition) -> None:
    """Write the rows of ``edition`` and drop those that no reader can reach any more."""
    Entry.objects.filter(edition=edition).delete()
    Entry.objects.bulk_create(rows_of(edition))
    past = Edition.objects.filter(
        topic=edition.topic_id,
        language=edition.language,
        superseded_from__lte=timezone.now(),
    )
    # As a list: with old statistics PostgreSQL plans the join so badly that it runs for minutes.
    Entry.objects.filter(edition__in=list(past.values_list("pk", flat=True))).delete()


def rows_of(edition: Edition) -> Iterator[Entry]:
    """The rows of ``edition`` as they should be. Raises ``DigestMismatch`` as ``page`` does."""
    yield _page_row(edition)
    for kind, (name, title, text) in LISTS.items():
        for position, part in enumerate(edition.page.get(name, [])):
            yield Entry(
                edition=edition,
                kind=kind,
                key=part["key"],
                position=position,
                about=part.get("condition", {}).get("key", ""),
                title=part.get(title, ""),
                text=part.get(text, ""),
                details=part,
            )


def is_indexed(edition: Edition) -> bool:
    """Whether the stored rows of ``edition`` are those that indexing would write.

    Lists and search read the rows alone, and no digest keeps them.
    """
    stored, right = Entry.objects.filter(edition=edition), rows_of(edition)
    return sorted(map(_comparable, stored)) == sorted(map(_comparable, right))


def _comparable(row: Entry) -> str:
    values = {name: getattr(row, name) for name in COMPARED}
    return json.dumps(values, sort_keys=True)


COMPARED = ["kind", "key", "position", "about", "title", "text", "details"]


def _page_row(edition: Edition) -> Entry:
    page: dict[str, Any] = edition.page
    shown_in_lists = ("kind", "also_called", "concerns", "facts")
    return Entry(
        edition=edition,
        kind=Kind.PAGE,
        key="page",
        position=0,
        title=page["title"],
        text=page["summary"],
        details={name: page[name] for name in shown_in_lists if name in page},
    )
