"""The queue and one request, inside the admin. Nobody adds or deletes requests by hand."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from consultations import desk
from consultations.access import may_work_requests
from consultations.admin import queue
from consultations.admin.forms import ChangeForm
from consultations.models import AskedTreatment, ConsultationRequest
from consultations.reference import as_reference

QUEUE = "admin:consultations_consultationrequest_changelist"
ONE = "admin:consultations_consultationrequest_change"
# No primary key of a database is longer.
KEY_DIGITS = 19
# The longest search that makes sense: an e-mail address.
SEARCH_LENGTH = 254


@admin.register(ConsultationRequest)
class ConsultationRequestAdmin(admin.ModelAdmin):
    # -- Who may come in -----------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_work_requests(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_work_requests(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_work_requests(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def let_in(self, request: HttpRequest) -> None:
        if not may_work_requests(request.user):
            raise PermissionDenied

    # -- Screens -------------------------------------------------------------------------

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The queue. A search is posted, so that no name stands in an address."""
        self.let_in(request)
        if request.method == "POST":
            return self.search(request)
        return self.page(request, "queue", _("Requests"), queue=queue.look(request))

    def search(self, request: HttpRequest) -> HttpResponse:
        words = request.POST.get("words", "").replace("\x00", "").strip()[:SEARCH_LENGTH]
        found = ConsultationRequest.objects.filter(reference=as_reference(words) or None).first()
        if found:
            return redirect(ONE, found.pk)
        address = redirect(QUEUE)
        if words:
            address["Location"] += f"?state={queue.ALL}&found={queue.search_token(words)}"
        return address

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One request: everything about it, and what the desk did."""
        self.let_in(request)
        consultation = self.found(object_id)
        if request.method != "POST":
            return self.one(request, consultation, self.empty_form(consultation))
        form = ChangeForm(request.POST, consultation=consultation)
        if not form.is_valid():
            return self.one(request, consultation, form, status=422)
        return self.changed(request, consultation, form)

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Its history stands on its own page."""
        self.let_in(request)
        return redirect(ONE, self.found(object_id).pk)

    # -- Parts of the screens ------------------------------------------------------------

    def changed(
        self, request: HttpRequest, consultation: ConsultationRequest, form: ChangeForm
    ) -> HttpResponse:
        try:
            done = desk.change(pk=consultation.pk, by=request.user, **form.cleaned_data)
        except desk.Refused as refused:
            form.add_error(None, str(refused))
            return self.one(request, consultation, form, status=422)
        except desk.Stale:
            return self.stale(request, form)
        # Without values: who may read the log is not who may read requests.
        fields = ["state"] if form.cleaned_data["to_state"] else ["note"]
        self.log_change(request, done, [{"changed": {"fields": fields}}])
        messages.success(
            request,
            _("%(reference)s: saved. It is now “%(state)s”.")
            % {"reference": done.reference, "state": done.get_state_display()},
        )
        return redirect(QUEUE) if "_queue" in request.POST else redirect(ONE, done.pk)

    def stale(self, request: HttpRequest, form: ChangeForm) -> HttpResponse:
        """Show what the other person did beside what was typed; both can be kept."""
        consultation = self.found(str(form.consultation.pk))
        typed = request.POST.copy()
        seen = form.cleaned_data["row_version"]
        typed["row_version"] = str(consultation.row_version)
        again = ChangeForm(typed, consultation=consultation)
        again.add_error(
            None,
            _("Somebody changed this request while you had it open. What they did stands in the "
              "history. Nothing of yours is saved yet: look, then save again."),
        )  # fmt: skip
        changes = consultation.row_version - seen
        newest = list(consultation.events.all())[-changes:] if changes > 0 else []
        return self.one(request, consultation, again, status=409, meanwhile=newest)

    def one(
        self,
        request: HttpRequest,
        consultation: ConsultationRequest,
        form: ChangeForm,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        return self.page(
            request,
            "one",
            consultation.reference,
            status=status,
            consultation=consultation,
            form=form,
            has_refusal=bool(form.errors),
            **context,
        )

    def empty_form(self, consultation: ConsultationRequest) -> ChangeForm:
        return ChangeForm(
            initial={"to_state": "", "row_version": consultation.row_version},
            consultation=consultation,
        )

    def found(self, object_id: str) -> ConsultationRequest:
        """With what one page shows, in a fixed number of queries. Raises ``Http404``."""
        shown = AskedTreatment.objects.select_related("edition").only(
            "request_id", "slug", "title", "still_offered", "edition__number", "edition__sample"
        )
        everything = ConsultationRequest.objects.select_related("related_to").prefetch_related(
            Prefetch("treatments", queryset=shown), "events", "consents", "followed_by"
        )
        # Python refuses to read a number of thousands of digits.
        if not object_id.isdecimal() or len(object_id) > KEY_DIGITS:
            raise Http404
        return get_object_or_404(everything, pk=object_id)

    def page(
        self, request: HttpRequest, name: str, title: str, status: int = 200, **context: Any
    ) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": title, **context}
        return TemplateResponse(request, f"admin/consultations/{name}.html", context, status=status)
