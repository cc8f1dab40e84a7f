"""Which versions of a page were public, and what changed from one to the next.

Only names of parts are printed. The text of a version is public while it is live, and no longer.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from education.changes import changed_parts
from education.context import language
from education.models import Edition
from education.views.pages import not_live, of_address, redirect_to
from education.views.public import page_of, public_page

VERSIONS_ON_A_PAGE = 20


@dataclass(frozen=True)
class Version:
    """One version, and the parts that differ from the version before it (``None``: the first)."""

    edition: Edition
    changes: list[str] | None


@public_page
def treatment_history(request: HttpRequest, slug: str) -> HttpResponse:
    return _history(request, slug, "treatment")


@public_page
def guide_history(request: HttpRequest, slug: str) -> HttpResponse:
    return _history(request, slug, "guide")


def _history(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    live = of_address(Edition.objects.live(), slug)
    if live is None:
        return not_live(request, slug, kind, "history")
    if live.page["kind"] != kind:
        return redirect_to(live.page["kind"], "history", slug)
    been = Edition.objects.been_public().with_review().order_by("-number")
    versions = page_of(
        request, been.filter(topic=live.topic_id, language=language()), VERSIONS_ON_A_PAGE
    )
    context: dict[str, Any] = {
        "live": live,
        "sample": live.sample,
        "title": live.page["title"],
        "kind": kind,
        "here": f"{kind}s",
        "page_obj": versions,
        "versions": with_changes(versions.object_list),
    }
    return render(request, "education/history.html", context)


def with_changes(editions: Any) -> list[Version]:
    """Each edition with what differs from the one before it; the newest first."""
    in_order = list(editions)
    changes = {
        newer.pk: changed_parts(older.page, newer.page) for newer, older in pairwise(in_order)
    }
    return [Version(edition, changes.get(edition.pk)) for edition in in_order]
