"""When a text is checked again: 12 months for injections, 36 for the rest, spread over a month."""

from calendar import monthrange
from datetime import date, timedelta
from zlib import crc32

from education.gate import REVIEW_MONTHS

SPREAD_DAYS = 30


def latest_due(profile: str, today: date) -> date:
    """The last day that may be chosen for the next check."""
    return _months_later(today, REVIEW_MONTHS[profile]) + timedelta(days=SPREAD_DAYS)


def proposed_due(profile: str, slug: str, today: date) -> date:
    """A day for the next check. Each page gets its own, so that they do not fall due together.

    "If 1000 pages all have the same review date it will be ignored" (product study, finding 6).
    """
    shift = crc32(slug.encode()) % (2 * SPREAD_DAYS + 1) - SPREAD_DAYS
    return _months_later(today, REVIEW_MONTHS[profile]) + timedelta(days=shift)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
