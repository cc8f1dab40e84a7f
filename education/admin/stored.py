"""Saved texts as the desk shows them: only what is exactly as it was recorded."""

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from education.models import DigestMismatch, Edition
from education.page import TreatmentPage

DAMAGED = _(
    "The stored text of version %(number)s cannot be shown here: it was changed after it was "
    "saved, or it was saved under older rules. Tell whoever looks after this site."
)


def text_of(edition: Edition) -> TreatmentPage | None:
    """The text of a saved version, or nothing if it is not what was saved or no page any more."""
    try:
        return edition.as_page()
    except (DigestMismatch, ValidationError):
        return None
