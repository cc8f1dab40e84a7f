"""Which page stands at which address: live, withdrawn, moved, hidden, not yet, never."""

from datetime import timedelta

import pytest
from django.utils import timezone

from education import editions
from education.models import Edition, FormerSlug, Offer
from tests.factories import (
    approve,
    change_topic,
    make_clinic,
    make_live_topic,
    make_topic,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db

LISTS = [
    "/",
    "/treatments/",
    "/guides/",
    "/conditions/",
    "/conditions/pregnancy/",
    "/questions/",
    "/search/?q=mesotherapy",
    "/search/?q=pregnant",
]


@pytest.fixture(autouse=True)
def clinic():
    return make_clinic(phone="01632 960001", out_of_hours_phone="01632 960002")


def withdraw(topic, reason="It had a mistake in it."):
    edition = Edition.objects.live().get(topic=topic)
    return editions.withdraw(edition=edition, by=make_user("reviewer"), reason=reason)


def everywhere(client) -> str:
    """All lists in one text."""
    return "".join(client.get(address).content.decode() for address in LISTS)


def test_a_draft_is_not_found(client):
    make_topic(slug="mesotherapy")

    assert client.get("/treatments/mesotherapy/").status_code == 404
    assert client.get("/treatments/mesotherapy/history/").status_code == 404


def test_a_page_of_tomorrow_is_not_found_today(client):
    topic = make_topic(slug="mesotherapy", title="Tomorrow's page")
    edition = approve(topic)
    tomorrow = timezone.now() + timedelta(days=1)
    editions.publish(edition=edition, by=make_user("reviewer"), at=tomorrow)

    assert client.get("/treatments/mesotherapy/").status_code == 404
    assert "Tomorrow" not in everywhere(client)


def test_an_unknown_address_is_not_found(client):
    for address in ["/treatments/x/", "/guides/x/", "/conditions/x/", "/treatments/x/history/"]:
        assert client.get(address).status_code == 404


def test_a_withdrawn_page_says_when_why_and_what_to_do(client):
    topic = make_live_topic(slug="mesotherapy", title="The old page")
    make_live_topic(slug="after-injections", kind="guide")
    withdraw(topic, reason="A study showed a new danger.")

    response = client.get("/treatments/mesotherapy/")

    html = response.content.decode()
    assert response.status_code == 410
    assert f"{timezone.localdate():%-d %B %Y}" in html
    assert "A study showed a new danger." in html
    assert 'href="tel:01632960999"' in html
    assert 'href="tel:01632960002"' in html
    assert 'href="/guides/after-injections/"' in html
    assert "The old page" not in html


def test_a_withdrawn_page_leads_to_no_guide_that_is_not_there(client):
    topic = make_live_topic(slug="mesotherapy")
    withdraw(topic)

    assert (
        "/guides/after-injections/" not in client.get("/treatments/mesotherapy/").content.decode()
    )


def test_the_history_of_a_withdrawn_page_is_withdrawn_too(client):
    topic = make_live_topic(slug="mesotherapy")
    withdraw(topic)

    assert client.get("/treatments/mesotherapy/history/").status_code == 410


def test_a_withdrawn_page_is_in_no_list(client):
    topic = make_live_topic(slug="mesotherapy", title="Withdrawnine")
    assert "Withdrawnine" in everywhere(client)

    withdraw(topic)

    assert "Withdrawnine" not in everywhere(client)


def test_a_hidden_page_is_nowhere(client):
    topic = make_live_topic(slug="mesotherapy", title="Hiddenine")
    FormerSlug.objects.create(slug="old-name", topic=topic)
    Offer.objects.create(topic=topic, status=Offer.Status.HIDDEN)

    assert client.get("/treatments/mesotherapy/").status_code == 404
    assert client.get("/treatments/mesotherapy/history/").status_code == 404
    assert client.get("/treatments/old-name/").status_code == 404
    assert "Hiddenine" not in everywhere(client)


def test_a_former_address_leads_to_the_new_one_for_ever(client):
    topic = make_live_topic(slug="mesotherapy")
    FormerSlug.objects.create(slug="old-name", topic=topic)

    response = client.get("/treatments/old-name/")

    assert response.status_code == 301
    assert response.headers["Location"] == "/treatments/mesotherapy/"


def test_a_guide_under_treatments_leads_to_the_guide(client):
    make_live_topic(slug="after-injections", kind="guide")

    for tail in ["", "history/"]:
        response = client.get(f"/treatments/after-injections/{tail}")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/guides/after-injections/{tail}"


def test_a_treatment_under_guides_leads_to_the_treatment(client):
    make_live_topic(slug="mesotherapy")

    response = client.get("/guides/mesotherapy/")

    assert response.status_code == 301
    assert response.headers["Location"] == "/treatments/mesotherapy/"


def test_nothing_of_the_draft_reaches_a_public_page(client):
    topic = make_live_topic(slug="mesotherapy")
    pages = ["/treatments/mesotherapy/", "/treatments/mesotherapy/history/", *LISTS]
    before = {page: client.get(page).content for page in pages}

    change_topic(
        topic,
        title="Unapproved",
        summary="Unapproved",
        concerns=[{"key": "dull-skin", "name": "Unapproved"}],
        faqs=[{"key": "does-it-hurt", "question": "Unapproved?", "answer": "Unapproved"}],
        contraindications=[],
    )

    assert {page: client.get(page).content for page in pages} == before


def test_a_text_that_is_not_the_approved_one_is_not_served(client, monkeypatch):
    make_live_topic(slug="mesotherapy", title="Forged")
    monkeypatch.setattr("education.models.edition.digest_of", lambda content: "0" * 64)

    response = client.get("/treatments/mesotherapy/")

    assert response.status_code == 503
    assert "Forged" not in response.content.decode()
    assert "01632 960001" in response.content.decode()


def test_another_language_is_not_shown_in_this_one(client):
    topic = make_live_topic(slug="mesotherapy", title="Mésothérapie")
    edition = Edition.objects.live().get(topic=topic)
    Edition.objects.filter(pk=edition.pk).update(publish_from=None, superseded_from=None)
    editions.Entry.objects.all().delete()
    french = Edition.objects.create(
        topic=topic,
        language="fr",
        number=1,
        content=edition.content,
        digest=edition.digest,
        sample=True,
        publish_from=timezone.now(),
        superseded_from=edition.superseded_from,
    )
    editions.index(french)

    assert client.get("/treatments/mesotherapy/").status_code == 404
    assert "Mésothérapie" not in everywhere(client)


# -- History ---------------------------------------------------------------------------------


def test_the_history_names_each_version_that_was_public_and_what_changed(client):
    topic = make_live_topic(slug="mesotherapy", summary="The first words.")
    change_topic(topic, summary="Other words.", faqs=[])
    publish(topic, by=make_user("reviewer", first_name="Noor", last_name="Haddad"))
    change_topic(topic, summary="Words that nobody approved.")

    html = client.get("/treatments/mesotherapy/history/").content.decode()

    assert "Version 1" in html
    assert "Version 2" in html
    assert "Version 3" not in html
    assert "Changed: Summary, Questions and answers." in html
    assert "by Noor Haddad" in html
    assert "The first words." not in html
    assert "Words that nobody approved." not in html


def test_a_version_that_was_never_public_is_not_in_the_history(client):
    topic = make_live_topic(slug="mesotherapy")
    change_topic(topic, summary="A draft.")
    change_topic(topic, summary="Another draft.")
    publish(topic)

    html = client.get("/treatments/mesotherapy/history/").content.decode()

    assert "Version 2" not in html
    assert "Version 3" in html
