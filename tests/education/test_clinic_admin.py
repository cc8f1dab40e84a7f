"""Managers keep what the clinic says about itself, and its people."""

import io

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from education.models import (
    ClinicProfile,
    ClosedDay,
    Notice,
    Offer,
    Picture,
    Price,
    SimplePage,
    User,
)
from education.roles import EDITORS, MANAGERS, REVIEWERS
from tests.education.desk import open_form, said
from tests.factories import make_clinic, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    user = make_user("manager")
    client.force_login(user)
    return user


def url(model: str, action: str, *args: object) -> str:
    return reverse(f"admin:education_{model}_{action}", args=args)


def change(client, model: str, pk: object, **changes: str | None):
    fields = {**open_form(client, url(model, "change", pk)), **changes}
    sent = {name: value for name, value in fields.items() if value is not None}
    return client.post(url(model, "change", pk), sent)


# -- The clinic ------------------------------------------------------------------------------


def test_the_list_of_clinics_is_the_clinic(client, manager):
    make_clinic()

    response = client.get(url("clinicprofile", "changelist"))

    assert response["Location"] == url("clinicprofile", "change", 1)


def test_before_there_is_a_clinic_it_is_made(client, manager):
    add = client.get(url("clinicprofile", "changelist"))["Location"]
    fields = open_form(client, add)

    client.post(
        add,
        {
            **fields,
            "name": "Rowan Clinic",
            "phone": "01632 960001",
            "emergency_phone": "01632 960002",
            "out_of_hours_phone": "01632 960003",
            "address": "1 Road",
        },
    )

    assert ClinicProfile.objects.get().pk == 1
    assert client.get(add).status_code == 403


def test_a_change_is_logged_with_the_names_of_its_fields_only(client, manager):
    make_clinic()

    change(client, "clinicprofile", 1, phone="01632 960123")

    entry = LogEntry.objects.get()
    assert ClinicProfile.objects.get().phone == "01632 960123"
    assert entry.user == manager
    assert entry.get_change_message() == "Changed Telephone."
    assert "960123" not in entry.change_message


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("monday", "9 to 5", "is not a time such as 09:00-17:00"),
        ("monday", "17:00-09:00", "ends before it begins"),
        ("brand_colour", "#ffff99", "cannot be read well"),
        ("brand_colour", "red", "A colour such as"),
        ("phone", "call us", "A telephone number"),
        ("country", "England", "at most 2"),
        ("answer_within_days", "0", "greater than or equal to 1"),
        ("minimum_age", "200", "less than or equal to 25"),
        ("out_of_hours_phone", "", "This field is required"),
        ("map_url", "javascript:alert(1)", "Enter a valid URL"),
        ("name", "a\x00b", "Null characters"),
    ],
)
def test_a_fault_is_said_and_nothing_is_stored(client, manager, field, value, reason):
    before = getattr(make_clinic(), field)

    response = change(client, "clinicprofile", 1, **{field: value})

    assert reason in response.content.decode()
    assert getattr(ClinicProfile.objects.get(), field) == before


def test_holidays_and_notices_come_and_go(client, manager):
    day = {"day": "2030-12-25", "reason": "Christmas Day", "hours": ""}
    client.post(url("closedday", "add"), day)
    row = ClosedDay.objects.get()

    client.post(url("closedday", "delete", row.pk), {"post": "yes"})

    assert not ClosedDay.objects.exists()


def test_the_times_of_a_notice_are_the_clinic_s(client, manager, settings):
    settings.TIME_ZONE = "Europe/London"
    times = {"show_from": "2030-07-01T09:00", "show_until": "2030-07-02T09:00"}

    client.post(url("notice", "add"), {"text": "Closed", **times})

    assert Notice.objects.get().show_from.isoformat() == "2030-07-01T08:00:00+00:00"


def test_a_notice_that_ends_before_it_begins_is_refused(client, manager):
    response = client.post(
        url("notice", "add"),
        {
            "text": "Closed",
            "show_from": "2030-01-02T09:00",
            "show_until": "2030-01-01T09:00",
        },
    )

    assert "The end must be later than the beginning." in response.content.decode()
    assert not Notice.objects.exists()


def test_every_treatment_is_in_the_list_of_offers(client, manager):
    topic = make_topic(title="Mesotherapy")
    make_topic(kind="guide", title="A guide")

    page = client.get(url("offer", "changelist")).content.decode()

    assert "Mesotherapy" in page
    assert "For information only" in page
    assert f"{url('offer', 'add')}?topic={topic.pk}" in page
    assert "A guide" not in page


def test_a_treatment_is_offered(client, manager):
    topic = make_topic()

    client.post(url("offer", "add"), {"topic": topic.pk, "status": "offered"})

    assert Offer.objects.get().status == "offered"
    assert "Offered here" in client.get(url("offer", "changelist")).content.decode()


PRICE = {"what": "One session", "amount_from": "90", "currency": "GBP", "valid_from": "2030-01-01"}


def test_a_price_is_added(client, manager):
    topic = make_topic()

    client.post(url("price", "add"), {**PRICE, "topic": topic.pk})

    assert Price.objects.get().amount_from == 90


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount_to": "80"}, "“From” is higher than “to”."),
        ({"currency": "pounds"}, "at most 3"),
        ({"currency": ""}, "This field is required"),
        ({"amount_from": "-1"}, "greater than or equal to 0"),
    ],
)
def test_a_faulty_price_is_refused(client, manager, changes, reason):
    topic = make_topic()

    response = client.post(url("price", "add"), {**PRICE, "topic": topic.pk, **changes})

    assert reason in response.content.decode()
    assert not Price.objects.exists()


