"""What every page needs to know about the clinic: read once for each request."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from education.details import ClinicNotSetUp, Details, clinic_details


class _LastKnown:
    """The clinic as this process last saw it, for the page that says the database is down."""

    details: Details | None = None


def clinic_of(request: HttpRequest) -> Details | None:
    """The clinic's own data, or ``None`` before it is set up. One query for each request."""
    if not hasattr(request, "_clinic_details"):
        request._clinic_details = _read()  # type: ignore[attr-defined]
    return request._clinic_details  # type: ignore[attr-defined]


def _read() -> Details | None:
    try:
        _LastKnown.details = clinic_details()
    except ClinicNotSetUp:
        _LastKnown.details = None
    return _LastKnown.details


def last_known_clinic() -> Details | None:
    """The clinic without a query, at today's time; without notices, since those end."""
    known = _LastKnown.details
    return replace(known, now=timezone.localtime(), notices=[]) if known else None


def clinic(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``clinic`` is read when a template first looks at it."""
    return {"clinic": SimpleLazyObject(lambda: clinic_of(request))}


def language() -> str:
    """The language of this page, as editions name it."""
    return get_language() or settings.LANGUAGE_CODE
