"""The words people agree to when they send."""

import hashlib
from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consultations.models import ConsentWording

# A wording that was replaced while somebody was writing is still good for so long.
GRACE = timedelta(hours=24)


def digest(words: str) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


def shipped_text(purpose: str, language: str) -> str:
    """What a clinic that wrote no wording of its own asks people to agree to."""
    texts = {
        ConsentWording.Purpose.ANSWER: lambda: _(
            "I agree that {clinic} stores what I wrote on this form, and that its front desk "
            "reads it and contacts me, only to answer this request. I can take this back at any "
            "time by phoning the clinic."
        )
    }
    with translation.override(language):
        return texts[ConsentWording.Purpose(purpose)]()


def wording_in_force(purpose: str, language: str, at: datetime | None = None) -> ConsentWording:
    """The newest wording at that time. Not saved yet if nobody has agreed to the shipped one."""
    known = ConsentWording.objects.filter(
        purpose=purpose, language=language, in_force_from__lte=at or timezone.now()
    )
    return known.order_by("-version").first() or _shipped(purpose, language)


def _shipped(purpose: str, language: str) -> ConsentWording:
    text = shipped_text(purpose, language)
    return ConsentWording(
        purpose=purpose, language=language, version=1, text=text, digest=digest(text)
    )


def kept(wording: ConsentWording) -> ConsentWording:
    """The wording as a row; saves the shipped one when the first person agrees to it."""
    if wording.pk:
        return wording
    return ConsentWording.objects.get_or_create(
        purpose=wording.purpose,
        language=wording.language,
        version=wording.version,
        defaults={"text": wording.text, "digest": wording.digest},
    )[0]


def still_good(wording: ConsentWording, *, opened_at: datetime) -> bool:
    """Whether a page that showed this wording at ``opened_at`` may still be sent."""
    current = wording_in_force(wording.purpose, wording.language)
    return current.digest == wording.digest or timezone.now() - opened_at <= GRACE
