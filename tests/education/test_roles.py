"""Groups and their permissions."""

import pytest
from django.contrib.auth.models import Group, Permission

from education.roles import EDITORS, FRONT_DESK, MANAGERS, REVIEWERS, ROLES, ensure_roles
from tests.factories import make_live_topic, make_topic, make_user

pytestmark = pytest.mark.django_db


def permissions_of(group: str) -> set[str]:
    return set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))


def test_there_are_five_roles():
    ensure_roles()

    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    assert len(ROLES) == 5


def test_running_again_repairs_a_group():
    ensure_roles()
    before = permissions_of(EDITORS)
    group = Group.objects.get(name=EDITORS)
    group.permissions.set(Permission.objects.filter(codename="approve_edition"))

    ensure_roles()

    assert permissions_of(EDITORS) == before


def test_only_reviewers_approve():
    ensure_roles()

    assert [name for name in ROLES if "approve_edition" in permissions_of(name)] == [REVIEWERS]


def test_reviewers_change_no_text():
    ensure_roles()

    assert {name.split("_")[0] for name in permissions_of(REVIEWERS)} == {"view", "approve"}


def test_the_front_desk_sees_nothing_of_drafts():
    ensure_roles()

    group = Group.objects.get(name=FRONT_DESK)
    assert not group.permissions.filter(content_type__app_label="education").exists()


def test_no_role_deletes_what_must_stay():
    ensure_roles()

    kept = ["topic", "edition", "condition", "source", "concern", "recheck", "user"]
    for name in ROLES:
        assert permissions_of(name).isdisjoint(f"delete_{model}" for model in kept)


def test_managers_cannot_give_permissions():
    ensure_roles()

    assert not {name for name in permissions_of(MANAGERS) if name.endswith(("group", "permission"))}


def test_a_stranger_has_no_permission():
    assert make_user().get_all_permissions() == set()


def test_the_factories_make_what_they_say():
    draft, live = make_topic(), make_live_topic(kind="guide")

    assert not draft.editions.live().exists()
    assert live.editions.live().count() == 1
