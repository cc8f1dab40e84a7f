"""Editions: what a clinician approved. Patients only ever see editions."""

import logging
from datetime import date, datetime
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from education.formats import digest_of, upgraded
from education.models.clinic import Offer
from education.models.edition_constraints import CONSTRAINTS
from education.models.fields import LineField, ProseField
from education.models.people import NAME_LENGTH
from education.models.topic import Topic
from education.page import TreatmentPage

logger = logging.getLogger(__name__)


class DigestMismatch(Exception):
    """The stored text is not the text that was approved. It must not be shown to anybody."""


# What ``with_review`` reads of the latest check, as ``recheck_…``.
RECHECK_SHOWN = ["checked_at", "checked_by_name", "checked_by_role", "self_checked", "review_due"]


class EditionQuerySet(models.QuerySet["Edition"]):
    def shown(self, at: datetime | None = None) -> Self:
        """Editions whose time includes ``at`` (now), withdrawn ones too: those answer 410.

        Samples exist in demonstrations only. What the clinic hides is not shown at all.
        """
        at = at or timezone.now()
        shown = self.filter(publish_from__lte=at, superseded_from__gt=at).exclude(
            topic__offer__status=Offer.Status.HIDDEN
        )
        return shown if settings.CLINIC_MODE == "demo" else shown.filter(sample=False)

    def live(self, at: datetime | None = None) -> Self:
        """The one definition of public."""
        return self.shown(at).filter(withdrawn_at__isnull=True)

    def been_public(self, at: datetime | None = None) -> Self:
        """Editions that are or were public, for the history of a page. Hidden topics have none."""
        been = self.filter(publish_from__lte=at or timezone.now()).exclude(
            topic__offer__status=Offer.Status.HIDDEN
        )
        return been if settings.CLINIC_MODE == "demo" else been.filter(sample=False)

    def with_review(self) -> Self:
        """Annotates when the text was last checked, by whom, and when the next check is due."""
        latest = Recheck.objects.filter(edition=models.OuterRef("pk")).order_by("-checked_at")
        return self.annotate(
            **{
                f"recheck_{name}": models.Subquery(latest.values(name)[:1])
                for name in RECHECK_SHOWN
            }
        )


class Edition(models.Model):
    """One saved state of one topic in one language, and what may happen to it.

    ``content`` and ``digest`` never change (a database trigger keeps them). Beside them stands
    who approved the text and when it is public. ``education.editions`` holds every change.
    """

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="editions")
    language = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)

    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    sample = models.BooleanField(default=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    approved_by_role = models.CharField(max_length=120, blank=True)
    approved_by_registration = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    # Approved by the person who wrote it: only in a clinic with one clinician, and printed.
    self_approved = models.BooleanField(default=False)
    statement = ProseField(blank=True)
    review_due = models.DateField(null=True)

    publish_from = models.DateTimeField(null=True)
    superseded_from = models.DateTimeField(null=True)
    publish_note = LineField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    withdrawn_reason = ProseField(blank=True)

    objects = EditionQuerySet.as_manager()

    # Only after ``with_review()``.
    recheck_checked_at: datetime | None
    recheck_checked_by_name: str | None
    recheck_checked_by_role: str | None
    recheck_self_checked: bool | None
    recheck_review_due: date | None

    class Meta:
        # Not "topic": that would sort by the unapproved title.
        ordering = ["topic_id", "language", "-number"]
        verbose_name = _("saved version")
        permissions = [
            ("approve_edition", _("Can approve, publish and withdraw text")),
        ]
        constraints = CONSTRAINTS
        indexes = [
            # The content in the row makes lists slow: with these, live rows are found without it.
            models.Index(
                fields=[
                    "superseded_from",
                    "publish_from",
                    "withdrawn_at",
                    "sample",
                    "language",
                    "topic",
                    "number",
                ],
                name="education_edition_live",
            ),
            models.Index(
                fields=[
                    "topic",
                    "language",
                    "superseded_from",
                    "publish_from",
                    "withdrawn_at",
                    "sample",
                ],
                name="education_edition_of_topic",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}-{self.language}-{self.number}"

    @cached_property
    def page(self) -> dict[str, Any]:
        """The text as a plain dict of today's format; what equals its default is missing.

        Raises ``DigestMismatch`` if the stored text is not what was recorded.
        """
        if digest_of(self.content) != self.digest:
            logger.critical("Edition %s does not match its digest and is not served.", self.pk)
            raise DigestMismatch(str(self))
        return upgraded(self.content)

    def as_page(self) -> TreatmentPage:
        """The text as a validated page, for comparing and restoring. Raises as ``page`` does."""
        return TreatmentPage.model_validate(self.page)

    @property
    def checked_by_name(self) -> str:
        """Who checked the text last. Empty for a sample. Needs ``with_review()``."""
        return self.recheck_checked_by_name or self.approved_by_name

    @property
    def checked_by_role(self) -> str:
        return self.recheck_checked_by_role or self.approved_by_role

    @property
    def checked_at(self) -> datetime | None:
        return self.recheck_checked_at or self.approved_at

    @property
    def checked_by_author(self) -> bool:
        """Whether who checked it last wrote it: pages say so. Needs ``with_review()``."""
        checked_again = self.recheck_self_checked
        return self.self_approved if checked_again is None else checked_again

    @property
    def due(self) -> date | None:
        """The day by which it is checked again. Needs ``with_review()``."""
        return self.recheck_review_due or self.review_due

    def is_past(self, at: datetime) -> bool:
        """Whether another edition has taken its place before ``at``."""
        return self.superseded_from is not None and self.superseded_from <= at

    def is_shown(self, at: datetime) -> bool:
        """Whether ``at`` lies in the time of this edition."""
        return (
            self.publish_from is not None
            and self.superseded_from is not None
            and self.publish_from <= at < self.superseded_from
        )


class Recheck(models.Model):
    """“Checked again, nothing changed”: renews a text without a new edition. Append-only."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rechecks")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    checked_by_name = models.CharField(max_length=NAME_LENGTH)
    checked_by_role = models.CharField(max_length=120)
    checked_by_registration = models.CharField(max_length=120)
    checked_at = models.DateTimeField(default=timezone.now)
    # Checked by a person who wrote the text: as ``Edition.self_approved``.
    self_checked = models.BooleanField(default=False)
    review_due = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-checked_at"]
        verbose_name = _("check without change")

    def __str__(self) -> str:
        return f"{self.edition_id} {self.checked_at:%Y-%m-%d}"


# Columns that no statement may change once a row exists (education.triggers makes them so).
FROZEN = {
    "education_edition": [
        "topic_id",
        "language",
        "number",
        "content",
        "digest",
        "saved_by_id",
        "saved_by_name",
        "saved_at",
        "sample",
    ],
    "education_recheck": [
        "edition_id",
        "checked_by_id",
        "checked_by_name",
        "checked_by_role",
        "checked_by_registration",
        "checked_at",
        "self_checked",
        "review_due",
        "note",
    ],
}
