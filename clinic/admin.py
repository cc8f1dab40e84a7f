"""The admin is plain Django admin with the clinic's name and a front page of what waits for you."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from consultations.waiting import waiting_for as requests_waiting_for
from education.context import clinic_of
from education.waiting import waiting_for as texts_waiting_for


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
        context = {"waiting": waiting_for(request.user), **(extra_context or {})}
        return super().index(request, context)


def waiting_for(user: Any) -> list[dict[str, Any]]:
    """What each app says: dicts of label, count, url and urgent."""
    return [*requests_waiting_for(user), *texts_waiting_for(user)]
