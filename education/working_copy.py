"""The working copy as a ``TreatmentPage``, and a ``TreatmentPage`` written back into it."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import prefetch_related_objects

from education import page as shape
from education.models import Concern, Condition, Source, Topic
from education.page import TreatmentPage

SHARED = {"sources": Source, "concerns": Concern, "condition": Condition}
# The lists of a page that are rows of the topic alone, in the order of the page.
OWN_LISTS = [name for name in shape.ENTRY_LISTS if name not in {"concerns", "sources"}]
CITING_LISTS = ["claims", "contraindications", "side_effects"]


def read(topic: Topic) -> TreatmentPage:
    """What patients would read if the working copy were approved as it is.

    Raises pydantic's ``ValidationError`` if the rows do not make a page.
    """
    topic = Topic.objects.get(pk=topic.pk)
    prefetch_related_objects([topic], *OWN_LISTS, "concerns", "further_sources", *_nested())
    values: dict[str, Any] = {name: getattr(topic, name) for name in _read_from_topic()}
    return TreatmentPage.model_validate({**values, "facts": topic, "sources": _sources(topic)})


def _nested() -> list[str]:
    return ["contraindications__condition", *(f"{name}__sources" for name in CITING_LISTS)]


def _read_from_topic() -> list[str]:
    return [name for name in TreatmentPage.model_fields if name not in {"facts", "sources"}]


def _sources(topic: Topic) -> list[Source]:
    """Every source of the page once, in the order in which a reader meets it."""
    cited = (entry.sources.all() for name in CITING_LISTS for entry in getattr(topic, name).all())
    in_order = (source for sources in (*cited, topic.further_sources.all()) for source in sources)
    return list({source.key: source for source in in_order}.values())


@transaction.atomic
def write(topic: Topic, page: TreatmentPage) -> list[str]:
    """Replace the topic's own text by ``page``. Keys stay; rows are matched by key.

    Shared rows (conditions, sources, concerns) are linked by key and made if missing, never
    changed. Returns the names of shared rows whose text differs from the page's.
    """
    shared = _Shared()
    for name in ("title", "also_called", "summary"):
        setattr(topic, name, getattr(page, name))
    for name, value in page.facts:
        setattr(topic, name, value)
    topic.save()
    topic.concerns.set([shared.row("concerns", part) for part in page.concerns])
    sources = {part.key: shared.row("sources", part) for part in page.sources}
    for name in OWN_LISTS:
        _write_list(getattr(topic, name), getattr(page, name), sources, shared)
    cited = {key for name in CITING_LISTS for part in getattr(page, name) for key in part.sources}
    topic.further_sources.set([row for key, row in sources.items() if key not in cited])
    return shared.differing


def _write_list(
    rows: Any, parts: Iterable[shape.Entry], sources: dict[str, Source], shared: "_Shared"
) -> None:
    keys = [part.key for part in parts]
    rows.exclude(key__in=keys).delete()
    for position, part in enumerate(parts):
        values = {name: getattr(part, name) for name in type(part).model_fields}
        cited = values.pop("sources", None)
        if "condition" in values:
            values["condition"] = shared.row("condition", values["condition"])
        row, _made = rows.update_or_create(
            key=values.pop("key"), defaults={**values, "position": position}
        )
        if cited is not None:
            row.sources.set([sources[key] for key in cited])


class _Shared:
    """Shared rows by key: made when missing, compared when there."""

    def __init__(self) -> None:
        self.differing: list[str] = []

    def row(self, name: str, part: shape.Entry) -> Any:
        model: type[models.Model] = SHARED[name]
        values = part.model_dump(exclude={"key"})
        row, made = model._default_manager.get_or_create(key=part.key, defaults=values)
        differs = any(getattr(row, field) != value for field, value in values.items())
        if not made and differs and str(row) not in self.differing:
            self.differing.append(str(row))
        return row
