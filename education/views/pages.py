"""A treatment, a guide, and what stands in their place when they are gone."""

from collections.abc import Callable
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from education.context import clinic_of, language
from education.jsonld import page_as_jsonld
from education.models import Edition, Offer
from education.models.edition import EditionQuerySet
from education.reading import Reading
from education.views.public import public_page

AFTER_INJECTIONS = "after-injections"


@public_page
def treatment_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return _detail(request, slug, "treatment", _treatment_context)


@public_page
def guide_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return _detail(request, slug, "guide", _guide_context)


Context = Callable[[HttpRequest, Edition], dict[str, Any]]


def _detail(request: HttpRequest, slug: str, kind: str, more: Context) -> HttpResponse:
    edition = of_address(Edition.objects.live().with_review(), slug)
    if edition is None:
        return not_live(request, slug, kind)
    if edition.page["kind"] != kind:
        return redirect_to(edition.page["kind"], "detail", slug)
    context = {
        "edition": edition,
        "sample": edition.sample,
        "reading": Reading(edition.page),
        "page": edition.page,
        **review_of(edition),
        "jsonld": page_as_jsonld(edition, request.build_absolute_uri(request.path)),
        **more(request, edition),
    }
    return render(request, f"education/{kind}_detail.html", context)


def _treatment_context(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    clinic = clinic_of(request)
    return {
        "here": "treatments",
        # Annotated by of_address.
        "offered": edition.offer == Offer.Status.OFFERED,  # type: ignore[attr-defined]
        "prices": clinic.prices_of(edition.topic_id) if clinic else [],
    }


def _guide_context(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    return {"here": "guides"}


def review_of(edition: Edition) -> dict[str, Any]:
    """What the line “checked by” has to own up to."""
    return {
        "overdue": edition.due is not None and edition.due < timezone.localdate(),
        "checked_by_author": edition.checked_by_author,
    }


# -- Where an address leads ------------------------------------------------------------------


def of_address(editions: EditionQuerySet, slug: str) -> Edition | None:
    """The edition that this address shows. Of its topic only the address is read."""
    of_slug = editions.filter(topic__slug=slug, language=language())
    return of_slug.annotate(slug=F("topic__slug"), offer=F("topic__offer__status")).first()


def not_live(request: HttpRequest, slug: str, kind: str, page: str = "detail") -> HttpResponse:
    """The page is withdrawn (410), has another address now (301), or was never here (404)."""
    if withdrawn := of_address(Edition.objects.shown().defer("content"), slug):
        return gone(request, withdrawn)
    formerly = Edition.objects.shown().filter(topic__former_slugs__slug=slug, language=language())
    if new_slug := formerly.values_list("topic__slug", flat=True).first():
        return redirect_to(kind, page, new_slug)
    raise Http404


def redirect_to(kind: str, page: str, slug: str) -> HttpResponsePermanentRedirect:
    return redirect(f"education:{kind}_{page}", slug, permanent=True)


def gone(request: HttpRequest, edition: Edition) -> HttpResponse:
    after_injections = of_address(Edition.objects.live().defer("content"), AFTER_INJECTIONS)
    context = {"edition": edition, "after_injections": after_injections}
    return render(request, "410.html", context, status=410)
