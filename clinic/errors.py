"""Error pages. They work when the database is down, and never read the body of the request.

Django's own 400 handler asks for a CSRF token, reads the body for it, and so answers 500 to a
body that it could not decode in the first place.
"""

import logging
import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from clinic.plain_page import plain_page
from education.context import last_known_clinic
from education.details import ClinicNotSetUp

logger = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds
# The database is down, or a manager has not filled in the clinic yet.
PASSING = (OperationalError, InterfaceError, ClinicNotSetUp)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Also the one place where what will pass becomes a 503: Django calls this inside its
    `except`, wherever in the request the error happened."""
    if isinstance(sys.exc_info()[1], PASSING):
        return unavailable(request)
    return error_page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = error_page(request, 503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(error_html(request, status), status=status)


def error_html(request: HttpRequest, status: int) -> str:
    """The page with all of the site around it; without what needs the database; or plain words."""
    # 500 and 503 are drawn without the request: its context processors may be what failed.
    attempts = [with_request, without_database] if status < 500 else [without_database]
    for attempt in attempts:
        try:
            return attempt(request, f"{status}.html")
        except DatabaseError:
            continue
        except Exception:
            logger.exception("The page for error %s could not be drawn", status)
    return plain_page(status)


def with_request(request: HttpRequest, template: str) -> str:
    return render_to_string(template, request=request)


def without_database(request: HttpRequest, template: str) -> str:
    return render_to_string(template, {"clinic": last_known_clinic()})
