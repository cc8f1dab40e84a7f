"""``manage.py verify_editions``: what is stored is what was saved, and lists show it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from education import editions
from education.models import Edition
from tests.factories import approve, change_topic, make_live_topic, make_topic, make_user, publish

pytestmark = pytest.mark.django_db


def verify() -> str:
    out = StringIO()
    call_command("verify_editions", stdout=out)
    return out.getvalue()


def test_it_says_how_many_versions_it_read():
    make_live_topic()

    assert verify() == "1 saved versions, all as they were saved.\n"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: rows.filter(kind="faq").delete(),
        lambda rows: rows.filter(kind="page").update(title="Never approved"),
        lambda rows: rows.filter(kind="contraindication").update(about="another"),
        lambda rows: rows.filter(kind="side_effect", key="infection").update(details={}),
        lambda rows: rows.create(kind="faq", key="new", position=9, title="New?", text="New."),
    ],
)
@pytest.mark.parametrize("state", ["public", "scheduled"])
def test_it_finds_rows_of_lists_that_are_not_what_the_text_says(spoil, state):
    reviewer, at = make_user("reviewer"), timezone.now() + timedelta(days=1)
    edition = approve(make_topic(), by=reviewer)
    editions.publish(edition=edition, by=reviewer, at=at if state == "scheduled" else None)
    verify()

    spoil(edition.entries)

    with pytest.raises(CommandError, match="lists and search do not show what the text says"):
        verify()


def test_it_does_not_miss_the_rows_that_a_new_version_made_needless():
    topic = make_live_topic()
    change_topic(topic, title="Two")
    publish(topic)

    assert verify() == "2 saved versions, all as they were saved.\n"


def test_it_finds_a_text_that_is_not_what_was_saved():
    topic = make_topic()
    good = topic.editions.get()
    Edition.objects.create(
        topic=topic, language="en", number=2, content=good.content + " ", digest=good.digest
    )

    with pytest.raises(CommandError, match="is not the one that was saved"):
        verify()
