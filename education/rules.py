"""What forbids an act on an edition: each rule raises ``Refused``, with a sentence to read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from education import working_copy
from education.models import DigestMismatch, Edition, Topic, User
from education.models.clinic import ClinicProfile
from education.page import TreatmentPage
from education.page_types import LINE_LENGTH
from education.review_dates import latest_due
from education.text import clean_line, clean_text


class Refused(Exception):
    """A rule forbids it. The message is for the person who asked."""


def require_reviewer(by: User) -> None:
    if not (by.is_active and by.has_perm("education.approve_edition")):
        raise Refused(_("Only a clinical reviewer can do this."))
    if not (by.job_title.strip() and by.registration.strip()):
        raise Refused(
            _("Your account has no job title or registration number. A manager can add them.")
        )


def page_of(edition: Edition) -> TreatmentPage:
    """The stored text, verified, before anything is done with it."""
    try:
        return edition.as_page()
    except DigestMismatch as error:
        raise Refused(
            _("The stored text of this version is not what was saved. Tell whoever runs the site.")
        ) from error
    except ValidationError as error:
        raise Refused(
            _("This version was saved under older rules. Correct the draft and save it again.")
        ) from error


@contextmanager
def draft_makes_a_page() -> Iterator[None]:
    """Around what reads the draft: its rows may be such that no page can be made of them."""
    try:
        yield
    except ValidationError as error:
        raise Refused(
            _("The draft has a fault. Open its panels, save them, and correct what is said there.")
        ) from error


def require_current(edition: Edition, topic: Topic, digest: str) -> None:
    """The text that was read is the latest one, and still what the draft says."""
    page = page_of(edition)
    with draft_makes_a_page():
        draft = working_copy.read(topic)
    latest = Edition.objects.filter(topic=topic, language=edition.language).order_by("-number")
    if (
        digest != edition.digest
        or latest.values_list("pk", flat=True).first() != edition.pk
        or draft != page
    ):
        raise Refused(_("The text has changed since you opened it. Please read it again."))


def authors_since_approval(edition: Edition) -> set[int]:
    """Who saved this very text, or one before it that nobody has approved yet (ids of staff).

    This very text may have been saved before by somebody else, and restored since.
    """
    siblings = Edition.objects.filter(topic=edition.topic_id, language=edition.language)
    earlier = siblings.filter(number__lt=edition.number)
    approved = earlier.filter(approved_at__isnull=False).order_by("-number").first()
    of_this_text = siblings.filter(
        Q(number__gt=approved.number if approved else 0, number__lte=edition.number)
        | Q(digest=edition.digest)
    )
    savers = of_this_text.values_list("saved_by", flat=True)
    return {saver for saver in savers if saver is not None}


def require_single_clinician() -> None:
    """Only a clinic with one clinician may let them approve their own text."""
    if not ClinicProfile.objects.filter(single_clinician=True).exists():
        raise Refused(_("You wrote part of this text. Somebody else has to approve it."))


def require_due_date(review_due: date, topic: Topic) -> None:
    today = timezone.localdate()
    last = latest_due(topic.profile, today)
    if not today < review_due <= last:
        raise Refused(
            _("The next check must be after today and not after %(last)s.")
            % {"last": last.isoformat()}
        )


def require_not_overdue(edition: Edition, at: datetime) -> None:
    """A text does not become public after the day on which it has to be checked again."""
    last_check = edition.rechecks.order_by("-checked_at").first()
    due = last_check.review_due if last_check else edition.review_due
    if due and at > timezone.make_aware(datetime.combine(due, time.max)):
        raise Refused(
            _("This text has to be checked again by %(due)s. Check it again first.")
            % {"due": due.isoformat()}
        )


def written(text: str, *, if_empty: str) -> str:
    """What a person wrote to explain an act, as it is stored; ``if_empty`` says what is missing."""
    cleaned = _cleaned(clean_text, text)
    if not cleaned:
        raise Refused(if_empty)
    return cleaned


def note_line(text: str) -> str:
    """A note of one line; it may be empty."""
    cleaned = _cleaned(clean_line, text)
    if len(cleaned) > LINE_LENGTH:
        raise Refused(_("The note is longer than %(limit)s characters.") % {"limit": LINE_LENGTH})
    return cleaned


def _cleaned(clean: Callable[[str], str], text: str) -> str:
    try:
        return clean(text)
    except ValueError as error:
        raise Refused(str(error)) from error
