"""What people agree to, word for word."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.request import ConsultationRequest


class ConsentWording(models.Model):
    """One version of a wording. Never changed (a trigger sees to it): a new text is a new version.

    ``{clinic}`` in the text stands for the clinic's name.
    """

    class Purpose(models.TextChoices):
        ANSWER = "answer", _("Answering my request")

    purpose = models.CharField(max_length=12, choices=Purpose)
    language = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    in_force_from = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["purpose", "language", "-version"]
        verbose_name = _("wording of a consent")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "language", "version"], name="consultations_wording_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}-{self.language}-{self.version}"

    def rendered(self, clinic: str) -> str:
        return self.text.replace("{clinic}", clinic)


class Consent(models.Model):
    """One consent of one person: which wording, in which language, the very words, and when."""

    request = models.ForeignKey(
        ConsultationRequest, on_delete=models.CASCADE, related_name="consents"
    )
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    words_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    given_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["given_at", "pk"]
        verbose_name = _("consent")

    def __str__(self) -> str:
        return f"{self.wording_id} {self.given_at:%Y-%m-%d}"
