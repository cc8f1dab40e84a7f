"""What the database itself refuses, whatever the code above it does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from education.models import Edition, Entry, Recheck
from education.models.edition import FROZEN
from education.models.edition_constraints import OPEN_END
from education.triggers import make_triggers, missing_triggers
from tests.factories import make_topic, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def edition():
    return make_topic(by=make_user("editor")).editions.get()


def approved(by, at=None, **changes):
    """The columns of a whole approval."""
    values = {
        "approved_by": by,
        "approved_by_name": "Noor Haddad",
        "approved_by_role": "Doctor",
        "approved_by_registration": "GMC 1",
        "approved_at": at or timezone.now(),
        "statement": "I read it.",
        "review_due": timezone.localdate() + timedelta(days=100),
    }
    return {**values, **changes}


def published(begins, ends=OPEN_END):
    return {"publish_from": begins, "superseded_from": ends}


def withdrawn(by, at, **changes):
    values = {
        "withdrawn_at": at,
        "withdrawn_by": by,
        "withdrawn_by_name": "Noor Haddad",
        "withdrawn_reason": "Wrong.",
    }
    return {**values, **changes}


def store(edition, **columns):
    with transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**columns)


def refuses(edition, constraint, **columns):
    with pytest.raises(IntegrityError, match=constraint):
        store(edition, **columns)


def test_both_or_neither_of_who_and_when(edition):
    store(edition, **approved(make_user("reviewer")))
    blank = dict.fromkeys(
        ["approved_by_name", "approved_by_role", "approved_by_registration", "statement"], ""
    )
    store(edition, **blank, approved_by=None, approved_at=None, review_due=None)


@pytest.mark.parametrize("alone", approved(None, at=1))
def test_a_part_of_an_approval_alone_is_refused(edition, alone):
    value = approved(make_user("reviewer"))[alone]

    refuses(edition, "approval_is_whole|public_needs", **{alone: value})


@pytest.mark.parametrize("missing", approved(None, at=1))
def test_an_approval_that_lacks_a_part_is_refused(edition, missing):
    whole = approved(make_user("reviewer"))
    nothing = "" if isinstance(whole[missing], str) else None

    refuses(edition, "approval_is_whole", **{**whole, missing: nothing})


def test_written_and_checked_by_one_person_needs_an_approval(edition):
    refuses(edition, "approval_is_whole", self_approved=True)


def test_the_author_does_not_approve(edition):
    author = approved(edition.saved_by)

    refuses(edition, "not_approved_by_author", **author)
    store(edition, **author, self_approved=True)


def test_nothing_unapproved_is_public(edition):
    refuses(edition, "public_needs_approval", **published(timezone.now()))


def test_nothing_was_public_before_it_was_approved(edition):
    now = timezone.now()

    refuses(
        edition,
        "approved_before_public",
        **approved(make_user("reviewer"), at=now),
        **published(now - HOUR),
    )


def test_a_sample_is_not_approved(edition):
    sample = Edition.objects.create(
        topic=edition.topic, language="en", number=2, content="{}", digest="0", sample=True
    )

    refuses(sample, "sample_is_not_approved", **approved(make_user("reviewer")))
    store(sample, **published(timezone.now()))


@pytest.mark.parametrize(
    ("begins", "ends"), [("now", None), (None, "now"), ("now", "now"), ("later", "now")]
)
def test_a_publication_has_a_beginning_and_a_later_end(edition, begins, ends):
    now = timezone.now()
    moments = {"now": now, "later": now + HOUR, None: None}

    refuses(
        edition,
        "ends_after_it_begins",
        **approved(make_user("reviewer"), at=now - HOUR),
        **published(moments[begins], moments[ends]),
    )


@pytest.mark.parametrize("alone", withdrawn(None, 1))
def test_a_part_of_a_withdrawal_alone_is_refused(edition, alone):
    reviewer, now = make_user("reviewer"), timezone.now()
    store(edition, **approved(reviewer, at=now - HOUR), **published(now - HOUR))

    refuses(edition, "withdrawal_is_whole", **{alone: withdrawn(reviewer, now)[alone]})


@pytest.mark.parametrize("missing", withdrawn(None, 1))
def test_a_withdrawal_that_lacks_a_part_is_refused(edition, missing):
    reviewer, now = make_user("reviewer"), timezone.now()
    store(edition, **approved(reviewer, at=now - HOUR), **published(now - HOUR))
    whole = withdrawn(reviewer, now)
    nothing = "" if isinstance(whole[missing], str) else None

    refuses(edition, "withdrawal_is_whole", **{**whole, missing: nothing})
    store(edition, **whole)


def test_what_was_never_public_is_not_withdrawn(edition):
    refuses(edition, "withdrawal_is_whole", **withdrawn(make_user("reviewer"), timezone.now()))


def test_nothing_is_withdrawn_before_it_was_public(edition):
    reviewer, now = make_user("reviewer"), timezone.now()
    store(edition, **approved(reviewer, at=now - HOUR), **published(now))

    refuses(edition, "withdrawal_is_whole", **withdrawn(reviewer, now - HOUR))


def another(edition, **columns):
    values = {"topic": edition.topic, "language": "en", "number": 2, "content": "{}", "digest": "0"}
    return Edition.objects.create(**{**values, "sample": True, **columns})


# SQLite names the columns of a unique constraint, PostgreSQL its name.
def test_a_number_is_given_once(edition):
    with pytest.raises(IntegrityError, match=r"number_once|edition\.number"):
        another(edition, number=1)


def test_there_is_one_open_end(edition):
    now = timezone.now()
    another(edition, **published(now))

    with pytest.raises(IntegrityError, match=r"one_open_end|edition\.language"):
        another(edition, number=3, **published(now + HOUR))


def test_nothing_begins_in_one_moment(edition):
    now = timezone.now()
    another(edition, **published(now, now + HOUR))

    with pytest.raises(IntegrityError, match=r"one_at_an_instant|edition\.publish_from"):
        another(edition, number=3, **published(now))


def test_each_language_has_its_own_numbers_and_its_own_end(edition):
    now = timezone.now()
    another(edition, **published(now))

    another(edition, language="fr", number=1, **published(now))


def test_a_row_for_lists_stands_once(edition):
    Entry.objects.create(edition=edition, kind="faq", key="a", position=0, title="A", text="")

    with pytest.raises(IntegrityError):
        Entry.objects.create(edition=edition, kind="faq", key="a", position=1, title="B", text="")


# -- Triggers --------------------------------------------------------------------------------

OTHER_VALUES = {
    "topic_id": 999_999,
    "language": "fr",
    "number": 9,
    "content": "{}",
    "digest": "1",
    "saved_by_id": None,
    "saved_by_name": "Somebody",
    "saved_at": timezone.now() + HOUR,
    "sample": True,
    "edition_id": 999_999,
    "checked_by_id": 999_999,
    "checked_by_name": "Somebody",
    "checked_by_role": "Somebody",
    "checked_by_registration": "Somebody",
    "checked_at": timezone.now() + HOUR,
    "self_checked": True,
    "review_due": (timezone.now() + 99 * HOUR).date(),
    "note": "Changed.",
}


@pytest.mark.parametrize("column", FROZEN["education_edition"])
def test_what_a_version_says_is_never_changed(edition, column):
    with pytest.raises(IntegrityError, match="what is frozen cannot be changed"):
        store(edition, **{column: OTHER_VALUES[column]})


@pytest.mark.parametrize("column", FROZEN["education_recheck"])
def test_a_check_is_never_changed(edition, column):
    recheck = Recheck.objects.create(
        edition=edition,
        checked_by=make_user("reviewer"),
        checked_by_name="Noor Haddad",
        checked_by_role="Doctor",
        checked_by_registration="GMC 1",
        review_due=timezone.localdate(),
    )

    with pytest.raises(IntegrityError, match="what is frozen cannot be changed"):
        Recheck.objects.filter(pk=recheck.pk).update(**{column: OTHER_VALUES[column]})


def test_saving_a_changed_text_is_refused_too(edition):
    edition.content = "{}"

    with pytest.raises(IntegrityError, match="what is frozen cannot be changed"):
        edition.save()


def test_saving_what_is_there_is_allowed(edition):
    edition.save()


def test_triggers_are_there_and_their_absence_is_noticed():
    assert missing_triggers() == []
    with connection.cursor() as cursor:
        on = " ON education_edition" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER education_edition_frozen{on}")

    assert missing_triggers() == ["education_edition"]
    make_triggers()
    make_triggers()
    assert missing_triggers() == []


def test_a_table_that_is_not_there_yet_gets_no_trigger():
    make_triggers(frozen={"education_not_yet": ["content"]})
