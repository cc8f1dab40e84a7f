"""The books: what stands where in a draft, what each edition held, and what is shown when.

Nothing here is read back from editions. A canary is a word that stands nowhere else.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from education.models import Concern, Condition, SideEffect, Source, Topic
from education.models.entries import TopicEntry
from education.models.shared import Shared

CANARY = re.compile(r"canary\d+x|9\d{7}")  # the second is a PubMed number: digits only
# Text of a draft that no patient ever reads.
FOR_STAFF = {(Source, "verification_note")}
# Text of an edition that its own page need not print: only lists and search do, only where there
# is a number, or because the source has a DOI.
NOT_ON_THE_PAGE = {
    (SideEffect, "number_from"),
    (Concern, "name"),
    (Condition, "also_called"),
    (Source, "url"),
    (Source, "pmid"),
}


def working_copy_models() -> list[type[models.Model]]:
    """Every model whose rows are part of a draft."""
    return [Topic, *TopicEntry.__subclasses__(), *Shared.__subclasses__()]


def text_fields(model: type[models.Model]) -> list[str]:
    """Every field of ``model`` into which somebody types text."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField)
        and not field.choices
    ]


Place = tuple[type[models.Model], str]


@dataclass
class Page:
    """The books about one topic."""

    topic: Topic
    # number of an edition → its canaries, and where each was typed
    held: dict[int, dict[str, Place]] = field(default_factory=dict)
    published: list[tuple[datetime, int]] = field(default_factory=list)
    withdrawn: set[int] = field(default_factory=set)
    approved: set[int] = field(default_factory=set)
    samples: set[int] = field(default_factory=set)
    hidden: bool = False

    def shown(self, at: datetime) -> int | None:
        """The number of the edition whose time it is, unless the clinic or the law hides it."""
        come = [number for begins, number in sorted(self.published) if begins <= at]
        is_kept_back = self.hidden or (
            settings.CLINIC_MODE == "production" and bool(come) and come[-1] in self.samples
        )
        return come[-1] if come and not is_kept_back else None

    def status(self, at: datetime) -> int:
        number = self.shown(at)
        if number is None:
            return 404
        return 410 if number in self.withdrawn else 200

    def public_words(self, at: datetime) -> dict[str, Place]:
        number = self.shown(at)
        return self.held[number] if number is not None and number not in self.withdrawn else {}


def is_own(model: type[models.Model]) -> bool:
    return not issubclass(model, Shared)


def linked_rows(topic: Topic) -> dict[type[models.Model], set[int]]:
    """The shared rows that the draft of ``topic`` shows, by their ids."""
    cites = (
        Q(topics=topic)
        | Q(claims__topic=topic)
        | Q(contraindications__topic=topic)
        | Q(side_effects__topic=topic)
    )
    return {
        Concern: set(topic.concerns.values_list("pk", flat=True)),
        Condition: set(topic.contraindications.values_list("condition", flat=True)),
        Source: set(Source.objects.filter(cites).values_list("pk", flat=True)),
    }


def owner_of(row: models.Model) -> int | None:
    """The topic to which a row belongs; ``None`` for what topics share."""
    return row.pk if isinstance(row, Topic) else getattr(row, "topic_id", None)
