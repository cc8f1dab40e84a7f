"""What all public pages have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from education.models import DigestMismatch

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """Everybody may read it; anybody may keep it, but asks before showing it again.

    A text that is not the one that was approved is not served (503).
    """

    kept = conditional_page(cache_control(public=True, max_age=0, must_revalidate=True)(view))

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return kept(request, *args, **kwargs)
        except DigestMismatch:
            return render(request, "education/not_served.html", status=503)

    return require_safe(checked)


def page_of(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    """The page of ``rows`` that the address asks for; beyond the last one: 404."""
    try:
        return Paginator(rows, size).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
