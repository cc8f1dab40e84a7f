"""The promise patients read before they send: by which day the clinic answers."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from education.details import Details

# A promise further away than this is none; also ends the search if the clinic never opens.
LOOK_AHEAD_DAYS = 400


def promised_by(received_at: datetime, details: Details) -> date | None:
    """The last day, in the clinic's zone, on which the answer comes; ``None`` if nobody can say.

    The promise counts working days: days with opening hours, holidays considered. What comes in
    after the last closing time, or on a closed day, counts as if it came on the next working day.
    ``details`` must be read for ``received_at`` or earlier: it knows no holidays before its day.
    """
    days = _working_days(_first_day(received_at, details), details)
    for number, day in enumerate(days):
        if number == details.profile.answer_within_days:
            return day
    return None


def _first_day(received_at: datetime, details: Details) -> date:
    """The day on which somebody can first read it, or the day after when nobody can any more."""
    local = timezone.localtime(received_at)
    hours = details.hours_on(local.date())
    if hours and local.time() < hours[-1][1]:
        return local.date()
    return local.date() + timedelta(days=1)


def _working_days(first: date, details: Details) -> list[date]:
    days = (first + timedelta(days=ahead) for ahead in range(LOOK_AHEAD_DAYS))
    return [day for day in days if details.hours_on(day)]
