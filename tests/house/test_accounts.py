"""Accounts that commands make: those of a demonstration, and the first manager."""

import stat

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from clinic.demo_accounts import accounts_file, make_demo_accounts
from education.demo import PAGES, USERNAME_PREFIX, left_over
from education.models import SimplePage
from education.roles import MANAGERS, ROLES, ensure_roles
from tests.factories import make_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def roles(settings, tmp_path):
    settings.CLINIC_VAR = tmp_path
    ensure_roles()


def accounts(text):
    """Username and password of each line below the heading."""
    return [line.split()[:2] for line in text.splitlines()[1:]]


def test_a_new_demonstration_has_one_account_for_each_role(client):
    made = accounts(make_demo_accounts())

    roles_of = get_user_model().objects.values_list("groups__name", flat=True)
    assert sorted(roles_of) == sorted(ROLES)
    for username, password in made:
        assert client.login(username=username, password=password)


def test_the_passwords_are_kept_for_the_owner_alone():
    text = make_demo_accounts()

    assert accounts_file().read_text() == text
    assert stat.S_IMODE(accounts_file().stat().st_mode) == 0o600


def test_passwords_differ_from_one_demonstration_to_the_next():
    first = accounts(make_demo_accounts())
    get_user_model().objects.all().delete()

    second = accounts(make_demo_accounts())

    assert {password for _, password in first}.isdisjoint(password for _, password in second)


def test_where_somebody_has_an_account_none_is_made():
    get_user_model().objects.create_user("somebody")

    assert make_demo_accounts() is None
    assert get_user_model().objects.count() == 1


def test_production_makes_no_accounts(settings):
    settings.CLINIC_MODE = "production"

    assert make_demo_accounts() is None
    assert not get_user_model().objects.exists()


def test_production_finds_the_accounts_of_a_demonstration(settings):
    make_demo_accounts()
    settings.CLINIC_MODE = "production"

    assert any("accounts" in hint for hint in left_over())
    get_user_model().objects.filter(username__startswith=USERNAME_PREFIX).update(is_active=False)
    assert left_over() == []


OUR_OWN = {
    "name": "Elm Street Clinic",
    "phone": "020 1234",
    "out_of_hours_phone": "020 5678",
    "emergency_phone": "112",
}


@pytest.mark.parametrize(
    ("what", "hint"),
    [
        ({"name": "rowan clinic "}, "name"),
        ({"phone": "(01632) 960-000"}, "telephone"),
        ({"out_of_hours_phone": "01632960111"}, "telephone"),
        ({"emergency_phone": "01632/960999"}, "telephone"),
    ],
)
def test_production_finds_the_clinic_of_a_demonstration(settings, what, hint):
    settings.CLINIC_MODE = "production"
    make_clinic(**{**OUR_OWN, **what})

    (found,) = left_over()

    assert hint in found


@pytest.mark.parametrize("name", PAGES)
def test_production_finds_a_page_of_a_demonstration(settings, name):
    settings.CLINIC_MODE = "production"
    body = PAGES[name][1].replace("\n", "\r\n")
    page = SimplePage.objects.create(name=name, title="Our page", body=body)

    assert left_over() == ["The page “Our page” still has the text of the demonstration."]
    page.body = "We wrote this ourselves."
    page.save()
    assert left_over() == []


def test_production_lets_a_clinic_of_its_own_start(settings):
    settings.CLINIC_MODE = "production"
    make_clinic(**OUR_OWN)

    assert left_over() == []


def test_the_first_manager_can_sign_in_and_is_no_superuser(client, capsys):
    call_command("new_manager", "mary")

    username, password = capsys.readouterr().out.split()[:2]
    assert client.login(username=username, password=password)
    mary = get_user_model().objects.get(username="mary")
    assert list(mary.groups.all()) == [Group.objects.get(name=MANAGERS)]
    assert (mary.is_staff, mary.is_superuser) == (True, False)


def test_a_name_that_is_taken_is_said(capsys):
    call_command("new_manager", "mary")

    with pytest.raises(CommandError, match="already exists"):
        call_command("new_manager", "mary")
