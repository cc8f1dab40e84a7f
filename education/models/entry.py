"""Flat rows of editions, for lists and search. Read only through ``live()``."""

import json
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from education.models.edition import Edition


class AsWritten(json.JSONEncoder):
    """Stores “é” as “é”: SQLite searches the stored JSON, not what it stands for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class EntryQuerySet(models.QuerySet["Entry"]):
    def live(self, at: datetime | None = None) -> Self:
        """Entries of public editions only: the one door to this table."""
        return self.filter(edition__in=Edition.objects.live(at).order_by())

    def in_language(self, language: str) -> Self:
        return self.filter(edition__language=language)


class Entry(models.Model):
    """One entry of one edition, written when that edition is published or scheduled.

    The row of kind ``page`` stands for the whole topic: title, summary, other names, concerns.
    """

    class Kind(models.TextChoices):
        PAGE = "page", _("Page")
        SECTION = "section", _("Section")
        CLAIM = "claim", _("Does it work?")
        CONTRAINDICATION = "contraindication", _("Who should not have it")
        SIDE_EFFECT = "side_effect", _("Risk")
        AFTERCARE = "aftercare", _("Afterwards")
        STEP = "step", _("Step of a visit")
        FAQ = "faq", _("Question")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    # What an entry is about in another list: the key of a condition.
    about = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    text = models.TextField()
    details = models.JSONField(default=dict, encoder=AsWritten)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["edition_id", "kind", "position"]
        verbose_name = _("entry of a version")
        verbose_name_plural = _("entries of versions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind", "key"], name="education_entry_once"),
        ]
        indexes = [
            models.Index(fields=["kind", "about", "edition"], name="education_entry_about"),
            models.Index(fields=["kind", "title"], name="education_entry_title"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def anchor(self) -> str:
        """The id of this entry on its page; empty for the page itself."""
        return "" if self.kind == self.Kind.PAGE else anchor(self.kind, self.key)


def anchor(kind: str, key: str) -> str:
    """The id of an entry on its page: stable, since links and leaflets point to it."""
    return f"{kind.replace('_', '-')}-{key}"
