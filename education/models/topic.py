"""The working copy of a page: what editors write. Patients never see these rows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from education.models.fields import KeyField, LineField, LinesField, ProseField
from education.page_types import SUMMARY_LENGTH, TITLE_LENGTH


class Topic(models.Model):
    """A treatment or a guide. Public code may read its ``id`` and ``slug``, nothing else."""

    class Kind(models.TextChoices):
        TREATMENT = "treatment", _("Treatment")
        GUIDE = "guide", _("Guide")

    class Profile(models.TextChoices):
        """What must be there before it can be published, and how often it is checked."""

        INJECTABLE = "injectable", _("Treatment with injections")
        OTHER = "other", _("Other treatment")
        GUIDE = "guide", _("Guide")

    slug = KeyField(
        _("address"),
        unique=True,
        help_text=_("The last part of the page's address. Old addresses lead here for ever."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TREATMENT)
    profile = models.CharField(
        _("rules"),
        max_length=12,
        choices=Profile,
        default=Profile.INJECTABLE,
        help_text=_("Decides what must be there before publication, and how often it is checked."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Keeps this page up to date."),
    )

    title = LineField(_("title"), max_length=TITLE_LENGTH)
    also_called = LinesField(
        _("also called"), blank=True, default=list, help_text=_("Other names, one on each line.")
    )
    summary = ProseField(
        _("summary"),
        max_length=SUMMARY_LENGTH,
        help_text=_(
            "The answer first, in two or three sentences: what it is, whether it works, the danger."
        ),
    )
    concerns = models.ManyToManyField(
        "education.Concern", blank=True, related_name="topics", verbose_name=_("concerns")
    )
    further_sources = models.ManyToManyField(
        "education.Source",
        blank=True,
        related_name="topics",
        verbose_name=_("further sources"),
        help_text=_("Sources of the page as a whole. Those of claims are added by themselves."),
    )

    sessions = LineField(_("sessions"), blank=True)
    visit_length = LineField(_("length of a visit"), blank=True)
    time_off = LineField(_("time off"), blank=True)
    discomfort = LineField(_("does it hurt?"), blank=True, help_text=_("Never “painless”."))
    onset = LineField(_("when a change may show"), blank=True)
    duration = LineField(
        _("how long it lasts"), blank=True, help_text=_("“Nobody knows” is an answer.")
    )
    practitioner = LineField(_("who does it"), blank=True)
    licence_status = LineField(
        _("product and licence status"),
        blank=True,
        help_text=_("Licensed for this use, off-label, unlicensed, or a device."),
    )

    class Meta:
        ordering = ["title"]
        verbose_name = _("treatment or guide")
        verbose_name_plural = _("treatments and guides")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="guide", profile="guide")
                | (models.Q(kind="treatment") & ~models.Q(profile="guide")),
                name="education_topic_rules_fit_kind",
                violation_error_message=_("A guide follows the rules of guides, and only a guide."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class FormerSlug(models.Model):
    """An address that a page once had. It redirects for ever and is never given away."""

    slug = KeyField(unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
