"""What waits for a member of staff on the front page of the admin."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from education.drafts import to_approve, with_states
from education.models import ClinicProfile, Edition, SimplePage, Topic, User
from education.roles import REVIEWERS

DUE_SOON = 60  # days
NAMED = 8  # how many pages a line names

Item = dict[str, Any]


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


def _item(label: str, rows: list[tuple[str, str]], url: str = "", urgent: bool = False) -> Item:
    return {
        "label": label,
        "count": len(rows),
        "url": url or (rows[0][1] if rows else ""),
        "urgent": urgent,
        "rows": rows[:NAMED],
    }


def _pages(topics: Any, panel: str = "review") -> list[tuple[str, str]]:
    return [
        (topic.title, reverse(f"admin:education_topic_{panel}", args=[topic.pk]))
        for topic in topics
    ]


# -- Reviewers -------------------------------------------------------------------------------


def for_reviewers(user: Any) -> list[Item]:
    topics = reverse("admin:education_topic_changelist")
    overdue, soon = _due()
    return [
        _item(_("Check is overdue"), _pages(overdue), topics, urgent=True),
        _item(_("Draft to check"), _pages(to_approve()), topics),
        _item(_("Approved, but not published"), _pages(_unpublished()), topics),
        _item(_("Check is due within 60 days"), _pages(soon), topics),
    ]


def _due() -> tuple[list[Topic], list[Topic]]:
    """Topics whose public text is to be checked again: overdue, and soon."""
    today = timezone.localdate()
    live = Edition.objects.live().filter(sample=False).with_review().defer("content")
    due = sorted(
        (edition for edition in live.select_related("topic") if edition.due),
        key=lambda edition: edition.due,  # type: ignore[arg-type, return-value]
    )
    overdue = [edition.topic for edition in due if edition.due and edition.due < today]
    last = today + timedelta(days=DUE_SOON)
    soon = [edition.topic for edition in due if edition.due and today <= edition.due <= last]
    return overdue, soon


def _unpublished() -> Any:
    """Topics whose newest text is approved, and neither public nor scheduled."""
    return with_states(Topic.objects.filter(archived_at=None)).filter(
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
    return [_item(_("Your draft that waits to be checked"), _pages(own, "basics"), topics)]


# -- Managers --------------------------------------------------------------------------------


def for_managers(user: Any) -> list[Item]:
    return [
        _item(_("Missing about the clinic"), _missing_of_clinic(), urgent=True),
        _item(
            _("Sample that patients read, checked by nobody"),
            [(topic.title, reverse("admin:education_offer_changelist")) for topic in _samples()],
            reverse("admin:education_offer_changelist"),
        ),
        _item(_("Reviewer without job title or registration"), _reviewers_without_register()),
    ]


def _missing_of_clinic() -> list[tuple[str, str]]:
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


def _missing_pages() -> list[tuple[str, str]]:
    there = set(SimplePage.objects.values_list("name", flat=True))
    url = reverse("admin:education_simplepage_add")
    return [
        (str(label), f"{url}?name={name}")
        for name, label in SimplePage.Name.choices
        if name not in there
    ]


def _samples() -> Any:
    return Topic.objects.filter(pk__in=Edition.objects.live().filter(sample=True).values("topic"))


def _reviewers_without_register() -> list[tuple[str, str]]:
    reviewers = User.objects.filter(is_active=True, groups__name=REVIEWERS)
    lacking = reviewers.filter(Q(job_title="") | Q(registration="")).distinct()
    return [
        (person.display_name, reverse("admin:education_user_change", args=[person.pk]))
        for person in lacking
    ]
