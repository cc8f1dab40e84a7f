"""Everything that may happen to an edition: record, approve, publish, cancel, withdraw, restore.

Each function is one transaction, holds the topic's row while it works, and raises ``Refused``
with a sentence for the person when a rule forbids it. Times are aware datetimes.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from education import gate, working_copy
from education.formats import canonical, digest_of
from education.indexing import index
from education.models import DigestMismatch, Edition, Entry, Recheck, Topic, User
from education.page import TreatmentPage
from education.rules import (
    Refused,
    authors_since_approval,
    draft_makes_a_page,
    note_line,
    page_of,
    require_current,
    require_due_date,
    require_not_overdue,
    require_reviewer,
    require_single_clinician,
    written,
)
from education.succession import require_order, rewrite_ends

# -- Recording -------------------------------------------------------------------------------


@transaction.atomic
def record(*, topic: Topic, by: User | None, language: str = "") -> Edition | None:
    """Record the working copy as an edition if the page differs from the latest one.

    Returns the new edition, or ``None`` when nothing that a patient reads has changed.
    """
    language = language or settings.LANGUAGE_CODE
    _lock(topic)
    page = working_copy.read(topic)
    latest = latest_edition(topic, language)
    if latest and _holds(latest, page):
        return None
    return _add(topic=topic, language=language, page=page, by=by)


def _holds(edition: Edition, page: TreatmentPage) -> bool:
    """Whether ``edition`` says what ``page`` says. A damaged one or outdated one says nothing."""
    try:
        return edition.as_page() == page
    except (DigestMismatch, ValidationError):
        return False


@transaction.atomic
def record_all(*, topics: list[Topic], by: User | None) -> list[Edition]:
    """Record every one of ``topics``; used when a text that they share was changed."""
    # In one order everywhere: two people who save shared texts must not wait for each other.
    in_order = sorted(topics, key=lambda topic: topic.pk)
    recorded = [record(topic=topic, by=by) for topic in in_order]
    return [edition for edition in recorded if edition]


def latest_edition(topic: Topic, language: str = "") -> Edition | None:
    """The edition with the highest number, public or not."""
    editions = Edition.objects.filter(topic=topic, language=language or settings.LANGUAGE_CODE)
    return editions.order_by("-number").first()


def _add(
    *, topic: Topic, language: str, page: TreatmentPage, by: User | None, sample: bool = False
) -> Edition:
    latest = latest_edition(topic, language)
    content = canonical(page)
    return Edition.objects.create(
        topic=topic,
        language=language,
        number=latest.number + 1 if latest else 1,
        content=content,
        digest=digest_of(content),
        saved_by=by,
        saved_by_name=by.display_name if by else "",
        saved_at=timezone.now(),
        sample=sample,
    )


def _lock(topic: Topic) -> Topic:
    """Hold the topic's row to the end of the transaction: one change of its editions at a time."""
    return Topic.objects.select_for_update().get(pk=topic.pk)


# -- Approving -------------------------------------------------------------------------------


@transaction.atomic
def approve(
    *, edition: Edition, by: User, digest: str, statement: str, review_due: date
) -> Edition:
    """Bind ``by``'s approval to exactly the text with ``digest``.

    ``review_due`` is the day by which the text is checked again. A sample itself is never
    approved, and what was withdrawn stays withdrawn: then a new edition of the same text is made,
    approved and returned.
    """
    topic = _lock(edition.topic)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    require_reviewer(by)
    if edition.approved_at and not edition.withdrawn_at:
        raise Refused(_("This version is approved already."))
    statement = written(statement, if_empty=_("Say what you checked: the statement is empty."))
    require_current(edition, topic, digest)
    alone = by.pk in authors_since_approval(edition)
    if alone:
        require_single_clinician()
    require_due_date(review_due, topic)
    if edition.sample or edition.withdrawn_at:
        edition = _add_copy(edition)
    return _sign(edition, by, statement=statement, review_due=review_due, self_approved=alone)


def _sign(edition: Edition, by: User, **what: Any) -> Edition:
    values = {
        "approved_by": by,
        "approved_by_name": by.display_name,
        "approved_by_role": by.job_title,
        "approved_by_registration": by.registration,
        "approved_at": timezone.now(),
        **what,
    }
    for name, value in values.items():
        setattr(edition, name, value)
    edition.save(update_fields=list(values))
    return edition


def _add_copy(edition: Edition) -> Edition:
    latest = latest_edition(edition.topic, edition.language)
    return Edition.objects.create(
        topic=edition.topic,
        language=edition.language,
        number=(latest or edition).number + 1,
        content=edition.content,
        digest=edition.digest,
        saved_by=edition.saved_by,
        saved_by_name=edition.saved_by_name,
        saved_at=timezone.now(),
    )