def test_a_simple_page_keeps_its_name(client, manager):
    page = SimplePage.objects.create(name="about", title="About us", body="We are here.")

    change(client, "simplepage", page.pk, title="Who we are", name="privacy")

    page.refresh_from_db()
    assert (page.name, page.title) == ("about", "Who we are")


# -- Pictures --------------------------------------------------------------------------------


def png(width: int = 20, height: int = 10) -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, format="PNG")
    return out.getvalue()


def upload(client, content: bytes, name: str = "room.png", **changes: str):
    values = {"alternative_text": "A room", "rights": "Ours, 2026", **changes}
    return client.post(url("picture", "add"), {**values, "file": SimpleUploadedFile(name, content)})


def test_a_picture_is_stored_with_words_and_rights(client, manager):
    upload(client, png())

    picture = Picture.objects.get()
    assert (picture.width, picture.alternative_text, picture.rights) == (20, "A room", "Ours, 2026")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "Only PNG, JPEG"),
        (png(10_000, 5_000), "megapixels"),
        (b"\x89PNG\r\n\x1a\n broken", "Only PNG, JPEG"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"", "empty"),
    ],
    ids=["svg", "50 megapixels", "broken", "6 MB", "empty"],
)
def test_a_dangerous_picture_is_refused_with_its_reason(client, manager, content, reason):
    response = upload(client, content)

    page = response.content.decode()
    assert reason in page
    assert "Ours, 2026" in page
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"alternative_text": ""}, {"decorative": "on"}], ids=["neither", "both"]
)
def test_a_picture_needs_a_decision_about_its_words(client, manager, changes):
    response = upload(client, png(), **changes)

    assert "Say what it shows, or tick that it says nothing." in response.content.decode()
    assert not Picture.objects.exists()


def test_a_picture_may_say_nothing(client, manager):
    upload(client, png(), alternative_text="", decorative="on")

    assert Picture.objects.get().alternative_text == ""


def test_a_picture_needs_its_rights(client, manager):
    upload(client, png(), rights="")

    assert not Picture.objects.exists()


def test_the_words_of_a_picture_change_without_a_new_file(client, manager):
    upload(client, png())
    picture = Picture.objects.get()

    change(client, "picture", picture.pk, alternative_text="The waiting room")

    picture.refresh_from_db()
    assert picture.alternative_text == "The waiting room"


# -- People ----------------------------------------------------------------------------------


def new_person(client, **changes: str):
    values = {"username": "rosa", "first_name": "Rosa", "last_name": "W"}
    password = {"password1": "a long pass phrase", "password2": "a long pass phrase"}
    return client.post(url("user", "add"), {**values, **password, **changes})


def test_a_manager_adds_a_person_who_can_sign_in(client, manager):
    new_person(client)

    person = User.objects.get(username="rosa")
    assert person.is_staff
    assert person.check_password("a long pass phrase")
    assert person.get_all_permissions() == set()


def test_a_short_password_is_refused(client, manager):
    new_person(client, password1="short", password2="short")

    assert not User.objects.filter(username="rosa").exists()


def test_a_manager_gives_roles(client, manager):
    person = make_user("editor")
    groups = Group.objects.filter(name__in=[EDITORS, REVIEWERS])

    change(client, "user", person.pk, groups=[str(group.pk) for group in groups])

    assert {group.name for group in person.groups.all()} == {EDITORS, REVIEWERS}


def test_a_manager_deactivates_who_left(client, manager):
    person = make_user("editor")

    change(client, "user", person.pk, is_active=None)

    person.refresh_from_db()
    assert not person.is_active


def test_nobody_locks_themselves_out(client, manager):
    response = change(client, "user", manager.pk, is_active=None)

    assert "You cannot deactivate your own account." in response.content.decode()
    manager.refresh_from_db()
    assert manager.is_active


@pytest.mark.parametrize("who", ["self", "other"])
def test_no_form_gives_more_than_the_roles(client, manager, who):
    person = manager if who == "self" else make_user("editor")
    secret = Group.objects.create(name="All doors")

    change(
        client,
        "user",
        person.pk,
        is_superuser="on",
        is_staff="on",
        user_permissions="1",
        groups=[str(secret.pk)],
    )

    person = User.objects.get(pk=person.pk)
    assert not person.is_superuser
    assert not person.user_permissions.exists()
    assert secret not in person.groups.all()


@pytest.mark.parametrize("form", ["change", "password"])
def test_a_manager_cannot_touch_a_superuser(client, manager, form):
    superuser = make_user("superuser")
    address = {
        "change": url("user", "change", superuser.pk),
        "password": reverse("admin:auth_user_password_change", args=[superuser.pk]),
    }[form]

    response = client.post(
        address, {"password1": "a long pass phrase", "password2": "a long pass phrase"}
    )

    assert response.status_code == 403
    superuser.refresh_from_db()
    assert not superuser.check_password("a long pass phrase")


def test_groups_themselves_are_not_edited(client):
    client.force_login(make_user("superuser"))

    assert client.get("/admin/auth/group/").status_code == 404


def test_the_log_of_a_person_holds_no_password(client, manager):
    person = make_user("editor")

    client.post(
        reverse("admin:auth_user_password_change", args=[person.pk]),
        {"password1": "a long pass phrase", "password2": "a long pass phrase"},
    )

    assert "Changed password." in LogEntry.objects.get().get_change_message()


def test_a_new_role_shows_in_the_list(client, manager):
    make_user("reviewer")

    page = said(client, client.get(url("user", "changelist")))

    assert REVIEWERS in page
    assert MANAGERS in page
