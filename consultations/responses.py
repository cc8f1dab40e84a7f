"""How the private pages answer: not stored, and giving back what was typed."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render

from consultations.journey import Journey
from consultations.kept import carried, typed
from education.context import clinic_of, last_known_clinic
from education.details import Details

# Django has its own answer to these; nothing typed could be read from most of them anyway.
NOT_OURS = (
    BadRequest,
    Http404,
    MultiPartParserError,
    PermissionDenied,
    SuspiciousOperation,
    UnreadablePostError,
)
logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]
RETRY_AFTER = 30  # seconds

NEVER_STORED = "no-store, private"
# The form itself may come back with the Back button, filled as it was. With no-store a browser
# shows an error instead, once the form had been sent in.
BACK_BUTTON_WORKS = "no-cache, private"


def never_stored(view: View) -> View:
    """No browser and no cache keeps the page, unless the view itself decided otherwise."""

    @wraps(view)
    def private(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response.headers.setdefault("Cache-Control", NEVER_STORED)
        return response

    return private


class SeeOther(HttpResponseRedirect):
    """After a POST: the browser goes on with a GET, and a reload repeats nothing."""

    status_code = 303


def gives_back(view: View) -> View:
    """Whatever breaks on our side while somebody sends something: give back what they typed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NOT_OURS:
            raise
        except Exception as error:
            if request.method != "POST":
                raise
            down = isinstance(error, OperationalError | InterfaceError)
            logger.error("A request was not stored; the text was given back.", exc_info=error)
            response = kept_page(request, "consultations/unavailable.html", 503 if down else 500)
            response["Retry-After"] = str(RETRY_AFTER)
            return response

    return guarded


@never_stored
def kept_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """What was typed, a button to go on, and the telephone. Needs no database."""
    journey = Journey.read(request.POST.get("journey", ""))
    clinic = clinic_if_known(request)
    context = {
        "clinic": clinic,
        "phone": clinic.profile.phone if clinic else (journey.phone if journey else ""),
        "typed": list(typed(request.POST)),
        "carried": carried(request.POST),
        "sending": "send" in request.POST,
    }
    return render(request, template, context, status=status)


def clinic_if_known(request: HttpRequest) -> Details | None:
    try:
        return clinic_of(request)
    except DatabaseError:
        return last_known_clinic()
