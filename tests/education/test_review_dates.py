"""When a text is checked again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.gate import PROFILES, REVIEW_MONTHS
from education.review_dates import latest_due, proposed_due

DAYS = st.dates(date(2024, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("profile", "today", "last"),
    [
        ("injectable", date(2026, 3, 2), date(2027, 4, 1)),
        ("other", date(2026, 3, 2), date(2029, 4, 1)),
        ("guide", date(2026, 3, 2), date(2029, 4, 1)),
        # A leap day, and the last days of long months, lead to the end of shorter ones.
        ("injectable", date(2028, 2, 29), date(2029, 3, 30)),
        ("other", date(2025, 2, 28), date(2028, 3, 29)),
        ("injectable", date(2027, 12, 31), date(2029, 1, 30)),
    ],
)
def test_the_last_day_that_may_be_chosen(profile, today, last):
    assert latest_due(profile, today) == last


def test_every_profile_has_its_time():
    assert set(REVIEW_MONTHS) == set(PROFILES)


@given(st.sampled_from(sorted(REVIEW_MONTHS)), st.text(max_size=20), DAYS)
def test_what_is_proposed_may_be_chosen(profile, slug, today):
    assert today < proposed_due(profile, slug, today) <= latest_due(profile, today)


def test_pages_do_not_fall_due_together():
    days = {proposed_due("injectable", f"page-{n}", date(2026, 3, 2)) for n in range(200)}

    assert len(days) > 40


def test_a_page_keeps_its_day():
    today = date(2026, 3, 2)

    assert proposed_due("other", "peel", today) == proposed_due("other", "peel", today)
