from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from consultations.promise import promised_by
from education.details import clinic_details
from education.models import ClosedDay
from tests.factories import make_clinic

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")


def promise(*moment: int) -> date | None:
    received_at = datetime(*moment, tzinfo=LONDON)
    return promised_by(received_at, clinic_details(received_at))


@pytest.fixture(autouse=True)
def clinic():
    """Monday to Friday 9 to 17; answers within two working days."""
    return make_clinic(answer_within_days=2)


def test_two_working_days_are_counted_from_the_day_it_came():
    assert promise(2026, 11, 23, 10) == date(2026, 11, 25)  # Monday → Wednesday


def test_after_closing_time_the_next_working_day_counts_as_the_first():
    assert promise(2026, 11, 23, 17) == date(2026, 11, 26)
    assert promise(2026, 11, 23, 16, 59) == date(2026, 11, 25)


def test_a_weekend_does_not_count():
    assert promise(2026, 11, 27, 10) == date(2026, 12, 1)  # Friday → Tuesday
    assert promise(2026, 11, 28, 10) == date(2026, 12, 2)  # Saturday → Wednesday


def test_a_holiday_does_not_count():
    for day in [date(2026, 12, 25), date(2026, 12, 28)]:
        ClosedDay.objects.create(day=day, reason="Christmas")

    assert promise(2026, 12, 24, 10) == date(2026, 12, 30)


def test_a_day_with_other_hours_counts():
    ClosedDay.objects.create(day=date(2026, 12, 24), reason="Christmas Eve", hours="09:00-12:00")

    assert promise(2026, 12, 23, 10) == date(2026, 12, 25)
    assert promise(2026, 12, 24, 12, 30) == date(2026, 12, 29)


def test_a_clinic_that_is_closed_for_a_fortnight_names_the_real_day():
    for day in range(14, 28):
        ClosedDay.objects.create(day=date(2026, 12, day), reason="Holidays")

    assert promise(2026, 12, 13, 10) == date(2026, 12, 30)


def test_a_pause_at_noon_does_not_end_the_day(clinic):
    clinic.monday = "09:00-12:00, 13:00-17:00"
    clinic.save()

    assert promise(2026, 11, 23, 12, 30) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # The clocks go forward on Sunday 29 March 2026 and back on Sunday 25 October 2026.
        ((2026, 3, 27, 16, 59), date(2026, 3, 31)),
        ((2026, 3, 29, 1, 30), date(2026, 4, 1)),
        ((2026, 10, 23, 16, 59), date(2026, 10, 27)),
        ((2026, 10, 25, 1, 30), date(2026, 10, 28)),
    ],
)
def test_the_change_of_clocks_moves_no_promise(moment, expected):
    assert promise(*moment) == expected


def test_late_in_the_evening_the_day_is_that_of_the_clinic():
    """23:30 in London in summer is 22:30 UTC; half past midnight is the day before in UTC."""
    after_midnight = datetime(2026, 7, 6, 0, 30, tzinfo=LONDON)  # Monday; Sunday in UTC

    assert promised_by(after_midnight, clinic_details(after_midnight)) == date(2026, 7, 8)


def test_a_clinic_that_never_opens_promises_nothing(clinic):
    for day in ["monday", "tuesday", "wednesday", "thursday", "friday"]:
        setattr(clinic, day, "")
    clinic.save()

    assert promise(2026, 11, 23, 10) is None


def test_over_a_whole_year_the_promise_never_goes_back_and_is_a_working_day():
    for day in [date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2026, 12, 28)]:
        ClosedDay.objects.create(day=day, reason="Holiday")
    details = clinic_details(datetime(2026, 1, 1, tzinfo=LONDON))

    promises = [
        promised_by(datetime(2026, month, day, hour, tzinfo=LONDON), details)
        for month in range(1, 13)
        for day in range(1, 29)
        for hour in (0, 9, 16, 17, 23)
    ]

    assert len(promises) == 12 * 28 * 5
    assert promises == sorted(promises)
    assert all(details.hours_on(day) for day in promises)
