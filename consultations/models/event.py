"""The history of a request: who did what, and when. Append-only."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.encryption import EncryptedTextField
from consultations.models.request import ConsultationRequest
from education.models.people import NAME_LENGTH


class RequestEvent(models.Model):
    class Kind(models.TextChoices):
        RECEIVED = "received", _("Received")
        UPDATED = "updated", _("Changed by the patient")
        MOVED = "moved", _("State changed")
        NOTED = "noted", _("Note")

    request = models.ForeignKey(
        ConsultationRequest, on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    # Empty: the patient.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    from_state = models.CharField(max_length=12, choices=ConsultationRequest.State, blank=True)
    to_state = models.CharField(max_length=12, choices=ConsultationRequest.State, blank=True)
    closed_reason = models.CharField(
        max_length=12, choices=ConsultationRequest.ClosedReason, blank=True
    )
    note = EncryptedTextField(blank=True)
    # The answers before the patient changed them, as JSON.
    earlier_answers = EncryptedTextField(blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        verbose_name = _("event of a request")

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"

    @property
    def earlier(self) -> list[tuple[Any, str]]:
        """What the patient had written before, for reading: labels and answers."""
        try:
            answers = json.loads(self.earlier_answers)
        except ValueError:  # its key is missing: the text says so itself
            return [("", self.earlier_answers)]
        said = [(_("Name"), answers["name"]), (_("Phone"), answers["phone"]),
                (_("E-mail"), answers["email"]), (_("Own words"), answers["own_words"]),
                (_("About"), ", ".join(one["title"] for one in answers["treatments"]))]  # fmt: skip
        return [(label, answer) for label, answer in said if answer]


# Columns that no statement may change (consultations.triggers). The encrypted ones are missing:
# rotate_encryption writes them anew.
FROZEN = {
    "consultations_consentwording": [
        "purpose", "language", "version", "text", "digest", "in_force_from",
    ],
    "consultations_consent": [
        "request_id", "wording_id", "words", "words_digest", "language", "given_at",
    ],
    "consultations_requestevent": [
        "request_id", "kind", "at", "by_id", "by_name", "from_state", "to_state", "closed_reason",
    ],
}  # fmt: skip
