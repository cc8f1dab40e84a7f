"""The admin is plain Django admin with the clinic's name and a front page of what waits for you."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from education.context import clinic_of


class ClinicAdminSite(AdminSite):
    site_header = _("Clinic")
    site_title = _("Clinic")
    index_title = _("What waits for you")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        if details := clinic_of(request):
            context["site_header"] = context["site_title"] = details.profile.name
        return context

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        context = {"waiting": list(waiting_for(request.user)), **(extra_context or {})}
        return super().index(request, context)


def waiting_for(user: Any) -> Iterator[dict[str, Any]]:
    """Each app says what waits: dicts of label, count, url and urgent."""
    for app in ["consultations", "education"]:
        yield from answer_of(f"{app}.waiting")(user)


def answer_of(module: str) -> Callable[[Any], list[dict[str, Any]]]:
    try:
        return import_module(module).waiting_for
    except ModuleNotFoundError:  # until it is there
        return lambda user: []
