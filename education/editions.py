"""Everything that may happen to an edition: record, approve, publish, cancel, withdraw, restore.

Each function is one transaction, holds the topic's row while it works, and raises ``Refused``
with a sentence for the person when a rule forbids it. Times are aware datetimes.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from education import gate, working_copy
from education.formats import canonical, digest_of
from education.indexing import index
from education.models import DigestMismatch, Edition, Entry, Recheck, Topic, User
from education.page import TreatmentPage
from education.rules import (
    Refused,
    authors_since_approval,
    note_line,
    require_current,
    require_due_date,
    require_not_overdue,
    require_reviewer,
    require_single_clinician,
    written,
)
from education.supersession import superseded_from

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
    """Whether ``edition`` says what ``page`` says. A damaged one says nothing: saving repairs."""
    try:
        return edition.as_page() == page
    except DigestMismatch:
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

    ``review_due`` is the day by which the text is checked again. Approving a sample makes a new
    edition of the same text, since a sample itself is never approved; that one is returned.
    """
    topic = _lock(edition.topic)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    require_reviewer(by)
    if edition.approved_at:
        raise Refused(_("This version is approved already."))
    statement = written(statement, if_empty=_("Say what you checked: the statement is empty."))
    require_current(edition, topic, digest)
    alone = by.pk in authors_since_approval(edition)
    if alone:
        require_single_clinician()
    require_due_date(review_due, topic)
    if edition.sample:
        edition = _add_copy(edition)
    edition.approved_by = by
    edition.approved_by_name = by.display_name
    edition.approved_by_role = by.job_title
    edition.approved_by_registration = by.registration
    edition.approved_at = timezone.now()
    edition.self_approved = alone
    edition.statement = statement
    edition.review_due = review_due
    edition.save(update_fields=APPROVAL_FIELDS)
    return edition


APPROVAL_FIELDS = [
    "approved_by",
    "approved_by_name",
    "approved_by_role",
    "approved_by_registration",
    "approved_at",
    "self_approved",
    "statement",
    "review_due",
]


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
    if by.pk in authors_since_approval(edition):
        require_single_clinician()
    require_due_date(review_due, topic)
    return Recheck.objects.create(
        edition=edition,
        checked_by=by,
        checked_by_name=by.display_name,
        checked_by_role=by.job_title,
        checked_by_registration=by.registration,
        checked_at=timezone.now(),
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
    if lacking := gate.missing(edition.as_page(), topic.profile):
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
    _require_order(edition, edition.publish_from)
    _rewrite_ends(edition)
    index(edition)
    return edition


def _siblings(edition: Edition, column: str) -> list[tuple[int, datetime]]:
    """``column`` and time of publication of the other editions of this topic and language."""
    return list(
        Edition.objects.filter(
            topic=edition.topic_id, language=edition.language, publish_from__isnull=False
        )
        .exclude(pk=edition.pk)
        .values_list(column, "publish_from")
    )


def _require_order(edition: Edition, publish_from: datetime) -> None:
    """Newer text never gives way to older text by the clock."""
    for number, other_from in _siblings(edition, "number"):
        if other_from == publish_from:
            raise Refused(_("Another version is published at the same moment."))
        if number > edition.number and other_from < publish_from:
            raise Refused(
                _("Version %(number)s is newer and public before that. Restore this text instead.")
                % {"number": number}
            )
        if number < edition.number and other_from > publish_from:
            raise Refused(
                _("Version %(number)s is older and scheduled for later. Cancel that first.")
                % {"number": number}
            )


def _rewrite_ends(edition: Edition) -> None:
    """Write ``superseded_from`` of all editions of this topic and language."""
    times = dict(_siblings(edition, "pk"))
    if edition.publish_from:
        times[edition.pk] = edition.publish_from
    ends = superseded_from(times)
    edition.superseded_from = ends.get(edition.pk)
    if edition.publish_from is None:
        edition.save(update_fields=["publish_from", "superseded_from", "publish_note"])
    # The earliest first: the open end is free before the new edition takes it.
    for pk, end in ends.items():
        if pk != edition.pk:
            Edition.objects.filter(pk=pk).exclude(superseded_from=end).update(superseded_from=end)
    if edition.publish_from is not None:
        edition.save(update_fields=["publish_from", "superseded_from", "publish_note"])


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
    _rewrite_ends(edition)
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
    topic = _lock(edition.topic)
    record(topic=topic, by=by, language=edition.language)
    # Verified: a text that does not match its digest is not brought back.
    differing = working_copy.write(topic, edition.as_page())
    return record(topic=topic, by=by, language=edition.language), differing
