"""The treatments one can ask for, and the approved version that could be read about each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.validators import slug_re
from django.db.models import F

from education.models import DigestMismatch, Edition, Entry, Offer


@dataclass(frozen=True)
class Treatment:
    slug: str
    title: str
    edition_id: int
    still_offered: bool = True


def offered_treatments(language: str) -> list[Treatment]:
    """By title; one query."""
    rows = (
        Entry.objects.live()
        .in_language(language)
        .filter(kind=Entry.Kind.PAGE, edition__topic__offer__status=Offer.Status.OFFERED)
        .order_by("title")
        .values_list("edition__topic__slug", "title", "edition_id")
    )
    return [Treatment(*row) for row in rows]


def shown_treatments(
    slugs: Collection[str], *, opened_at: datetime, language: str
) -> list[Treatment]:
    """These treatments as they were when the form was opened, withdrawn or hidden since or not.

    Which were on the list then is not kept. But a row of ``Offer`` is made for treatments alone
    and never deleted by hand: what has none, such as a guide, was never offered.
    """
    # PostgreSQL refuses a NUL even in a comparison.
    possible = [slug for slug in slugs if slug_re.match(slug)]
    if not possible:
        return []
    # Not ``shown``, which leaves out what is hidden now.
    shown = Edition.objects.filter(
        topic__in=Offer.objects.filter(topic__slug__in=possible).values("topic"),
        language=language,
        publish_from__lte=opened_at,
        superseded_from__gt=opened_at,
    ).exclude(withdrawn_at__lte=opened_at)
    if settings.CLINIC_MODE != "demo":
        shown = shown.filter(sample=False)
    return [
        Treatment(edition.slug, title_of(edition, edition.slug), edition.pk)
        for edition in shown.annotate(slug=F("topic__slug"))
    ]


def title_of(edition: Edition, slug: str) -> str:
    """A text that was tampered with is not shown, but must not cost anybody their request."""
    try:
        return edition.page["title"]
    except DigestMismatch:
        return slug.replace("-", " ")
