"""What the clinic says about itself: hours, holidays, notices, prices. One query."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from education.details import ClinicNotSetUp, clinic_details
from education.hours import parse_hours
from education.models import ClinicProfile, ClosedDay, Notice, Picture, Price
from tests.factories import make_clinic, make_topic

LONDON = ZoneInfo("Europe/London")
# Monday; London is in UTC until 29 March 2026.
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(text, zone=LONDON):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# -- Hours -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "ranges"),
    [
        ("", []),
        (" , ", []),
        ("09:00-17:00", [(time(9), time(17))]),
        ("9.00 – 12.30, 13:30-17:00", [(time(9), time(12, 30)), (time(13, 30), time(17))]),
        ("00:00-23:59", [(time(0), time(23, 59))]),
        ("09:00-12:00, 12:00-17:00", [(time(9), time(17))]),
    ],
)
def test_hours_are_read_as_people_write_them(written, ranges):
    assert parse_hours(written) == ranges


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("9-17", "9-17"),
        ("09:00", "09:00"),
        ("09:00-24:00", "09:00-24:00"),
        ("25:00-26:00", "25:00-26:00"),
        ("closed", "closed"),
        ("17:00-09:00", "17:00-09:00"),
        ("09:00-09:00", "09:00-09:00"),
        ("09:00-13:00, 12:00-17:00", "12:00-17:00"),
        ("13:00-17:00, 09:00-12:00", "09:00-12:00"),
        ("09:00-17:00\n; drop", "09:00-17:00\n; drop"),
    ],
)
def test_hours_that_cannot_be_read_name_the_part(written, part):
    with pytest.raises(ValueError, match=f"“{part}”"):
        parse_hours(written)


@given(st.text(max_size=30))
def test_any_other_text_is_refused_and_never_more(written):
    try:
        ranges = parse_hours(written)
    except ValueError:
        return
    assert all(opens < closes for opens, closes in ranges)


@pytest.mark.django_db
def test_the_form_names_the_day_whose_hours_cannot_be_read():
    clinic = make_clinic()
    clinic.tuesday = "nine to five"

    with pytest.raises(ValidationError) as caught:
        clinic.full_clean()

    assert list(caught.value.message_dict) == ["tuesday"]


# -- Open now --------------------------------------------------------------------------------

BREAK = "09:00-12:30, 13:30-17:00"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "is_open", "changes_at"),
    [
        ("2026-03-02 08:59:59", False, "2026-03-02 09:00"),
        ("2026-03-02 09:00", True, "2026-03-02 12:30"),
        ("2026-03-02 12:29:59", True, "2026-03-02 12:30"),
        ("2026-03-02 12:30", False, "2026-03-02 13:30"),
        ("2026-03-02 16:59", True, "2026-03-02 17:00"),
        ("2026-03-02 17:00", False, "2026-03-03 09:00"),
        ("2026-03-06 20:00", False, "2026-03-09 09:00"),  # Friday evening to Monday
        # The clocks go forward in the night to Monday, 30 March, and back to Monday, 26 October.
        ("2026-03-27 18:00", False, "2026-03-30 09:00"),
        ("2026-03-30 08:59", False, "2026-03-30 09:00"),
        ("2026-03-30 09:00", True, "2026-03-30 12:30"),
        ("2026-10-23 18:00", False, "2026-10-26 09:00"),
        ("2026-10-26 09:00", True, "2026-10-26 12:30"),
        ("2026-12-31 18:00", False, "2027-01-01 09:00"),
    ],
)
def test_open_now_and_when_that_changes(now, is_open, changes_at):
    make_clinic(monday=BREAK, saturday="", sunday="")

    state = clinic_details(at(now)).open_state

    assert (state.is_open, state.changes_at) == (is_open, at(changes_at))


@pytest.mark.django_db
def test_the_offset_of_summer_time_is_considered():
    make_clinic()

    assert not clinic_details(datetime(2026, 3, 27, 8, 30, tzinfo=UTC)).open_state.is_open
    assert clinic_details(datetime(2026, 3, 30, 8, 30, tzinfo=UTC)).open_state.is_open


@pytest.mark.django_db
@pytest.mark.parametrize("moment", ["2026-10-25 00:30", "2026-10-25 01:30"])
def test_the_hour_that_comes_twice_is_open_both_times(moment):
    make_clinic(sunday="01:00-02:00")

    # 00:30 and 01:30 in UTC are both 01:30 in London.
    assert clinic_details(at(moment, UTC)).open_state.is_open


@pytest.mark.django_db
def test_a_clinic_that_never_opens_promises_nothing():
    days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    make_clinic(**dict.fromkeys(days, ""))

    state = clinic_details(NOON).open_state

    assert (state.is_open, state.changes_at) == (False, None)


@pytest.mark.django_db
def test_a_holiday_is_closed_and_says_why():
    make_clinic()
    ClosedDay.objects.create(day=date(2026, 3, 2), reason="Spring day")

    state = clinic_details(NOON).open_state

    assert (state.is_open, state.closed_for) == (False, "Spring day")
    assert state.changes_at == at("2026-03-03 09:00")


@pytest.mark.django_db
def test_a_day_can_have_other_hours():
    make_clinic()
    ClosedDay.objects.create(day=date(2026, 3, 2), reason="Half day", hours="08:00-11:00")

    assert not clinic_details(NOON).open_state.is_open
    assert clinic_details(at("2026-03-02 08:30")).open_state.is_open


@pytest.mark.django_db
def test_the_week_begins_today_and_knows_its_holidays():
    make_clinic()
    ClosedDay.objects.create(day=date(2026, 3, 4), reason="Spring day")
    ClosedDay.objects.create(day=date(2026, 3, 1), reason="Over")

    week = clinic_details(NOON).week

    assert [day for day, _hours, _reason in week] == [date(2026, 3, n) for n in range(2, 9)]
    assert week[2] == (date(2026, 3, 4), [], "Spring day")
    assert week[0] == (date(2026, 3, 2), [(time(9), time(17))], "")


@pytest.mark.django_db
def test_today_is_the_day_of_the_clinic():
    make_clinic()
    ClosedDay.objects.create(day=date(2026, 6, 2), reason="Holiday")

    # 23:30 in UTC is half past midnight in London's summer.
    week = clinic_details(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)).week

    assert week[0][0] == date(2026, 6, 2)


# -- Notices ---------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("begins", "ends", "shown"),
    [(0, 1, True), (-1, 1, True), (1, 2, False), (-2, 0, False), (-2, -1, False)],
)
def test_a_notice_is_shown_from_its_beginning_to_its_end(begins, ends, shown):
    make_clinic()
    hour = timedelta(hours=1)
    Notice.objects.create(
        text="Closed for snow", show_from=NOON + begins * hour, show_until=NOON + ends * hour
    )

    assert clinic_details(NOON).notices == (["Closed for snow"] if shown else [])


@pytest.mark.django_db
def test_a_notice_ends_after_it_begins():
    with pytest.raises(IntegrityError, match="notice_ends_after_it_begins"):
        Notice.objects.create(text="Never", show_from=NOON, show_until=NOON)


# -- Prices ----------------------------------------------------------------------------------


def price(topic, **values):
    defaults = {"what": "One session", "amount_from": 100, "currency": "GBP"}
    return Price.objects.create(topic=topic, **{**defaults, **values})


@pytest.mark.django_db
def test_the_newest_price_that_is_valid_counts():
    make_clinic()
    topic, other = make_topic(), make_topic()
    price(topic, amount_from="90.00", valid_from=date(2025, 1, 1))
    price(topic, amount_from="100.10", amount_to="120.00", valid_from=date(2026, 3, 2))
    price(topic, amount_from="500.00", valid_from=date(2026, 3, 3))
    price(topic, what="A talk", amount_from="0.30", valid_from=date(2026, 1, 1))
    price(other, amount_from="1.00", valid_from=date(2026, 1, 1))

    talk, session = clinic_details(NOON).prices_of(topic.pk)

    assert (talk["what"], session["what"]) == ("A talk", "One session")
    assert session["valid_from"] == date(2026, 3, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("amount", ["100.10", "0.30", "1234567.89", "99.99", "80.00"])
def test_an_amount_keeps_its_cents(amount):
    make_clinic()
    topic = make_topic()
    price(topic, amount_from=amount, amount_to=amount, valid_from=NOON.date())

    found = clinic_details(NOON).prices_of(topic.pk)[0]

    assert (str(found["amount_from"]), str(found["amount_to"])) == (amount, amount)
    assert isinstance(found["amount_from"], Decimal)


@pytest.mark.django_db
def test_a_price_without_an_upper_end_has_none():
    make_clinic()
    topic = make_topic()
    price(topic, valid_from=NOON.date())

    assert clinic_details(NOON).prices_of(topic.pk)[0]["amount_to"] is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"amount_from": 200, "amount_to": 100}, "price_from_is_not_above_to"),
        ({"valid_from": date(2026, 1, 1)}, r"price_once_a_day|price\.valid_from"),
    ],
)
def test_an_impossible_price_is_refused(values, constraint):
    topic = make_topic()
    price(topic, valid_from=date(2026, 1, 1))

    with pytest.raises(IntegrityError, match=constraint):
        price(topic, **values)


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"currency": "pounds"}, {"currency": ""}, {"amount_from": -1}])
def test_a_price_without_a_currency_or_below_nothing_is_refused(values):
    with pytest.raises(ValidationError):
        Price(
            topic=make_topic(), **{"what": "X", "amount_from": 1, "currency": "GBP"} | values
        ).full_clean()


# -- All of it -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_everything_takes_one_query():
    logo = Picture.objects.create(
        digest="0" * 64, content=b"x", media_type="image/png", width=1, height=1
    )
    make_clinic(logo=logo)
    topic = make_topic()
    for number in range(20):
        price(topic, what=f"Session {number}", valid_from=NOON.date())
        ClosedDay.objects.create(day=date(2026, 3, 3) + timedelta(days=number), reason="Holiday")
        Notice.objects.create(text="Snow", show_from=NOON, show_until=NOON + timedelta(hours=1))

    with CaptureQueriesContext(connection) as queries:
        details = clinic_details(NOON)
        assert details.profile.logo.digest == "0" * 64
        assert (len(details.prices), len(details.closed_days), len(details.notices)) == (20, 20, 20)
        assert details.open_state.is_open

    assert len(queries) == 1
    assert '"education_picture"."content"' not in queries[0]["sql"]


@pytest.mark.django_db
def test_a_clinic_with_nothing_else_has_nothing_else():
    make_clinic()

    details = clinic_details(NOON)

    assert (details.prices, details.closed_days, details.notices) == ([], {}, [])


@pytest.mark.django_db
def test_before_the_clinic_is_set_up_there_is_nothing_to_say():
    with pytest.raises(ClinicNotSetUp):
        clinic_details()


@pytest.mark.django_db
def test_there_is_one_clinic():
    make_clinic()

    with pytest.raises(IntegrityError, match="one_clinic"):
        ClinicProfile.objects.create(pk=2, name="B", phone="1", emergency_phone="2", address=["C"])
