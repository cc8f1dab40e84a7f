"""Saving records a version when, and only when, a patient would read something else."""

from datetime import timedelta

import pytest
from django.db import connection

from education import editions, packs, working_copy
from education.formats import canonical, digest_of
from education.models import Condition, Contraindication, DigestMismatch, Edition, Source
from education.models.edition import FROZEN
from education.rules import Refused
from education.triggers import make_triggers
from tests.education.clock import NOON
from tests.factories import (
    approve,
    change_topic,
    make_live_topic,
    make_page,
    make_topic,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


def damage(edition, content='{"format":1}'):
    """Change stored bytes behind the back of the trigger, as a fault of a disk would."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER education_edition_frozen ON education_edition")
        else:
            cursor.execute("DROP TRIGGER education_edition_frozen")
    Edition.objects.filter(pk=edition.pk).update(content=content)
    make_triggers(frozen=FROZEN)
    return Edition.objects.get(pk=edition.pk)


# -- When ------------------------------------------------------------------------------------


def test_the_first_save_records_number_one():
    editor = make_user("editor")

    topic = make_topic(by=editor)

    edition = topic.editions.get()
    assert (edition.number, edition.language, edition.saved_by) == (1, "en", editor)
    assert edition.saved_by_name == editor.display_name
    assert edition.content == canonical(working_copy.read(topic))
    assert edition.digest == digest_of(edition.content)
    assert edition.approved_at is edition.publish_from is edition.superseded_from is None


def test_saving_without_a_change_records_nothing():
    topic = make_topic()

    assert editions.record(topic=topic, by=make_user("editor")) is None
    assert topic.editions.count() == 1


def test_a_change_that_no_patient_reads_records_nothing():
    topic = make_topic()
    topic.owner, topic.profile = make_user("editor"), "other"
    topic.save()
    Source.objects.update(verification_note="Read it again.", verified_on=NOON.date())
    topic.faqs.update(position=50)

    assert editions.record(topic=topic, by=None) is None


def test_a_change_is_recorded_with_the_next_number():
    topic = make_topic()

    assert change_topic(topic, title="Peel").number == 2


def test_a_new_order_is_a_change():
    topic = make_topic()
    topic.side_effects.filter(key="bruises").update(position=0)
    topic.side_effects.filter(key="infection").update(position=1)

    edition = editions.record(topic=topic, by=None)

    assert [effect["key"] for effect in edition.page["side_effects"]] == ["bruises", "infection"]


def test_going_back_to_an_old_text_is_a_change_too():
    topic = make_topic(title="One")
    change_topic(topic, title="Two")

    third = change_topic(topic, title="One")

    assert third.number == 3
    assert third.digest == topic.editions.get(number=1).digest
    assert third.approved_at is None


def test_a_new_name_of_a_shared_text_is_recorded_for_each_topic_that_shows_it():
    one, two = make_topic(), make_topic()
    without = make_topic(contraindications=[])
    Condition.objects.filter(key="pregnancy").update(name="Being pregnant")

    recorded = editions.record_all(topics=[two, one, without], by=make_user("editor"))

    assert {edition.topic_id for edition in recorded} == {one.pk, two.pk}


def test_an_upgraded_format_alone_is_no_change(monkeypatch):
    topic = make_topic()
    old = topic.editions.get()
    Edition.objects.create(
        topic=topic,
        language="en",
        number=2,
        content=(content := old.content.replace('"format":1', '"format":0')),
        digest=digest_of(content),
    )
    monkeypatch.setattr("education.formats.UPGRADES", {0: lambda page: page})

    assert editions.record(topic=topic, by=None) is None


def test_a_draft_that_makes_no_page_is_not_recorded():
    topic = make_topic()
    topic.side_effects.filter(key="bruises").update(count=200)

    with pytest.raises(ValueError, match="200 in 100 people"):
        editions.record(topic=topic, by=None)

    assert topic.editions.count() == 1


# -- Digests ---------------------------------------------------------------------------------


def test_a_text_that_was_changed_on_the_disk_is_not_read(caplog):
    edition = damage(make_topic().editions.get())

    with pytest.raises(DigestMismatch):
        edition.page  # noqa: B018

    assert f"Edition {edition.pk} does not match its digest" in caplog.text


def test_one_changed_character_is_enough():
    edition = make_topic().editions.get()

    edition = damage(edition, edition.content.replace("Mesotherapy", "Mesotheraqy"))

    with pytest.raises(DigestMismatch):
        edition.as_page()


def test_a_damaged_public_page_is_not_served(client):
    topic = make_live_topic(slug="peel")

    damage(topic.editions.get(), '{"format":1,"title":"Never approved"}')

    response = client.get("/treatments/peel/")
    assert response.status_code == 503
    assert b"Never approved" not in response.content


def test_saving_repairs_what_is_damaged():
    topic = make_topic()
    damage(topic.editions.get())

    repaired = editions.record(topic=topic, by=None)

    assert repaired.number == 2
    assert repaired.as_page() == working_copy.read(topic)


def test_a_damaged_text_is_neither_approved_nor_restored_nor_published():
    topic = make_topic()
    reviewer = make_user("reviewer")
    approve(topic, by=reviewer)
    approved = topic.editions.get()
    change_topic(topic, title="Two")
    approved, latest = damage(approved), damage(topic.editions.get(number=2))

    with pytest.raises(Refused, match="is not what was saved"):
        editions.publish(edition=approved, by=reviewer)
    with pytest.raises(Refused, match="is not what was saved"):
        editions.restore(edition=approved, by=reviewer)
    with pytest.raises(Refused, match="is not what was saved"):
        editions.approve(
            edition=latest,
            by=reviewer,
            digest=latest.digest,
            statement="Read.",
            review_due=NOON.date(),
        )


def under_older_rules(topic):
    """A version whose text was fine when it was saved, and is no page any more."""
    old = topic.editions.get()
    content = old.content.replace("https://example.org/review", "https://[abc")
    Edition.objects.filter(pk=old.pk).delete()
    old.content, old.digest = content, digest_of(content)
    old.save(force_insert=True)
    return old


def test_a_version_of_older_rules_is_neither_approved_nor_restored_nor_published():
    topic = make_topic()
    reviewer = make_user("reviewer")
    old = under_older_rules(topic)
    values = {"by": reviewer, "digest": old.digest, "statement": "Read."}

    with pytest.raises(Refused, match="saved under older rules"):
        editions.restore(edition=old, by=reviewer)
    with pytest.raises(Refused, match="saved under older rules"):
        editions.approve(edition=old, review_due=NOON.date(), **values)
    Edition.objects.filter(pk=old.pk).update(**APPROVAL, approved_by=reviewer)
    with pytest.raises(Refused, match="saved under older rules"):
        editions.publish(edition=old, by=reviewer)


APPROVAL = {
    "approved_at": NOON,
    "approved_by_name": "Ana",
    "approved_by_role": "Doctor",
    "approved_by_registration": "GMC 1",
    "statement": "Read.",
    "review_due": NOON.date(),
}


def test_after_a_version_of_older_rules_the_draft_is_still_recorded():
    topic = make_topic()
    under_older_rules(topic)

    assert editions.record(topic=topic, by=None).number == 2


def test_a_draft_that_makes_no_page_is_neither_approved_nor_replaced():
    topic = make_topic()
    edition = topic.editions.get()
    topic.side_effects.filter(key="bruises").update(count=200)

    with pytest.raises(Refused, match="The draft has a fault"):
        approve(topic)
    with pytest.raises(Refused, match="The draft has a fault"):
        editions.restore(edition=edition, by=make_user("editor"))

    assert topic.side_effects.get(key="bruises").count == 200


# -- Restoring -------------------------------------------------------------------------------


def test_an_old_text_comes_back_as_a_draft_that_needs_approval():
    topic = make_live_topic(title="One")
    change_topic(topic, title="Two")
    publish(topic)
    editor = make_user("editor")

    restored, differing = editions.restore(edition=topic.editions.get(number=1), by=editor)

    assert (restored.number, restored.page["title"], differing) == (3, "One", [])
    assert (restored.approved_at, restored.saved_by) == (None, editor)
    assert topic.editions.live().get().page["title"] == "Two"
    assert working_copy.read(topic).title == "One"


def test_restoring_first_records_what_is_there():
    topic = make_topic(title="One")
    topic.title = "Never recorded"
    topic.save()

    restored, _differing = editions.restore(edition=topic.editions.get(), by=make_user("editor"))

    titles = [edition.page["title"] for edition in topic.editions.order_by("number")]
    assert titles == ["One", "Never recorded", "One"]
    assert restored.number == 3


def test_restoring_what_is_there_changes_nothing():
    topic = make_topic()

    assert editions.restore(edition=topic.editions.get(), by=make_user("editor")) == (None, [])
    assert topic.editions.count() == 1


def test_removed_entries_come_back_with_their_keys():
    topic = make_topic()
    change_topic(topic, contraindications=[], faqs=[])

    editions.restore(edition=topic.editions.get(number=1), by=make_user("editor"))

    assert working_copy.read(topic) == make_page()


def test_a_shared_text_stays_as_it_is_now_and_is_named():
    topic = make_topic()
    Condition.objects.filter(key="pregnancy").update(name="Being pregnant")
    editions.record(topic=topic, by=None)

    restored, differing = editions.restore(
        edition=topic.editions.get(number=1), by=make_user("editor")
    )

    assert (restored, differing) == (None, ["Being pregnant"])
    assert Condition.objects.get(key="pregnancy").name == "Being pregnant"


def test_a_shared_text_that_is_gone_is_made_again():
    topic = make_topic()
    change_topic(topic, contraindications=[])
    Contraindication.objects.all().delete()
    Condition.objects.all().delete()

    editions.restore(edition=topic.editions.get(number=1), by=make_user("editor"))

    assert Condition.objects.get(key="pregnancy").name == "Pregnancy"


def test_a_text_in_another_language_does_not_overwrite_the_draft():
    topic = make_topic()
    french = editions.record(topic=topic, by=None, language="fr")

    with pytest.raises(Refused, match="another language"):
        editions.restore(edition=french, by=make_user("editor"))


# -- Languages, samples ----------------------------------------------------------------------


def test_each_language_counts_and_publishes_for_itself(clock):
    topic, reviewer = make_topic(), make_user("reviewer")
    english = publish(topic, by=reviewer)
    french = editions.record(topic=topic, by=None, language="fr")
    french = editions.approve(
        edition=french,
        by=reviewer,
        digest=french.digest,
        statement="Lu.",
        review_due=clock.now.date() + timedelta(days=100),
    )

    clock.forward(minutes=1)
    editions.publish(edition=french, by=reviewer)

    assert (english.number, french.number) == (1, 1)
    assert set(topic.editions.live()) == {english, french}


def test_a_sample_is_public_without_an_approval_and_says_so():
    topic = packs.load_starter()[0]

    sample = topic.editions.live().get()

    assert (sample.sample, sample.approved_at, sample.review_due) == (True, None, None)


def test_production_shows_no_samples(settings):
    packs.load_starter()
    settings.CLINIC_MODE = "production"

    assert not Edition.objects.live().exists()
    assert not Edition.objects.been_public().exists()


def test_production_makes_no_samples(settings):
    settings.CLINIC_MODE = "production"

    with pytest.raises(Refused, match="only in a demonstration"):
        editions.publish_sample(topic=make_topic())


def test_a_sample_never_takes_the_place_of_approved_text(clock):
    topic = make_live_topic()
    clock.forward(minutes=1)

    with pytest.raises(Refused, match="never takes the place"):
        editions.publish_sample(topic=topic)
