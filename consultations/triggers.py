"""Database triggers that keep consents and the history of requests as they were written."""

from typing import Any

from consultations.models.event import FROZEN
from education import triggers


def make_triggers(using: str = "default", **_kwargs: Any) -> None:
    triggers.make_triggers(using, frozen=FROZEN)


def missing_triggers(using: str = "default") -> list[str]:
    return triggers.missing_triggers(using, frozen=FROZEN)
