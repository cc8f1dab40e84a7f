"""What the clinic says about itself, as pages print it: one query for everything."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from education.hours import Hours, parse_hours
from education.models import ClinicProfile, ClosedDay, Notice, Price
from education.models.clinic import DAYS

LOOK_AHEAD_DAYS = 30
CENT = Decimal("0.01")


class ClinicNotSetUp(Exception):
    """There is no clinic yet: ``manage.py start`` makes it."""


class JSONRows(models.Aggregate):
    """All rows of a subquery as one JSON list."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def _rows(queryset: models.QuerySet[Any], **fields: str) -> models.Subquery:
    rows = queryset.order_by().annotate(all_rows=models.Value(1)).values("all_rows")
    return models.Subquery(rows.annotate(rows=JSONRows(JSONObject(**fields))).values("rows"))


@dataclass(frozen=True)
class OpenState:
    """Whether the clinic is open now, and when that changes (clinic time; ``None``: unknown)."""

    is_open: bool
    changes_at: datetime | None
    closed_for: str = ""


@dataclass
class Details:
    """The clinic's own data at one moment."""

    profile: ClinicProfile
    now: datetime
    closed_days: dict[date, tuple[str, str]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    prices: list[dict[str, Any]] = field(default_factory=list)

    def hours_on(self, day: date) -> Hours:
        """Opening hours of one day in the clinic's zone, holidays considered."""
        if day in self.closed_days:
            return parse_hours(self.closed_days[day][1])
        return parse_hours(getattr(self.profile, DAYS[day.weekday()]))

    @property
    def week(self) -> list[tuple[date, Hours, str]]:
        """The next seven days with their hours and, for a holiday, its reason."""
        today = timezone.localdate(self.now)
        days = [today + timedelta(days=ahead) for ahead in range(7)]
        return [(day, self.hours_on(day), self.closed_days.get(day, ("", ""))[0]) for day in days]

    @property
    def open_state(self) -> OpenState:
        today = timezone.localdate(self.now)
        for opens, closes in self.hours_on(today):
            if self._at(today, opens) <= self.now < self._at(today, closes):
                return OpenState(True, self._at(today, closes))
        return OpenState(False, self._next_opening(today), self._reason(today))

    def _next_opening(self, today: date) -> datetime | None:
        for ahead in range(LOOK_AHEAD_DAYS):
            day = today + timedelta(days=ahead)
            for opens, _closes in self.hours_on(day):
                if self._at(day, opens) > self.now:
                    return self._at(day, opens)
        return None

    def _at(self, day: date, moment: time) -> datetime:
        return timezone.make_aware(datetime.combine(day, moment))

    def _reason(self, day: date) -> str:
        return self.closed_days.get(day, ("", ""))[0]

    def prices_of(self, topic_id: int) -> list[dict[str, Any]]:
        """Prices valid today of one topic: what, amount_from, amount_to, currency."""
        newest: dict[str, dict[str, Any]] = {}
        for price in self.prices:
            if price["topic"] == topic_id:
                known = newest.get(price["what"])
                if known is None or price["valid_from"] > known["valid_from"]:
                    newest[price["what"]] = price
        return [newest[what] for what in sorted(newest)]


def clinic_details(at: datetime | None = None) -> Details:
    """Everything pages print about the clinic, in one query. Raises ``ClinicNotSetUp``."""
    now = timezone.localtime(at)
    today = now.date()
    profile = _profiles(today, now).first()
    if profile is None:
        raise ClinicNotSetUp
    return Details(
        profile=profile,
        now=now,
        closed_days=_closed_days(profile.closed_rows or []),
        notices=_notices(profile.notice_rows or [], now),
        prices=[_price(row) for row in profile.price_rows or []],
    )


def _profiles(today: date, now: datetime) -> models.QuerySet[Any]:
    """The clinic, with rows of other tables as JSON beside it."""
    return (
        ClinicProfile.objects.select_related("logo")
        .defer("logo__content")
        .annotate(
            closed_rows=_rows(
                ClosedDay.objects.filter(day__gte=today), day="day", reason="reason", hours="hours"
            ),
            notice_rows=_rows(
                Notice.objects.filter(show_until__gt=now),
                text="text",
                show_from="show_from",
                show_until="show_until",
            ),
            price_rows=_rows(
                Price.objects.filter(valid_from__lte=today),
                topic="topic_id",
                what="what",
                amount_from="amount_from",
                amount_to="amount_to",
                currency="currency",
                valid_from="valid_from",
            ),
        )
    )


def _closed_days(rows: list[dict[str, str]]) -> dict[date, tuple[str, str]]:
    days = {parse_date(row["day"]): (row["reason"], row["hours"]) for row in rows}
    return {day: reason_and_hours for day, reason_and_hours in days.items() if day}


def _notices(rows: list[dict[str, str]], now: datetime) -> list[str]:
    return [row["text"] for row in rows if _moment(row["show_from"]) <= now]


def _price(row: dict[str, Any]) -> dict[str, Any]:
    """A price with its day as a date, and its amounts as the decimals that they are.

    JSON carries amounts as binary fractions: 100.10 would be printed as 100.1.
    """
    amounts = {
        name: None if row[name] is None else Decimal(str(row[name])).quantize(CENT)
        for name in ("amount_from", "amount_to")
    }
    return {**row, **amounts, "valid_from": parse_date(row["valid_from"])}


def _moment(value: str) -> datetime:
    """A moment from the database's JSON: SQLite writes UTC without saying so."""
    moment = parse_datetime(value)
    assert moment is not None
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)
