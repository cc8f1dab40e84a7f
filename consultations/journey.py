"""What a form carries with itself, since the server keeps nothing before Send. Signed."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.core import signing
from django.utils import timezone

SALT = "consultations.journey"


@dataclass(frozen=True)
class Journey:
    """From opening the form to Send. No limit of time: a page left open overnight is good."""

    key: str  # the submission key: one journey is one request
    opened_at: datetime
    words: str  # digest of the words of consent as they were shown
    phone: str  # the clinic's, for the page that says that the database is down

    @classmethod
    def begin(cls, *, words: str, phone: str, key: str = "") -> Self:
        return cls(key or secrets.token_urlsafe(16), timezone.now(), words, phone)

    @classmethod
    def read(cls, token: str) -> Self | None:
        """``None`` for what we did not sign."""
        try:
            key, opened_at, words, phone = signing.loads(token, salt=SALT)
        except (signing.BadSignature, ValueError):
            return None
        return cls(key, datetime.fromisoformat(opened_at), words, phone)

    def token(self) -> str:
        values = [self.key, self.opened_at.isoformat(), self.words, self.phone]
        return signing.dumps(values, salt=SALT)
