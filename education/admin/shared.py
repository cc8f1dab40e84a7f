"""What topics share: concerns, health problems and medicines, sources.

Changing one changes the draft of every page that shows it, so the form says which these are
before it is saved, and all of them are recorded together.
"""

from typing import Any

import pydantic
from django.contrib import admin, messages
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from education import editions
from education import page as shape
from education.admin.saving import (
    DraftRefused,
    NeverDeleted,
    RecordsDraft,
    check_against,
    held,
)
from education.admin.seen_row import SeenRowForm
from education.admin.staff import staff
from education.drafts import with_states
from education.keys import key_from
from education.models import Concern, Condition, Source, Topic


class SharedForm(SeenRowForm):
    """Checks the row against the shape of the page."""

    part: type[shape.Entry]
    draft_faults: list[str] = []

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for fault in self.draft_faults:
            self.add_error(None, fault)
        check_against(self.part, self)
        return values


class SharedAdmin(NeverDeleted, RecordsDraft):
    """One row that many pages show. Its key is made from its name and stays."""

    form = SharedForm
    part: type[shape.Entry]
    exclude = ["key"]
    change_form_template = "admin/education/shared_change_form.html"
    list_display = ["__str__", "pages"]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        form.part = self.part
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [name for name in super().get_fields(request, obj) if name != "seen"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(page_count=self.page_count())

    def page_count(self) -> Any:
        """How many pages show a row, as an expression."""
        return models.Count("topics", distinct=True)

    @admin.display(description=gettext_lazy("on pages"))
    def pages(self, row: Any) -> int:
        return row.page_count

    def topics_of(self, row: Any) -> QuerySet[Topic]:
        """The topics whose page shows ``row``."""
        return Topic.objects.filter(concerns=row)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id) if object_id else None
        topics = list(with_states(self.topics_of(row))) if row else []
        context = {
            **(extra_context or {}),
            "topics": topics,
            "falling": sum(_is_approved(topic) for topic in topics),
        }
        # Not its key: a topic that begins to cite it need not wait, so nobody waits in a circle.
        rows = self.model._default_manager.select_for_update(no_key=True)
        with held(request, rows.filter(pk=row.pk if row else None)):
            return super().changeform_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            taken = set(self.model.objects.values_list("key", flat=True))
            obj.key = key_from(self.heading_of(obj), taken)
        super().save_model(request, obj, form, change)

    def heading_of(self, row: Any) -> str:
        """What the key of a new row is made from."""
        return row.name

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        topics = list(self.topics_of(form.instance))
        try:
            recorded = editions.record_all(topics=topics, by=staff(request))
        except pydantic.ValidationError as error:
            raise DraftRefused(error) from error
        if recorded:
            messages.warning(request, self.said_of(len(recorded)))

    def said_of(self, count: int) -> str:
        return (
            ngettext(
                "The draft of %(count)s page has changed and needs to be approved.",
                "The drafts of %(count)s pages have changed and need to be approved.",
                count,
            )
            + " "
            + _("Patients still read the approved text.")
        ) % {"count": count}


def _is_approved(topic: Any) -> bool:
    return bool(topic.latest_number) and topic.latest_number == topic.approved_number


@admin.register(Concern)
class ConcernAdmin(SharedAdmin):
    part = shape.Concern
    search_fields = ["name"]


@admin.register(Condition)
class ConditionAdmin(SharedAdmin):
    part = shape.Condition
    search_fields = ["name", "also_called"]

    def page_count(self) -> Any:
        return models.Count("contraindications__topic", distinct=True)

    def topics_of(self, row: Any) -> QuerySet[Topic]:
        return Topic.objects.filter(contraindications__condition=row).distinct()


@admin.register(Source)
class SourceAdmin(SharedAdmin):
    part = shape.Source
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["__str__", "pages", "verified_on"]
    list_filter = [("verified_on", admin.EmptyFieldListFilter)]
    search_fields = ["title", "authors", "doi", "pmid"]
    fieldsets = [
        (
            gettext_lazy("The publication"),
            {"fields": ["title", "authors", "publisher", "year", "url", "doi", "pmid"]},
        ),
        (gettext_lazy("For us"), {"fields": ["verified_on", "verification_note"]}),
    ]

    def heading_of(self, row: Source) -> str:
        first_author = row.authors.split(" ")[0].split(",")[0]
        return f"{first_author} {row.year or ''} {'' if first_author else row.title}"

    def page_count(self) -> Any:
        return models.Subquery(
            Topic.objects.filter(_cites(models.OuterRef("pk")))
            .order_by()
            .values(one=models.Value(1))
            .annotate(number=models.Count("pk", distinct=True))
            .values("number"),
            output_field=models.IntegerField(),
        )

    @admin.display(description=gettext_lazy("on pages"))
    def pages(self, row: Any) -> int:
        return row.page_count or 0

    def topics_of(self, row: Any) -> QuerySet[Topic]:
        return Topic.objects.filter(_cites(row)).distinct()


def _cites(source: Any) -> Q:
    return (
        Q(further_sources=source)
        | Q(claims__sources=source)
        | Q(contraindications__sources=source)
        | Q(side_effects__sources=source)
    )
