"""How the private pages answer: not stored, and giving back what was typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from consultations.journey import Journey
from consultations.kept import carried, typed
from education.context import clinic_of, last_known_clinic
from education.details import Details

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
    """If the database is down while somebody sends something, give back what they typed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (OperationalError, InterfaceError):
            if request.method != "POST":
                raise
            response = kept_page(request, "consultations/unavailable.html", 503)
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
