"""Saved texts as the desk shows them: only what is exactly as it was recorded."""

from django.utils.translation import gettext_lazy as _

from education.models import DigestMismatch, Edition
from education.page import TreatmentPage

DAMAGED = _(
    "The stored text of version %(number)s is not the text that was saved. It is shown to nobody. "
    "Tell whoever looks after this site."
)


def text_of(edition: Edition) -> TreatmentPage | None:
    """The text of a saved version, or nothing if it is not the one that was recorded."""
    try:
        return edition.as_page()
    except DigestMismatch:
        return None
