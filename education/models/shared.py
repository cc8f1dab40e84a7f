"""What topics share. Editions copy these texts; saving one records editions of its topics."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from education.models.fields import KeyField, LineField, LinesField


class Shared(models.Model):
    """A row with a key that many topics can name."""

    key = KeyField(_("key"), unique=True)

    class Meta:
        abstract = True


class Concern(Shared):
    """What brings a person here, such as hair loss."""

    name = LineField(_("name"), help_text=_("In a patient's words, such as “Hair loss”."))

    class Meta:
        ordering = ["key"]
        verbose_name = _("concern")

    def __str__(self) -> str:
        return self.name


class Condition(Shared):
    """A health problem, a medicine or a circumstance that matters for a treatment."""

    name = LineField(_("name"), help_text=_("The everyday name first, such as “Blood thinners”."))
    also_called = LinesField(
        _("also called"),
        blank=True,
        default=list,
        help_text=_("Other names people use, one on each line. They are found by search."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("health problem or medicine")
        verbose_name_plural = _("health problems and medicines")

    def __str__(self) -> str:
        return self.name


class Source(Shared):
    """A publication. It may be cited by many claims of many topics."""

    title = LineField(_("title"))
    authors = LineField(_("authors"), blank=True)
    publisher = LineField(_("journal or publisher"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("link"), max_length=300, blank=True)
    doi = LineField(_("DOI"), blank=True, help_text=_("Begins with “10.”, without https."))
    pmid = LineField(_("PubMed number"), blank=True)
    verified_on = models.DateField(
        _("verified on"),
        null=True,
        blank=True,
        help_text=_("The day somebody read the original. Until then reviewers are warned."),
    )
    verification_note = models.TextField(
        _("still to verify"),
        blank=True,
        help_text=_("For editors and reviewers; patients never see it."),
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("source")

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title
