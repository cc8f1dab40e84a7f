"""The request: one form, one page to check it, one page that says it is stored.

The server keeps nothing before Send: the answers travel in the form itself.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import defaults
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from consultations import emails, sending
from consultations.forms import RequestForm
from consultations.kept import carried
from consultations.links import BadLink, EndedLink, read_sent_token, sent_token
from consultations.models import ConsultationRequest
from consultations.promise import promised_by
from consultations.responses import (
    BACK_BUTTON_WORKS,
    SeeOther,
    gives_back,
    kept_page,
    never_stored,
)
from education.context import clinic_of, language
from education.details import ClinicNotSetUp, Details


@never_stored
@sensitive_post_parameters()
@gives_back
@require_http_methods(["GET", "HEAD", "POST"])
def request(http: HttpRequest) -> HttpResponse:
    """The form: empty on GET; on POST (a Change button) with the answers, not yet checked."""
    form = RequestForm(
        typed=http.POST if http.method == "POST" else None,
        treatment=http.GET.get("treatment", ""),
        **surroundings(http),
    )
    return form_page(http, form)


@never_stored
@sensitive_post_parameters()
@gives_back
@require_http_methods(["GET", "HEAD", "POST"])
def check(http: HttpRequest) -> HttpResponse:
    """Checks the answers and shows them; with ``send`` among them, stores them."""
    if http.method != "POST":
        return SeeOther(reverse("consultations:request"))
    form = RequestForm(http.POST, **surroundings(http))
    if stop := page_that_ends_it(http, form):
        return stop
    if not form.is_valid():
        return form_page(http, form, status=422)
    if "send" in http.POST:
        return store(form)
    return check_page(http, form)


@never_stored
@require_safe
def sent(http: HttpRequest, token: str) -> HttpResponse:
    """What happens next. Shows no answers, since links are passed on."""
    try:
        pk, outcome = read_sent_token(token)
        found = ConsultationRequest.objects.get(pk=pk)
    except BadLink as error:
        raise Http404 from error
    except (EndedLink, ConsultationRequest.DoesNotExist):
        return render(http, "consultations/sent_ended.html", status=410)
    return render(http, "consultations/sent.html", {"sent": found, "outcome": outcome})


def csrf_failure(http: HttpRequest, reason: str = "") -> HttpResponse:
    """A page left open too long: give back what was typed. Nothing is sent by itself."""
    match = http.resolver_match
    if match and match.app_name == "consultations" and match.url_name != "sent":
        return kept_page(http, "consultations/left_open.html", 403)
    return defaults.permission_denied(http, PermissionDenied())


# -- Parts of the views ----------------------------------------------------------------------


def surroundings(http: HttpRequest) -> dict[str, Any]:
    return {"details": details_of(http), "language": language()}


def details_of(http: HttpRequest) -> Details:
    """Raises ``ClinicNotSetUp``: without a clinic nobody could answer."""
    details = clinic_of(http)
    if details is None:
        raise ClinicNotSetUp
    return details


def form_page(http: HttpRequest, form: RequestForm, status: int = 200) -> HttpResponse:
    promised = promised_by(timezone.now(), form.details)
    context = {"form": form, "promised_on": promised}
    response = render(http, "consultations/request.html", context, status=status)
    response["Cache-Control"] = BACK_BUTTON_WORKS
    return response


def page_that_ends_it(http: HttpRequest, form: RequestForm) -> HttpResponse | None:
    """Nothing is stored, and nobody has been told: both pages say so."""
    context = {"carried": carried(http.POST), "age_limit": form.age_limit}
    if form.says_unwell:
        return render(http, "consultations/unwell.html", context)
    if form.says_too_young:
        return render(http, "consultations/too_young.html", context)
    return None


def check_page(http: HttpRequest, form: RequestForm) -> HttpResponse:
    context = {
        "form": form,
        "rows": list(form.rows()),
        "carried": carried(form.given),
        "promised_on": promised_by(timezone.now(), form.details),
        "suggested_email": emails.suggestion(form.cleaned_data["email"]),
        "no_longer_offered": [one for one in form.asked_treatments() if not one.still_offered],
    }
    return render(http, "consultations/check.html", context)


def store(form: RequestForm) -> HttpResponse:
    done = sending.send(
        sending.Sending(
            key=form.agreement.journey.key,
            answers=form.answers(),
            treatments=form.asked_treatments(),
            wording=form.agreement.wording,
            words=form.agreement.words,
            language=form.language,
            promised_on=promised_by(timezone.now(), form.details),
        )
    )
    return SeeOther(reverse("consultations:sent", args=[sent_token(done.request.pk, done.outcome)]))
