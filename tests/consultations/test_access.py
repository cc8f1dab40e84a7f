"""Who may come in: every person, every private address."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import get_resolver

from tests.consultations.making import QUEUE, make_clinic_with_offer, make_request, one
from tests.factories import make_user

pytestmark = pytest.mark.django_db

MAY = ["desk", "manager", "superuser"]
MAY_NOT = ["editor", "reviewer", "clinician"]


@pytest.fixture
def request_made():
    make_clinic_with_offer()
    return make_request()


def addresses(pk: int) -> list[str]:
    return [QUEUE, one(pk), f"{QUEUE}{pk}/history/"]


@pytest.mark.parametrize("role", MAY)
def test_those_who_work_requests_come_in(client, request_made, role):
    client.force_login(make_user(role))

    statuses = [client.get(path, follow=True).status_code for path in addresses(request_made.pk)]

    assert statuses == [200, 200, 200]


@pytest.mark.parametrize("role", MAY_NOT)
def test_other_staff_are_refused(client, request_made, role):
    client.force_login(make_user(role))

    for path in addresses(request_made.pk):
        assert client.get(path).status_code == 403, path
        assert client.post(path, {"row_version": "1", "note": "x"}).status_code == 403, path
    request_made.refresh_from_db()
    assert request_made.row_version == 1


@pytest.mark.parametrize("role", MAY_NOT)
def test_other_staff_do_not_even_see_a_link(client, request_made, role):
    client.force_login(make_user(role))

    page = client.get("/admin/").content.decode()

    assert "consultationrequest" not in page


@pytest.mark.parametrize("signed_in", [True, False])
def test_strangers_are_sent_to_sign_in(client, request_made, signed_in):
    if signed_in:
        client.force_login(make_user())

    for path in addresses(request_made.pk):
        for answer in [client.get(path), client.post(path, {})]:
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/admin/login/"), path


def test_a_deactivated_receptionist_is_out_at_once(client, request_made):
    user = make_user("desk")
    client.force_login(user)
    user.is_active = False
    user.save()

    assert client.get(one(request_made.pk)).status_code == 302


@pytest.mark.parametrize("role", MAY)
def test_nobody_adds_or_deletes_a_request_by_hand(client, request_made, role):
    client.force_login(make_user(role))

    for path in [f"{QUEUE}add/", f"{QUEUE}{request_made.pk}/delete/"]:
        assert client.get(path).status_code == 403, path
        assert client.post(path, {"post": "yes"}).status_code == 403, path
    request_made.refresh_from_db()


def test_no_other_address_of_the_admin_leads_to_requests():
    """All addresses of the model are tested above: a new one must be added there."""
    admin = next(
        resolver for resolver in get_resolver().url_patterns if "admin/" in str(resolver.pattern)
    )
    ours = next(
        resolver
        for resolver in admin.url_patterns
        if "consultations/consultationrequest/" in str(resolver.pattern)
    )

    names = {pattern.name for pattern in ours.url_patterns if pattern.name}

    assert names == {
        f"consultations_consultationrequest_{name}"
        for name in ["changelist", "add", "history", "delete", "change"]
    }


def test_the_log_of_the_admin_says_nothing_about_the_person(client, request_made):
    client.force_login(make_user("desk"))

    client.post(one(request_made.pk), {"row_version": "1", "note": "canary", "to_state": "called"})

    entry = LogEntry.objects.get()
    assert entry.object_repr == request_made.reference
    assert "canary" not in entry.change_message
    assert "Ana" not in entry.change_message
