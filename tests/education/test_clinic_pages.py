"""What the clinic says about itself, on its own pages and around every other one."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from education import context
from education.models import ClosedDay, Notice, SimplePage, TeamMember
from education.templatetags.patient import moment, price, tel
from education.theme import NIGHT, contrast, fingerprint, style_sheet
from tests.factories import make_clinic, make_live_topic

pytestmark = pytest.mark.django_db
OWN_PAGES = ["/about/", "/team/", "/find-us/", "/privacy/", "/accessibility/"]
LONDON = ZoneInfo("Europe/London")
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=LONDON)


def read(client, address: str = "/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def monday_noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY_NOON)


@pytest.mark.parametrize("address", ["/", "/treatments/", "/search/", *OWN_PAGES])
def test_every_page_says_how_to_reach_a_person(client, address):
    make_clinic(
        phone="01632 960001",
        out_of_hours_phone="+44 (0)1632 960002",
        map_url="https://maps.example/clinic",
    )

    html = read(client, address)

    assert 'href="tel:01632960001"' in html
    assert 'href="tel:+4401632960002"' in html
    assert "12 Example Street" in html
    assert 'href="https://maps.example/clinic" rel="external noopener"' in html
    assert "Open now" in html or "Closed now" in html


@pytest.mark.parametrize("address", OWN_PAGES)
def test_a_page_without_a_text_of_its_own_still_has_its_title(client, address):
    make_clinic()

    html = read(client, address)

    assert html.count("<h1") == 1
    assert "<h1></h1>" not in html


@pytest.mark.parametrize("name", SimplePage.Name.values)
def test_the_clinic_writes_its_own_pages(client, name):
    make_clinic()
    SimplePage.objects.create(name=name, title="Our title", body="- **Our** text")

    html = read(client, f"/{name}/")

    assert "<h1>Our title</h1>" in html
    assert "<li><strong>Our</strong> text</li>" in html


def test_the_team_page_shows_the_people(client):
    make_clinic()
    TeamMember.objects.create(name="Noor Haddad", role="Dermatologist", registration="GMC 1")

    html = read(client, "/team/")

    assert "Noor Haddad" in html
    assert "Dermatologist, GMC 1" in html


def test_find_us_shows_the_week_with_holidays(client, monday_noon):
    make_clinic(monday="09:00-12:30, 13:30-17:00")
    ClosedDay.objects.create(day=date(2026, 11, 24), reason="Staff training")

    html = read(client, "/find-us/")

    assert "Monday 23 November (today)" in html
    assert "09:00–12:30, 13:30–17:00" in html
    assert "Staff training" in html


def test_open_now_says_until_when(client, monday_noon):
    make_clinic(monday="09:00-17:00")

    assert "Open now, until 17:00" in read(client)


def test_closed_now_says_when_it_opens(client, monday_noon):
    make_clinic(monday="", tuesday="10:00-17:00")

    assert "Closed now, opens tomorrow at 10:00" in read(client)


def test_a_notice_stands_on_every_page_for_its_time(client):
    make_clinic()
    now = timezone.now()
    Notice.objects.create(text="Back on Friday.", show_until=now + timedelta(days=1))
    Notice.objects.create(
        text="Long ago.", show_from=now - timedelta(days=2), show_until=now - timedelta(days=1)
    )

    html = read(client, "/questions/")

    assert "Back on Friday." in html
    assert "Long ago." not in html


def test_pages_work_before_the_clinic_is_set_up(client):
    for address in ["/", "/treatments/", *OWN_PAGES]:
        assert client.get(address).status_code == 200


def test_the_clinic_is_remembered_for_pages_without_a_database(client):
    make_clinic(phone="01632 960007")
    read(client)

    known = context.last_known_clinic()

    assert known is not None
    assert known.profile.phone == "01632 960007"


# -- Words for numbers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "currency", "words"),
    [
        (80, None, "GBP", "from £80"),
        (80.0, 120.5, "EUR", "€80 to €120.50"),
        ("80.00", "80.00", "USD", "$80"),
        (1200, 1500, "SEK", "1,200 SEK to 1,500 SEK"),
    ],
)
def test_prices_in_words(low, high, currency, words):
    assert price({"amount_from": low, "amount_to": high, "currency": currency}) == words


def test_telephone_links_hold_digits_and_a_leading_plus_only():
    assert tel("+44 (0)20 7946-0000") == "tel:+4402079460000"
    assert tel("0800 1+1") == "tel:080011"


def test_moments_in_words():
    def words(days: int) -> str:
        return moment(MONDAY_NOON + timedelta(days=days), MONDAY_NOON)

    assert words(0) == "at 12:00"
    assert words(1) == "tomorrow at 12:00"
    assert words(3) == "Thursday at 12:00"
    assert words(8) == "Tuesday 1 December at 12:00"


# -- Colours ---------------------------------------------------------------------------------


def test_the_clinic_s_colours_come_as_a_style_sheet_to_keep(client):
    make_clinic(brand_colour="#5a2a6b", accent_colour="#ffcc00")
    address = f"/theme-{fingerprint('#5a2a6b', '#ffcc00')}.css"

    html = read(client)
    response = client.get(address)

    assert f'href="{address}"' in html
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]
    assert "--brand:#5a2a6b" in response.content.decode()
    assert "--sun:#ffcc00" in response.content.decode()


def test_an_old_style_sheet_leads_to_today_s(client):
    make_clinic()

    response = client.get(f"/theme-{'0' * 16}.css")

    assert response.status_code == 302
    assert client.get(response.headers["Location"]).status_code == 200
    assert "immutable" not in response.headers.get("Cache-Control", "")


@pytest.mark.parametrize("brand", ["#0b5a5c", "#000000", "#767676", "#b00020", "#0000ff"])
def test_links_can_be_read_at_night_whatever_the_brand(brand):
    night = style_sheet(brand, "#f2b33d").split("dark")[1]

    link = night.split("--brand:")[1][:7]

    assert contrast(link, NIGHT) >= 4.5


# -- What public pages do not do -------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/treatments/",
        "/treatments/peel/",
        "/treatments/peel/history/",
        "/guides/",
        "/conditions/",
        "/conditions/pregnancy/",
        "/questions/",
        "/search/?q=x",
        *OWN_PAGES,
    ],
)
def test_a_public_page_sets_no_cookie_and_is_the_same_for_everybody(client, address):
    make_clinic()
    make_live_topic(slug="peel")

    response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_public_pages_are_only_read(client):
    make_clinic()

    assert client.post("/treatments/").status_code == 405
    assert client.head("/treatments/").status_code == 200
