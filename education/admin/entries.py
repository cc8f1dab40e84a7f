"""The entries of a topic as forms: one kind after the other, each entry a block to read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models.fields.related import RelatedField
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from education import page as shape
from education.admin.saving import check_against
from education.admin.widgets import FoldedTicks
from education.keys import key_from
from education.models import (
    FAQ,
    AftercareItem,
    CareCard,
    Claim,
    Contraindication,
    QuestionToAsk,
    Section,
    SideEffect,
    Step,
)

LAST = 2_147_483_647  # a position behind all others
STEP = 10  # positions are renumbered in steps, so that there is room between two


class EntryForm(forms.ModelForm):
    """Checks an entry against the shape of the page, so that faults stand beside their field."""

    part: type[shape.Entry]

    position = forms.IntegerField(
        label=_("Position"),
        required=False,
        min_value=0,
        max_value=LAST,
        help_text=_("Entries stand in the order of these numbers. Empty: at the end."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.pop("position", None)

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return LAST if position is None else position

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        check_against(self.part, self)
        return values


class EntryFormSet(BaseInlineFormSet):
    """Gives new entries their key and place, and keeps an entry that somebody else removed."""

    model: Any

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self._choices: dict[str, list[Any]] = {}
        if self.is_bound:
            known = {str(row.pk) for row in self.get_queryset()}
            self.data = without_vanished(self.data, self.prefix, known)

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            # One query for the list of sources, not one for each entry.
            if isinstance(field, forms.ModelChoiceField) and name in RELATED:
                if name not in self._choices:
                    self._choices[name] = [*field.iterator(field)]
                field.choices = self._choices[name]

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Any:
        taken = set(
            self.model._default_manager.filter(topic=self.instance).values_list("key", flat=True)
        )
        form.instance.key = key_from(heading_of(form.instance), taken)
        return super().save_new(form, commit)

    def renumber(self) -> None:
        """Positions in steps of ten. An entry that was moved now goes before one that stood."""
        moved = {form.instance.pk for form in self.forms if "position" in form.changed_data}
        rows = list(self.model._default_manager.filter(topic=self.instance))
        rows.sort(key=lambda row: (row.position, row.pk not in moved, row.pk))
        for number, row in enumerate(rows, start=1):
            row.position = number * STEP
        self.model._default_manager.bulk_update(rows, ["position"])


RELATED = {"sources", "condition"}


def without_vanished(data: Any, prefix: Any, known: Iterable[str]) -> Any:
    """The typed entries, those that somebody else removed meanwhile as new ones.

    Django would refuse them for ever, and with them all that was typed.
    """
    data = data.copy()
    total = _number(data, f"{prefix}-TOTAL_FORMS")
    initial = _number(data, f"{prefix}-INITIAL_FORMS")
    gone = [n for n in range(initial) if data.get(f"{prefix}-{n}-id") not in known]
    if not gone:
        return data
    kept = [n for n in range(total) if n not in gone]
    moved = {old: new for new, old in enumerate([*kept, *gone])}
    for key in [key for key in data if key.startswith(f"{prefix}-")]:
        number = key.removeprefix(f"{prefix}-").split("-")[0]
        if number.isdigit() and int(number) in moved:
            data.setlist(f"moved:{prefix}-{moved[int(number)]}-{_name(key, prefix)}", data.pop(key))
    for key in [key for key in data if key.startswith("moved:")]:
        data.setlist(key.removeprefix("moved:"), data.pop(key))
    for number in range(len(kept), total):
        data[f"{prefix}-{number}-id"] = ""
    data[f"{prefix}-INITIAL_FORMS"] = str(initial - len(gone))
    return data


def _name(key: str, prefix: str) -> str:
    return key.removeprefix(f"{prefix}-").split("-", 1)[1]


def _number(data: Mapping[str, str], name: str) -> int:
    value = data.get(name, "")
    return min(int(value), 1000) if value.isdigit() else 0


def heading_of(entry: models.Model) -> str:
    """What a new entry's key is made from."""
    if isinstance(entry, Contraindication):
        return entry.condition.key
    names = ["heading", "kind"] if isinstance(entry, Section) else ["level", *HEADINGS]
    return next((str(value) for name in names if (value := getattr(entry, name, ""))), "")


HEADINGS = ["outcome", "name", "question", "text", "heading"]


class EntryInline(admin.StackedInline):
    """One kind of entry on a page of the desk."""

    template = "admin/education/topic/entries.html"
    form = EntryForm
    formset = EntryFormSet
    extra = 1  # an empty one at the end, so that it also works without JavaScript
    part: type[shape.Entry]
    related: tuple[str, ...] = ()

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.part = self.part
        return formset

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        if "condition" in self.related:
            rows = rows.select_related("condition")
        return rows.prefetch_related("sources") if "sources" in self.related else rows

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        kwargs["widget"] = FoldedTicks(label=db_field.verbose_name)
        kwargs["help_text"] = _("A publication is not in the list? Add it under “Sources” first.")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, RelatedField) and field:
            only_add(field, add=not db_field.many_to_many)
        if isinstance(db_field, models.TextField) and field:
            field.widget.attrs["rows"] = 4
        return field


def only_add(field: forms.Field, *, add: bool) -> None:
    """Beside a choice, at most a link to add to it: changing one changes many pages."""
    wrapper: Any = field.widget
    wrapper.can_add_related = wrapper.can_add_related and add
    wrapper.can_change_related = wrapper.can_view_related = wrapper.can_delete_related = False


class SectionInline(EntryInline):
    model = Section
    part = shape.Section
    fields = [("kind", "heading"), "body", "position"]


class ClaimInline(EntryInline):
    model = Claim
    part = shape.Claim
    related = ("sources",)
    fields = [
        "outcome",
        "statement",
        ("direction", "grade"),
        ("basis", "searched_on"),
        "sources",
        "position",
    ]


class ContraindicationInline(EntryInline):
    model = Contraindication
    part = shape.Contraindication
    related = ("condition", "sources")
    fields = [("level", "condition"), "question", "why", "what_to_do", "sources", "position"]


class SideEffectInline(EntryInline):
    model = SideEffect
    part = shape.SideEffect
    related = ("sources",)
    fields = [
        ("name", "seriousness"),
        "description",
        ("count", "out_of", "number_from"),
        ("starts", "lasts"),
        "what_to_do",
        "on_brown_and_black_skin",
        ("grade", "basis"),
        "sources",
        "position",
    ]


class AftercareItemInline(EntryInline):
    model = AftercareItem
    part = shape.AftercareItem
    fields = [("advice", "text"), ("from_hours", "until_hours", "why"), "position"]


class StepInline(EntryInline):
    model = Step
    part = shape.Step
    fields = ["heading", "body", "position"]


class CareCardInline(EntryInline):
    model = CareCard
    part = shape.CareCard
    max_num = 3  # one of each level
    fields = ["level", "heading", "signs", "what_to_say", "position"]


class FAQInline(EntryInline):
    model = FAQ
    part = shape.FAQ
    fields = ["question", "answer", "position"]


class QuestionToAskInline(EntryInline):
    model = QuestionToAsk
    part = shape.QuestionToAsk
    fields = ["text", "position"]


# The kinds of entries on each page of the desk.
INLINES: dict[str, list[type[EntryInline]]] = {
    "who": [ContraindicationInline],
    "works": [ClaimInline],
    "risks": [SideEffectInline],
    "visit": [StepInline, AftercareItemInline, CareCardInline],
    "questions": [FAQInline, QuestionToAskInline],
    "sections": [SectionInline],
}
