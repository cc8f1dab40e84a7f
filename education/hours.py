"""Opening hours: “09:00-12:30, 13:30-17:00” in the clinic's own time."""

import re
from datetime import time

from django.utils.translation import gettext as _

RANGE = re.compile(r"^(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})$")
Hours = list[tuple[time, time]]


def parse_hours(value: str) -> Hours:
    """The ranges of one day, in order; empty when closed.

    Raises ``ValueError`` naming the part that cannot be read, or that overlaps the one before.
    """
    ranges: Hours = []
    for part in filter(None, (part.strip() for part in value.split(","))):
        opens, closes = _parse_range(part)
        if closes <= opens or (ranges and opens < ranges[-1][1]):
            raise ValueError(_("“%(part)s” ends before it begins, or overlaps.") % {"part": part})
        if ranges and opens == ranges[-1][1]:  # “Open until 12:00” would be wrong
            opens = ranges.pop()[0]
        ranges.append((opens, closes))
    return ranges


def _parse_range(part: str) -> tuple[time, time]:
    try:
        hour, minute, last_hour, last_minute = map(int, RANGE.fullmatch(part).groups())  # type: ignore[union-attr]
        return time(hour, minute), time(last_hour, last_minute)
    except (AttributeError, ValueError) as error:
        raise ValueError(
            _("“%(part)s” is not a time such as 09:00-17:00.") % {"part": part}
        ) from error
