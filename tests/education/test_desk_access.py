"""Role × screen of the admin, and: nobody deletes what must stay."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse

from education.models import Edition, Offer, Recheck, SimplePage
from tests.factories import make_clinic, make_live_topic, make_user

pytestmark = pytest.mark.django_db

ROLES = [None, "editor", "reviewer", "clinician", "desk", "manager", "superuser"]
# Which roles may read the list of each kind of row, and which may add to it.
READ = {
    "topic": {"editor", "reviewer"},
    "concern": {"editor", "reviewer"},
    "condition": {"editor", "reviewer"},
    "source": {"editor", "reviewer"},
    "clinicprofile": {"manager"},
    "closedday": {"manager"},
    "notice": {"manager"},
    "offer": {"manager"},
    "price": {"manager"},
    "simplepage": {"manager"},
    "teammember": {"manager"},
    "picture": {"manager"},
    "user": {"manager"},
}
CANNOT_ADD = {"reviewer"}
# Nothing hangs on these: a manager may remove them.
REMOVABLE = {"closedday", "notice", "price", "teammember", "picture"}


def registered() -> set[str]:
    models = admin.site._registry
    return {model._meta.model_name for model in models if model._meta.app_label == "education"}


def status(client, address: str) -> int:
    response = client.get(address)
    if response.status_code == 302 and "/login/" not in response["Location"]:
        return 200
    return response.status_code


def test_the_table_names_every_kind_of_row():
    assert set(READ) == registered()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", READ)
def test_who_reads_a_list(client, role, model):
    if role:
        client.force_login(make_user(role))

    answer = status(client, reverse(f"admin:education_{model}_changelist"))

    may = role in READ[model] | {"superuser"}
    assert answer == (200 if may else 403 if role else 302)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", READ)
def test_who_adds(client, role, model):
    if role:
        client.force_login(make_user(role))

    answer = status(client, reverse(f"admin:education_{model}_add"))

    may = role in (READ[model] - CANNOT_ADD) | {"superuser"}
    assert answer == (200 if may else 403 if role else 302)


@pytest.fixture
def everything():
    """One row of each kind that must stay."""
    reviewer = make_user("reviewer")
    topic = make_live_topic(reviewer=reviewer)
    edition = topic.editions.get()
    make_clinic()
    Offer.objects.create(topic=topic)
    SimplePage.objects.create(name="about", title="About us", body="We are here.")
    Recheck.objects.create(edition=edition, checked_by=reviewer, review_due="2030-01-01")
    return topic


@pytest.mark.parametrize("role", ["editor", "reviewer", "manager", "superuser"])
def test_nobody_deletes_what_must_stay(client, everything, role):
    """Every delete address of the app is opened and sent, by everybody."""
    client.force_login(make_user(role))
    kept = [
        model
        for model in apps.get_app_config("education").get_models()
        if model._meta.model_name not in REMOVABLE
    ]
    before = {model: model._default_manager.count() for model in kept}
    opened = 0

    for model in kept:
        row = model._default_manager.first()
        name = f"admin:education_{model._meta.model_name}_delete"
        try:
            address = reverse(name, args=[row.pk if row else 1])
        except NoReverseMatch:
            continue
        opened += 1
        assert row is not None, f"make a {model._meta.verbose_name} in the fixture"
        assert client.get(address).status_code == 403
        assert client.post(address, {"post": "yes"}).status_code == 403

    assert opened == len(READ) - len(REMOVABLE)
    after = {model: model._default_manager.count() for model in kept}
    assert {m for m in kept if after[m] < before[m]} == set()


@pytest.mark.parametrize("model", ["topic", "condition", "source", "concern", "user"])
def test_no_list_offers_to_delete(client, everything, model):
    client.force_login(make_user("superuser"))
    address = reverse(f"admin:education_{model}_changelist")

    page = client.get(address).content.decode()
    client.post(address, {"action": "delete_selected", "_selected_action": "1", "post": "yes"})

    assert "delete_selected" not in page
    assert Edition.objects.exists()
    assert ContentType.objects.get(model=model).model_class()._default_manager.exists()


def test_versions_have_no_form_at_all():
    assert Edition not in admin.site._registry
    assert Recheck not in admin.site._registry


def test_the_stranger_is_asked_to_sign_in_and_comes_back(client, everything):
    address = reverse("admin:education_topic_who", args=[everything.pk])

    response = client.get(address)

    assert response["Location"] == f"{reverse('admin:login')}?next={address}"


def test_a_person_without_a_role_sees_only_that(client, everything):
    user = make_user("editor")
    user.groups.clear()
    client.force_login(user)

    page = client.get(reverse("admin:index")).content.decode()

    assert "Your account has no role yet." in page
    assert "Treatments" not in page
