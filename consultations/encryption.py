"""What people write to us is encrypted in the database: MultiFernet over its own list of keys.

The newest key, the first of ``CLINIC_ENCRYPTION_KEYS``, encrypts; all of them decrypt.
``manage.py rotate_encryption`` brings old rows to the newest key, so that old ones can be dropped.
"""

import logging
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def cipher() -> MultiFernet:
    return _cipher(tuple(settings.CLINIC_ENCRYPTION_KEYS))


def encrypted(text: str) -> str:
    return cipher().encrypt(text.encode()).decode("ascii") if text else ""


def decrypted(token: str) -> str:
    """Raises ``InvalidToken`` if none of our keys fits."""
    return cipher().decrypt(token.encode("ascii")).decode() if token else ""


def is_under_newest_key(token: str) -> bool:
    newest = Fernet(settings.CLINIC_ENCRYPTION_KEYS[0])
    try:
        newest.decrypt(token.encode("ascii"))
    except InvalidToken:
        return False
    return True


class Unreadable(str):
    """Stands for a text whose key is missing: the desk must still see the telephone number.

    It cannot be stored, so the real text is never overwritten by it.
    """

    __slots__ = ()


class EncryptedTextField(models.TextField):
    """Text in Python, a Fernet token in the database. Empty stays empty. Cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Unreadable):
            raise ValueError("A text whose key is missing cannot be stored.")
        return encrypted(value) if value else ""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str:
        try:
            return decrypted(value or "")
        except InvalidToken:
            logger.critical("A stored text cannot be decrypted: is an encryption key missing?")
            return Unreadable(_("(This text cannot be read: its encryption key is missing.)"))

    def get_lookup(self, lookup_name: str) -> Any:
        raise TypeError(f"Encrypted text cannot be compared ({self.name}__{lookup_name}).")
