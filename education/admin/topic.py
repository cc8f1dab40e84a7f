"""The desk of a topic: a list, and for each topic one page per panel."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from education import editions
from education.admin import packs, review, versions
from education.admin.entries import INLINES, only_add
from education.admin.panels import NEW_TOPIC, PANELS, Panel
from education.admin.saving import DraftRefused, NeverDeleted, RecordsDraft, held
from education.admin.seen import draft_of
from education.admin.staff import may_change_rules, staff
from education.admin.tabs import tabs_of
from education.admin.topic_form import TopicForm
from education.admin.widgets import Ticks
from education.drafts import public_line, with_states
from education.models import FormerSlug, Source, Topic
from education.page import TreatmentPage


def panel_of(request: HttpRequest) -> Panel:
    """The page of the desk that was asked for."""
    match = request.resolver_match
    return PANELS[match.kwargs.get("panel", "basics") if match else "basics"]


def sources_used(page: TreatmentPage | None) -> list[Source]:
    """What the page cites, in the order of the page; who reads it sees what is not verified."""
    rows = Source.objects.in_bulk(
        [source.key for source in page.sources] if page else [], field_name="key"
    )
    return list(rows.values())


@admin.register(Topic)
class TopicAdmin(NeverDeleted, RecordsDraft):
    form = TopicForm
    list_display = ["title", "kind", "draft_state", "public_state", "owner"]
    list_filter = ["kind", "profile"]
    list_select_related = ["owner"]
    search_fields = ["title", "slug"]
    prepopulated_fields = {}

    # -- Addresses -----------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        return [
            *(
                path(
                    f"<int:topic_id>/{panel}/",
                    self.admin_site.admin_view(self.panel_view),
                    {"panel": panel},
                    name=f"education_topic_{panel}",
                )
                for panel in PANELS
            ),
            *review.urls(self.admin_site),
            *versions.urls(self.admin_site),
            *packs.urls(self.admin_site),
            *super().get_urls(),
        ]

    def panel_view(self, request: HttpRequest, topic_id: int, panel: str) -> HttpResponse:
        """One page of the desk. The topic's row is held while it is saved."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        with held(request, Topic.objects.select_for_update().filter(pk=topic_id)):
            topic = get_object_or_404(Topic, pk=topic_id)
            page = draft_of(topic)
            # Read once, and only now: while the row is held, nobody else changes it.
            request.draft = page  # type: ignore[attr-defined]
            context = {
                "title": topic.title,
                "subtitle": PANELS[panel].label,
                "panel": PANELS[panel],
                "tabs": tabs_of(topic, panel, request.user, page),
                "public_line": public_line(topic),
                "sources_used": sources_used(page) if panel == "sources" else [],
            }
            return self.changeform_view(request, str(topic_id), "", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Django's own address of a topic leads to the page of the desk that is for this person."""
        topic = self.get_object(request, object_id)
        if topic is None or not self.has_view_or_change_permission(request, topic):
            raise PermissionDenied
        may_write = self.has_change_permission(request, topic)
        return redirect("admin:education_topic_" + ("basics" if may_write else "review"), topic.pk)

    # -- The form ------------------------------------------------------------------------

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.panel = panel_of(request)
        form.draft = getattr(request, "draft", None)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return panel_of(request).fieldsets if obj else NEW_TOPIC

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["profile"] if obj and not may_change_rules(request.user, obj) else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return INLINES.get(panel_of(request).name, []) if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ["title"]}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"owner": request.user.pk, **super().get_changeform_initial_data(request)}

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = Ticks(label=db_field.verbose_name)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"owner", "concerns", "further_sources"} and field:
            only_add(field, add=False)
        if isinstance(db_field, models.TextField) and field:
            field.widget.attrs["rows"] = 3
        return field

    # -- Saving --------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        if change and "slug" in form.changed_data:
            FormerSlug.objects.filter(slug=obj.slug, topic=obj).delete()
            FormerSlug.objects.get_or_create(slug=form.initial["slug"], topic=obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for formset in formsets:
            formset.renumber()
        try:
            recorded = editions.record(topic=form.instance, by=staff(request))
        except ValidationError as error:
            raise DraftRefused(error) from error
        request.recorded = recorded  # type: ignore[attr-defined]

    def response_add(
        self, request: HttpRequest, obj: Topic, post_url_continue: str | None = None
    ) -> HttpResponse:
        messages.success(request, _("Draft made. Go through the pages above one by one."))
        return redirect("admin:education_topic_basics", obj.pk)

    def response_change(self, request: HttpRequest, obj: Topic) -> HttpResponse:
        """Stay on this page of the desk, and say what patients read now."""
        said = (
            _("Draft saved. %(public)s") % {"public": public_line(obj)}
            if request.recorded  # type: ignore[attr-defined]
            else _("Nothing has changed that patients read.")
        )
        messages.success(request, said)
        return redirect(f"admin:education_topic_{panel_of(request).name}", obj.pk)

    # -- The list ------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Topic]:
        return with_states(super().get_queryset(request))

    @admin.display(description=gettext_lazy("draft"))
    def draft_state(self, topic: Any) -> str:
        if not topic.latest_number:
            return _("empty")
        if topic.latest_number == topic.approved_number:
            return _("checked")
        return _("waits to be checked")

    @admin.display(description=gettext_lazy("patients read"))
    def public_state(self, topic: Any) -> str:
        if not topic.live_number:
            return _("nothing")
        if topic.live_sample:
            return _("a sample")
        return _("version %(number)s") % {"number": topic.live_number}
