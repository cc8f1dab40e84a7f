"""Links of the sent page: opaque, without anything personal, and good for half an hour."""

from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.utils import timezone

from consultations.encryption import cipher

GOOD_FOR = timedelta(minutes=30)
PURPOSE = "sent"


class BadLink(Exception):
    """We did not make this link."""


class EndedLink(Exception):
    """It was ours, and its time is over."""


def sent_token(pk: int, outcome: str) -> str:
    made_at = int(timezone.now().timestamp())
    token = cipher().encrypt_at_time(f"{PURPOSE}:{pk}:{outcome}".encode(), made_at)
    return token.decode("ascii")


def read_sent_token(token: str) -> tuple[int, str]:
    """The request's primary key and the outcome. Raises ``BadLink`` or ``EndedLink``."""
    try:
        purpose, pk, outcome = cipher().decrypt(token).decode().split(":")
        made_at = cipher().extract_timestamp(token)
    except (InvalidToken, ValueError) as error:
        raise BadLink from error
    if purpose != PURPOSE:
        raise BadLink
    if timezone.now().timestamp() - made_at > GOOD_FOR.total_seconds():
        raise EndedLink
    return int(pk), outcome
