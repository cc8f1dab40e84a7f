"""Where a clinical reviewer sees what changed, approves exactly that, and makes it public."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from education import editions
from education.admin import review_forms as forms
from education.admin.log import log_change
from education.admin.panels import PANELS
from education.admin.seen import draft_of
from education.admin.staff import staff
from education.admin.stored import DAMAGED, text_of
from education.admin.tabs import tabs_of
from education.diff import compare
from education.drafts import (
    authors_of,
    editions_of,
    last_approved,
    public_line,
    scheduled,
    shown_of,
)
from education.gate import missing
from education.models import ClinicProfile, Edition, Source, Topic
from education.page import TreatmentPage

Bound = dict[str, forms.Decision]
NOTHING: Bound = {}

may_read = permission_required(
    ["education.view_topic", "education.view_edition"], raise_exception=True
)
may_decide = permission_required("education.approve_edition", raise_exception=True)


def urls(site: AdminSite) -> list[URLPattern]:
    decisions = [approve, publish, cancel, withdraw, recheck]
    return [
        path("<int:topic_id>/review/", site.admin_view(review), name="education_topic_review"),
        *(
            path(
                f"<int:topic_id>/versions/<int:number>/{decide.__name__}/",
                site.admin_view(decide),
                name=f"education_topic_{decide.__name__}",
            )
            for decide in decisions
        ),
    ]


@may_read
def review(request: HttpRequest, topic_id: int) -> HttpResponse:
    """What changed since the last approved version, what is missing, and what may be done."""
    return show_review(request, get_object_or_404(Topic, pk=topic_id), NOTHING)


# -- Decisions -------------------------------------------------------------------------------


@require_POST
@may_decide
def approve(request: HttpRequest, topic_id: int, number: int) -> HttpResponse:
    def do(form: Any, edition: Edition) -> str:
        values = form.cleaned_data
        approved = editions.approve(edition=edition, by=staff(request), **values)
        return _("Approved: version %(number)s. Patients do not see it until it is published.") % {
            "number": approved.number
        }

    return _decide(request, topic_id, number, forms.Approve, do)


@require_POST
@may_decide
def publish(request: HttpRequest, topic_id: int, number: int) -> HttpResponse:
    def do(form: Any, edition: Edition) -> str:
        note = form.cleaned_data["note"]
        published = editions.publish(edition=edition, by=staff(request), at=form.moment, note=note)
        values = {"number": number, "when": forms.moment_in_words(published.publish_from)}
        if form.moment:
            return _("Version %(number)s becomes public on %(when)s.") % values
        return _("Version %(number)s is public now.") % values

    return _decide(request, topic_id, number, forms.Publish, do)


@require_POST
@may_decide
def cancel(request: HttpRequest, topic_id: int, number: int) -> HttpResponse:
    def do(form: Any, edition: Edition) -> str:
        editions.cancel(edition=edition, by=staff(request))
        return _("Version %(number)s will not become public.") % {"number": number}

    return _decide(request, topic_id, number, forms.Cancel, do)


@require_POST
@may_decide
def withdraw(request: HttpRequest, topic_id: int, number: int) -> HttpResponse:
    def do(form: Any, edition: Edition) -> str:
        editions.withdraw(edition=edition, by=staff(request), reason=form.cleaned_data["reason"])
        said = _("Version %(number)s is withdrawn.") % {"number": number}
        return " ".join([said, *form.still_scheduled()])

    return _decide(request, topic_id, number, forms.Withdraw, do)


@require_POST
@may_decide
def recheck(request: HttpRequest, topic_id: int, number: int) -> HttpResponse:
    def do(form: Any, edition: Edition) -> str:
        values = form.cleaned_data
        editions.recheck(edition=edition, by=staff(request), **values)
        return _("Checked again. The next check is due on %(day)s.") % {
            "day": date_format(values["review_due"], "j F Y")
        }

    return _decide(request, topic_id, number, forms.Recheck, do)


def _decide(
    request: HttpRequest,
    topic_id: int,
    number: int,
    form_class: type[forms.Decision],
    do: Callable[[Any, Edition], str],
) -> HttpResponse:
    """Do it and say so; or show the review again, with the reason and all that was typed."""
    edition = version_of(topic_id, number)
    form = form_class(request.POST, edition=edition)
    if form.is_valid():
        try:
            with transaction.atomic():
                said = do(form, edition)
                log_change(request.user, edition.topic, said)
        except editions.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said)
            return redirect("admin:education_topic_review", topic_id)
    return show_review(request, edition.topic, {form_class.__name__.lower(): form})


def version_of(topic_id: int, number: int) -> Edition:
    """A saved version, or 404."""
    topic = get_object_or_404(Topic, pk=topic_id)
    return get_object_or_404(editions_of(topic).select_related("topic"), number=number)


# -- The screen ------------------------------------------------------------------------------


def show_review(request: HttpRequest, topic: Topic, bound: Bound) -> HttpResponse:
    """The review screen. ``bound``: forms that were sent and not accepted, by name."""
    if not request.user.has_perm("education.view_edition"):
        raise PermissionDenied
    draft, approved = editions_of(topic).first(), last_approved(topic)
    now = draft_of(topic)
    context = {
        "title": topic.title,
        "subtitle": _("Check and publish"),
        "topic": topic,
        "tabs": tabs_of(topic, "review", request.user, now),
        "public_line": public_line(topic),
        "draft": draft,
        "approved": approved,
        "shown": shown_of(topic),
        "is_checked": bool(
            draft and approved and draft.pk == approved.pk and not draft.withdrawn_at
        ),
        **(_findings(topic, draft, approved, now) if draft else {}),
        **_decisions(request.user, topic, draft, bound),
        "has_refusal": bool(bound),
    }
    return desk_page(request, "admin/education/topic/review.html", topic, context)


def desk_page(
    request: HttpRequest, template: str, topic: Topic | None, context: dict[str, Any]
) -> HttpResponse:
    """A page of the admin with our own template."""
    from django.contrib.admin import site

    context = {
        **site.each_context(request),
        "opts": Topic._meta,
        "original": topic,
        **context,
    }
    return TemplateResponse(request, template, context)


def _findings(
    topic: Topic, draft: Edition, approved: Edition | None, now: TreatmentPage | None
) -> dict[str, Any]:
    """What the draft says and lacks. ``now``: what its rows say."""
    texts = {edition.number: text_of(edition) for edition in (draft, approved) if edition}
    damaged = [DAMAGED % {"number": number} for number, text in texts.items() if text is None]
    page, before = texts[draft.number], texts[approved.number] if approved else None
    if page is None:
        return {"damaged": damaged, "is_unreadable": True}
    lacking = missing(page, topic.profile)
    return {
        "damaged": damaged,
        "changes": compare(before, page),
        "is_first": before is None,
        "missing": [{"panel": PANELS[item.panel], "message": item.message} for item in lacking],
        "unverified": Source.objects.filter(
            key__in=[source.key for source in page.sources], verified_on=None
        ),
        "authors": authors_of(topic),
        # Rows changed by other ways than the desk: the text on this screen is not the draft.
        "is_stale": now != page,
    }


def _decisions(user: Any, topic: Topic, draft: Edition | None, bound: Bound) -> dict[str, Any]:
    """The forms of this screen: those that fit the state, for those who may decide."""
    if not user.has_perm("education.approve_edition") or draft is None:
        return {"may_decide": False}
    shown, approved = shown_of(topic), last_approved(topic)
    ahead = scheduled(topic)
    is_public = shown is not None and shown.withdrawn_at is None
    return {
        "may_decide": True,
        "why_not": why_not_approve(user, draft),
        "approve": _form(bound, forms.Approve, draft, _needs_approval(draft)),
        "publish": _form(bound, forms.Publish, approved, _is_unpublished(approved)),
        "cancel": [forms.Cancel(edition=edition) for edition in ahead],
        "cancel_refused": bound.get("cancel"),
        "withdraw": _form(bound, forms.Withdraw, shown, is_public),
        "recheck": _form(
            bound, forms.Recheck, shown, is_public and bool(shown and shown.approved_at)
        ),
    }


def _is_unpublished(edition: Edition | None) -> bool:
    return edition is not None and edition.publish_from is None


def _form(
    bound: Bound, form_class: type[forms.Decision], edition: Edition | None, fits: bool
) -> forms.Decision | None:
    """The form as it was sent, an empty one if it fits the state, or none."""
    if sent := bound.get(form_class.__name__.lower()):
        return sent
    return form_class(edition=edition) if edition and fits else None


def _needs_approval(draft: Edition) -> bool:
    """A text that was withdrawn may come back, but only when somebody has checked it again."""
    return not draft.approved_at or draft.withdrawn_at is not None


def why_not_approve(user: Any, edition: Edition) -> str:
    """Why this person cannot approve this text; empty if they can."""
    if not (user.job_title and user.registration):
        return _("Your account has no job title or registration number. A manager can add them.")
    if user.pk not in editions.authors_since_approval(edition):
        return ""
    if ClinicProfile.objects.filter(single_clinician=True).exists():
        return ""
    return _("You wrote part of this text. Somebody else has to approve it.")
