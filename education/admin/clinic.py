"""What the clinic says about itself: edited by managers, public at once, each change logged."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.admin.saving import held
from education.admin.seen_row import SeenRowForm
from education.admin.widgets import MOMENT_FORMATS, MomentInput
from education.models import (
    ClinicProfile,
    ClosedDay,
    Notice,
    Offer,
    Picture,
    Price,
    SimplePage,
    TeamMember,
    Topic,
)
from education.pictures import PictureRefused, store_picture

AT_ONCE = gettext_lazy("What you save here is public at once.")


@admin.register(ClinicProfile)
class ClinicProfileAdmin(admin.ModelAdmin):
    """One clinic, one screen: the list leads to it."""

    form = SeenRowForm
    actions = None
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    change_form_template = "admin/education/clinic_change_form.html"
    fieldsets = [
        (
            gettext_lazy("Reaching us"),
            {
                "description": AT_ONCE,
                "fields": [
                    "name",
                    "strapline",
                    "phone",
                    "out_of_hours_phone",
                    "emergency_phone",
                    "email",
                    "address",
                    "map_url",
                    "country",
                ],
            },
        ),
        (
            gettext_lazy("Opening hours"),
            {
                "description": gettext_lazy("Such as 09:00-12:30, 13:30-17:00. Empty: closed."),
                "fields": [
                    "monday",
                    "tuesday",
                    "wednesday",
                    "thursday",
                    "friday",
                    "saturday",
                    "sunday",
                ],
            },
        ),
        (
            gettext_lazy("What patients are promised"),
            {
                "fields": [
                    "answer_within_days",
                    "consultation_fee",
                    "minimum_age",
                    "languages",
                    "interests",
                ]
            },
        ),
        (gettext_lazy("Checking of texts"), {"fields": ["single_clinician"]}),
        (gettext_lazy("Look"), {"fields": ["logo", "brand_colour", "accent_colour"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not ClinicProfile.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if clinic := ClinicProfile.objects.first():
            return redirect("admin:education_clinicprofile_change", clinic.pk)
        return redirect("admin:education_clinicprofile_add")

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with held(request, ClinicProfile.objects.select_for_update(no_key=True)):
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.pk = 1  # there is one row, and the database holds us to it
        super().save_model(request, obj, form, change)


@admin.register(ClosedDay)
class ClosedDayAdmin(admin.ModelAdmin):
    list_display = ["day", "reason", "hours"]
    date_hierarchy = None


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    # Django's own two boxes for day and time have one label between them.
    formfield_overrides = {
        models.DateTimeField: {
            "form_class": forms.DateTimeField,
            "widget": MomentInput,
            "input_formats": MOMENT_FORMATS,
        }
    }
    list_display = ["text", "show_from", "show_until"]


class OfTopic(admin.ModelAdmin):
    """Rows that hang on a topic, whose own text the manager does not edit."""

    list_select_related = ["topic"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "topic":
            kwargs["queryset"] = Topic.objects.filter(kind=Topic.Kind.TREATMENT)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["topic"] if obj else []


@admin.register(Offer)
class OfferAdmin(OfTopic):
    """The list shows every treatment: one without a row is there for information only."""

    actions = None
    fields = ["topic", "status"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What we offer, and what it costs"),
            "topics": treatments(),
        }
        return TemplateResponse(request, "admin/education/offer_list.html", context)


def treatments() -> QuerySet[Topic]:
    """All treatments with their offer and the number of their prices."""
    topics = Topic.objects.filter(kind=Topic.Kind.TREATMENT)
    return topics.select_related("offer").annotate(price_count=Count("prices"))


@admin.register(Price)
class PriceAdmin(OfTopic):
    list_display = ["what", "topic", "amount_from", "amount_to", "currency", "valid_from"]
    list_filter = ["topic"]
    search_fields = ["what", "topic__title"]
    fields = ["topic", "what", "amount_from", "amount_to", "currency", "valid_from"]


@admin.register(SimplePage)
class SimplePageAdmin(admin.ModelAdmin):
    actions = None
    list_display = ["title", "name", "changed_at"]
    fieldsets = [(None, {"description": AT_ONCE, "fields": ["name", "title", "body"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["name"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(TeamMember)
class TeamMemberAdmin(admin.ModelAdmin):
    list_display = ["name", "role", "position"]


class PictureForm(forms.ModelForm):
    """A picture is uploaded once; after that only its words change."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PNG, JPEG or WebP, at most 5 MB and 20 megapixels."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    decorative = forms.BooleanField(
        label=gettext_lazy("It says nothing: people who cannot see it miss nothing"),
        required=False,
    )

    class Meta:
        model = Picture
        fields = ["alternative_text", "rights"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["file"].required = False
            self.initial["decorative"] = not self.instance.alternative_text
        self.fields["rights"].required = True

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if bool(values.get("alternative_text")) == bool(values.get("decorative")):
            reason = _("Say what it shows, or tick that it says nothing. Not both.")
            self.add_error("alternative_text", reason)
        if not self.errors and values.get("file"):
            self._store(values)
        return values

    def _store(self, values: dict[str, Any]) -> None:
        try:
            stored = store_picture(
                values["file"], values.get("alternative_text", ""), values["rights"]
            )
        except PictureRefused as refused:
            self.add_error("file", str(refused))
        else:
            self.instance = stored


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    form = PictureForm
    list_display = ["__str__", "media_type", "width", "height", "rights"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        words = ["alternative_text", "decorative", "rights"]
        return words if obj else ["file", *words]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        return super().get_queryset(request).defer("content")
