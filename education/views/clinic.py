"""The clinic about itself, and the two files that it makes of its settings."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from education.context import clinic_of
from education.models import Picture, SimplePage, TeamMember
from education.pictures import extension_of
from education.theme import fingerprint as fingerprint_of
from education.theme import style_sheet
from education.views.public import page_of, public_page

PEOPLE_ON_A_PAGE = 60
YEAR = 365 * 24 * 3600  # seconds
keep_for_ever = cache_control(public=True, max_age=YEAR, immutable=True)


@public_page
def about(request: HttpRequest) -> HttpResponse:
    return simple_page(request, SimplePage.Name.ABOUT)


@public_page
def team(request: HttpRequest) -> HttpResponse:
    people = TeamMember.objects.select_related("photo").defer("photo__content")
    page_obj = page_of(request, people, PEOPLE_ON_A_PAGE)
    return simple_page(request, SimplePage.Name.TEAM, page_obj=page_obj)


@public_page
def find_us(request: HttpRequest) -> HttpResponse:
    return simple_page(request, SimplePage.Name.FIND_US)


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return simple_page(request, SimplePage.Name.PRIVACY)


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return simple_page(request, SimplePage.Name.ACCESSIBILITY)


def simple_page(request: HttpRequest, name: SimplePage.Name, **context: Any) -> HttpResponse:
    """A page of the clinic; without a text of its own it still has its title and its details."""
    text = SimplePage.objects.filter(name=name).first() or SimplePage(
        name=name, title=str(name.label)
    )
    template = f"education/{name.value.replace('-', '_')}.html"
    return render(request, template, {"text": text, **context})


@require_safe
@keep_for_ever
def picture(request: HttpRequest, digest: str, extension: str) -> HttpResponse:
    picture = get_object_or_404(Picture, digest=digest)
    if extension != extension_of(picture.media_type):
        raise Http404
    return HttpResponse(bytes(picture.content), content_type=picture.media_type)


@require_safe
def theme(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """The clinic's colours. An old address, on a page kept somewhere, leads to today's."""
    clinic = clinic_of(request)
    if clinic is None:
        raise Http404
    colours = clinic.profile.brand_colour, clinic.profile.accent_colour
    if fingerprint != fingerprint_of(*colours):
        return redirect("education:theme", fingerprint_of(*colours))
    return keep_for_ever(_style_sheet)(request, *colours)


def _style_sheet(request: HttpRequest, brand: str, accent: str) -> HttpResponse:
    return HttpResponse(style_sheet(brand, accent), content_type="text/css")
