"""What waits for a member of staff on the front page of the admin."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from education.drafts import to_approve, with_states
from education.models import ClinicProfile, Edition, SimplePage, Topic, User
from education.roles import REVIEWERS

DUE_SOON = 60  # days
NAMED = 8  # how many pages a line names

Item = dict[str, Any]
Rows = list[tuple[str, str]]  # title and address


def waiting_for(user: Any) -> list[Item]:
    """Dicts of label, count, url, urgent, and rows: pairs of a page's title and address."""
    return [item for ask in asked_of(user) for item in ask(user) if item["count"]]


def asked_of(user: Any) -> Iterator[Callable[[Any], list[Item]]]:
    """What this person may do decides what can wait for them."""
    if user.has_perm("education.approve_edition"):
        yield for_reviewers
    if user.has_perm("education.change_topic"):
        yield for_editors
    if user.has_perm("education.change_clinicprofile"):
        yield for_managers


@dataclass(frozen=True)
class Found:
    """How many there are, and the first of them to name."""

    count: int
    rows: Rows


def _first(found: QuerySet[Any], row: Callable[[Any], tuple[str, str]]) -> Found:
    """Counts all in the database, and loads only those that are named."""
    return Found(found.count(), [row(one) for one in found[:NAMED]])


def _item(words: Callable[[int], str], found: Found, url: str = "", urgent: bool = False) -> Item:
    return {
        "label": words(found.count),
        "count": found.count,
        "url": url or (found.rows[0][1] if found.rows else ""),
        "urgent": urgent,
        "rows": found.rows,
    }


def _page(topic: Topic, panel: str = "review") -> tuple[str, str]:
    return topic.title, reverse(f"admin:education_topic_{panel}", args=[topic.pk])


# -- Reviewers -------------------------------------------------------------------------------


def for_reviewers(user: Any) -> list[Item]:
    topics = reverse("admin:education_topic_changelist")
    overdue, soon = _due()
    return [
        _item(
            lambda n: ngettext("check is overdue", "checks are overdue", n),
            _first(overdue, lambda edition: _page(edition.topic)),
            topics,
            urgent=True,
        ),
        _item(
            lambda n: ngettext("draft to check", "drafts to check", n),
            _first(to_approve(), _page),
            topics,
        ),
        _item(
            lambda n: ngettext("approved text is not public", "approved texts are not public", n),
            _first(_unpublished(), _page),
            topics,
        ),
        _item(
            lambda n: ngettext("check is due within 60 days", "checks are due within 60 days", n),
            _first(soon, lambda edition: _page(edition.topic)),
            topics,
        ),
    ]


def _due() -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Public texts that are to be checked again: overdue, and soon. The first to come first."""
    today = timezone.localdate()
    live = Edition.objects.live().filter(sample=False).with_review().defer("content")
    due = live.annotate(due_on=Coalesce("recheck_review_due", "review_due")).order_by("due_on")
    due = due.select_related("topic")
    soon = due.filter(due_on__range=(today, today + timedelta(days=DUE_SOON)))
    return due.filter(due_on__lt=today), soon


def _unpublished() -> Any:
    """Topics whose newest text is approved, and neither public nor scheduled."""
    return with_states(Topic.objects.all()).filter(
        latest_number=F("approved_number"),
        editions__number=F("approved_number"),
        editions__publish_from=None,
    )


# -- Editors ---------------------------------------------------------------------------------


def for_editors(user: Any) -> list[Item]:
    own = to_approve().filter(
        pk__in=Edition.objects.filter(saved_by=user, approved_at=None).values("topic")
    )
    topics = reverse("admin:education_topic_changelist")
    return [
        _item(
            lambda n: ngettext(
                "draft of yours waits to be checked", "drafts of yours wait to be checked", n
            ),
            _first(own, lambda topic: _page(topic, "basics")),
            topics,
        )
    ]


# -- Managers --------------------------------------------------------------------------------


def for_managers(user: Any) -> list[Item]:
    offers = reverse("admin:education_offer_changelist")
    return [
        _item(
            lambda n: ngettext(
                "thing is missing about the clinic", "things are missing about the clinic", n
            ),
            _missing_of_clinic(),
            urgent=True,
        ),
        _item(
            lambda n: ngettext(
                "sample is public, checked by nobody", "samples are public, checked by nobody", n
            ),
            _first(_samples(), lambda topic: (topic.title, offers)),
            offers,
        ),
        _item(
            lambda n: ngettext(
                "reviewer has no job title or registration",
                "reviewers have no job title or registration",
                n,
            ),
            _first(_reviewers_without_register(), _person),
        ),
    ]


def _missing_of_clinic() -> Found:
    missing = _missing_things()
    return Found(len(missing), missing[:NAMED])


def _missing_things() -> Rows:
    clinic = ClinicProfile.objects.first()
    if clinic is None:
        return [(_("The clinic itself"), reverse("admin:education_clinicprofile_add"))]
    url = reverse("admin:education_clinicprofile_change", args=[clinic.pk])
    wanted = ["out_of_hours_phone", "email", "map_url", "languages", "interests"]
    names = [
        (str(ClinicProfile._meta.get_field(name).verbose_name), url)  # type: ignore[union-attr]
        for name in wanted
        if not getattr(clinic, name)
    ]
    return names + _missing_pages()


def _missing_pages() -> Rows:
    there = set(SimplePage.objects.values_list("name", flat=True))
    url = reverse("admin:education_simplepage_add")
    return [
        (str(label), f"{url}?name={name}")
        for name, label in SimplePage.Name.choices
        if name not in there
    ]


def _samples() -> Any:
    return Topic.objects.filter(pk__in=Edition.objects.live().filter(sample=True).values("topic"))


def _reviewers_without_register() -> QuerySet[User]:
    reviewers = User.objects.filter(is_active=True, groups__name=REVIEWERS)
    return reviewers.filter(Q(job_title="") | Q(registration="")).distinct()


def _person(person: User) -> tuple[str, str]:
    return person.display_name, reverse("admin:education_user_change", args=[person.pk])
