"""A clock that stands still until it is moved. Editions live by the clock, so tests own it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Self
from unittest.mock import patch

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class Clock:
    """What ``timezone.now()`` says."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def forward(self, **step: float) -> datetime:
        """Move on by ``timedelta(**step)``; the new time."""
        self.now += timedelta(**step)
        return self.now

    @contextmanager
    def stands_still(self) -> Iterator[Self]:
        with patch("django.utils.timezone.now", lambda: self.now):
            yield self
