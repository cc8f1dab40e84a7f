"""All saved versions of a topic: read one, compare it with the one before, bring it back."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from education import editions
from education.admin.log import log_change
from education.admin.review import desk_page, may_read, version_of
from education.admin.review_forms import Restore
from education.admin.seen import draft_of
from education.admin.staff import staff
from education.admin.stored import DAMAGED, text_of
from education.admin.tabs import tabs_of
from education.diff import compare
from education.drafts import editions_of
from education.models import Edition, Topic
from education.page import TreatmentPage

ON_A_PAGE = 50


def urls(site: AdminSite) -> list[URLPattern]:
    def address(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(route, site.admin_view(view), name=f"education_topic_{name}")

    return [
        address("<int:topic_id>/versions/", versions, "versions"),
        address("<int:topic_id>/versions/<int:number>/", version, "version"),
        address("<int:topic_id>/versions/<int:number>/restore/", restore, "restore"),
    ]


@may_read
def versions(request: HttpRequest, topic_id: int) -> HttpResponse:
    """The list of saved versions, the newest first."""
    topic = get_object_or_404(Topic, pk=topic_id)
    rows = editions_of(topic).defer("content")
    context = {
        "title": topic.title,
        "subtitle": _("Saved versions"),
        "tabs": tabs_of(topic, "versions", request.user, draft_of(topic)),
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return desk_page(request, "admin/education/topic/versions.html", topic, context)


@may_read
def version(request: HttpRequest, topic_id: int, number: int) -> HttpResponse:
    """One saved version: what changed in it, and all of its text."""
    return _show_version(request, version_of(topic_id, number))


@require_POST
@permission_required("education.change_topic", raise_exception=True)
def restore(request: HttpRequest, topic_id: int, number: int) -> HttpResponse:
    """Write an old text back into the draft. It needs its own approval."""
    edition = version_of(topic_id, number)
    form = Restore(request.POST, edition=edition)
    if not form.is_valid():
        return _show_version(request, edition, form)
    try:
        with transaction.atomic():
            recorded, differing = editions.restore(edition=edition, by=staff(request))
            said = _("The text of version %(number)s is the draft now.") % {"number": number}
            log_change(request.user, edition.topic, said)
    except editions.Refused as refused:
        messages.error(request, str(refused))
        return redirect("admin:education_topic_version", topic_id, number)
    messages.success(request, said if recorded else _("The draft had this text already."))
    if differing:
        names = {"names": ", ".join(differing)}
        messages.warning(request, _("These were changed since and stay as now: %(names)s") % names)
    return redirect("admin:education_topic_review", topic_id)


def _show_version(
    request: HttpRequest, edition: Edition, form: Restore | None = None
) -> HttpResponse:
    topic = edition.topic
    page, before = text_of(edition), _page_before(edition)
    may_restore = page is not None and request.user.has_perm("education.change_topic")
    context = {
        "title": topic.title,
        "subtitle": _("Version %(number)s") % {"number": edition.number},
        "tabs": tabs_of(topic, "versions", request.user, draft_of(topic)),
        "version": edition,
        "damaged": [] if page else [DAMAGED % {"number": edition.number}],
        "changes": compare(before, page) if before and page else [],
        "whole": compare(None, page) if page else [],
        "restore": (form or Restore(edition=edition)) if may_restore else None,
    }
    return desk_page(request, "admin/education/topic/version.html", topic, context)


def _page_before(edition: Edition) -> TreatmentPage | None:
    before = editions_of(edition.topic).filter(number__lt=edition.number).first()
    return text_of(before) if before else None