@transaction.atomic
def recheck(*, edition: Edition, by: User, review_due: date, note: str = "") -> Recheck:
    """“Checked again, nothing changed”: a new due date for a text that is or may become public."""
    topic = _lock(edition.topic)
    edition = Edition.objects.get(pk=edition.pk)
    require_reviewer(by)
    if edition.withdrawn_at or not edition.approved_at or edition.is_past(timezone.now()):
        raise Refused(_("Only an approved text that is or may become public can be checked again."))
    alone = by.pk in authors_since_approval(edition)
    if alone:
        require_single_clinician()
    require_due_date(review_due, topic)
    return Recheck.objects.create(
        edition=edition,
        checked_by=by,
        checked_by_name=by.display_name,
        checked_by_role=by.job_title,
        checked_by_registration=by.registration,
        checked_at=timezone.now(),
        self_checked=alone,
        review_due=review_due,
        note=note_line(note),
    )


# -- Publishing ------------------------------------------------------------------------------


@transaction.atomic
def publish(*, edition: Edition, by: User, at: datetime | None = None, note: str = "") -> Edition:
    """Make an approved edition public from ``at`` on; without ``at``, at once.

    A time in the past is refused. What the page lacks (``gate.missing``) is named in the refusal.
    """
    topic = _lock(edition.topic)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    require_reviewer(by)
    if not edition.approved_at:
        raise Refused(_("Only an approved version can be published."))
    if lacking := gate.missing(page_of(edition), topic.profile):
        raise Refused(" ".join(str(item.message) for item in lacking))
    return _publish(edition, at, note)


@transaction.atomic
def publish_sample(*, topic: Topic) -> Edition:
    """Publish the working copy of a starter pack, unapproved and marked as such; in demos only."""
    if settings.CLINIC_MODE != "demo":
        raise Refused(_("Samples exist only in a demonstration."))
    topic = _lock(topic)
    if Edition.objects.filter(topic=topic, approved_at__isnull=False).exists():
        raise Refused(_("A sample never takes the place of a text that a clinician approved."))
    page = working_copy.read(topic)
    edition = _add(topic=topic, language=settings.LANGUAGE_CODE, page=page, by=None, sample=True)
    return _publish(edition, None, "")


def _publish(edition: Edition, at: datetime | None, note: str) -> Edition:
    now = timezone.now()
    if at is not None and at <= now:
        raise Refused(_("The time of publication has passed already."))
    if edition.publish_from is not None:
        raise Refused(_("This version is published or scheduled already."))
    edition.publish_from = at or now
    edition.publish_note = note_line(note)
    require_not_overdue(edition, edition.publish_from)
    require_order(edition, edition.publish_from)
    rewrite_ends(edition)
    index(edition)
    return edition


@transaction.atomic
def cancel(*, edition: Edition, by: User) -> Edition:
    """Take back a publication that is still ahead. The version before it stays public."""
    _lock(edition.topic)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    require_reviewer(by)
    if edition.publish_from is None or edition.publish_from <= timezone.now():
        raise Refused(_("This version is not scheduled, or its time has come: withdraw it."))
    edition.publish_from = None
    edition.publish_note = ""
    rewrite_ends(edition)
    Entry.objects.filter(edition=edition).delete()
    return edition


@transaction.atomic
def withdraw(*, edition: Edition, by: User, reason: str) -> Edition:
    """Take a text that is or was public off the site. Its address then answers 410."""
    _lock(edition.topic)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    require_reviewer(by)
    now = timezone.now()
    reason = written(reason, if_empty=_("Give the reason. Patients read it in place of the page."))
    if edition.withdrawn_at:
        raise Refused(_("This version is withdrawn already."))
    if edition.publish_from is None or edition.publish_from > now:
        raise Refused(_("This version was never public: cancel it."))
    edition.withdrawn_at = now
    edition.withdrawn_by = by
    edition.withdrawn_by_name = by.display_name
    edition.withdrawn_reason = reason
    edition.save(
        update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_by_name", "withdrawn_reason"]
    )
    return edition


# -- Restoring -------------------------------------------------------------------------------


@transaction.atomic
def restore(*, edition: Edition, by: User) -> tuple[Edition | None, list[str]]:
    """Write an old edition back into the working copy; the text needs its own approval.

    The working copy is recorded first, so nothing is lost. Returns the new edition (``None`` if
    the text was the same already) and the names of shared texts that have changed since.
    """
    if edition.language != settings.LANGUAGE_CODE:
        raise Refused(_("The draft is written in another language than this version."))
    page = page_of(edition)
    topic = _lock(edition.topic)
    with draft_makes_a_page():
        record(topic=topic, by=by, language=edition.language)
        differing = working_copy.write(topic, page)
        return record(topic=topic, by=by, language=edition.language), differing
