"""What the screens share that change a draft: record what was saved, or say why it cannot be."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydantic
from django import forms
from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from education.diff import model_of
from education.models.fields import LinesField
from education.page import ENTRY_LISTS, Part


class DraftRefused(Exception):
    """The rows do not make a page. ``faults`` are sentences for the person who saved."""

    def __init__(self, error: pydantic.ValidationError) -> None:
        super().__init__()
        self.faults = [fault_of(fault) for fault in error.errors()]


def fault_of(fault: Any) -> str:
    """One fault of a page, with the place where it is."""
    place = " → ".join(capfirst(step) for step in _place(fault["loc"]))
    message = fault["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message


def _place(path: tuple[int | str, ...]) -> list[str]:
    if not path:
        return []
    part, *rest = path
    name = str(part)
    if name in ENTRY_LISTS:
        name = str(model_of(name)._meta.verbose_name_plural)
        rest = [step + 1 if isinstance(step, int) else step for step in rest]  # people count from 1
    return [name, *(str(step) for step in rest)]


def check_against(part: type[Part], form: forms.ModelForm) -> None:
    """Put what the shape of the page refuses of one entry beside the fields of its form."""
    if form.errors:
        return
    try:
        part.model_validate({"key": "key", **_as_part(part, form)})
    except pydantic.ValidationError as error:
        for fault in error.errors():
            field = str(fault["loc"][0]) if fault["loc"] else ""
            reason = fault_of({**fault, "loc": ()})
            form.add_error(field if field in form.fields else None, reason)


def _as_part(part: type[Part], form: forms.ModelForm) -> dict[str, Any]:
    """The values of the form as the page holds them: a text area of lines is a list there."""
    model = form._meta.model
    values = {name: form.cleaned_data[name] for name in part.model_fields if name in form.fields}
    return {
        name: field.to_python(value)
        if isinstance(field := model._meta.get_field(name), LinesField)
        else value
        for name, value in values.items()
    }


@contextmanager
def held(request: HttpRequest, rows: models.QuerySet) -> Iterator[None]:
    """Hold ``rows`` while one of them is saved. Looking at it opens no transaction.

    A transaction takes SQLite's one write lock, so a page that is only built must not have one.
    """
    if request.method != "POST":
        yield
        return
    with transaction.atomic():
        list(rows)
        yield


class RecordsDraft(admin.ModelAdmin):
    """Saving and recording are one transaction. What recording refuses becomes a form error."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except DraftRefused as refused:
            # All is rolled back. The same form again, which now knows why it is not valid.
            request.draft_faults = refused.faults  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.draft_faults = getattr(request, "draft_faults", [])
        return form


class NeverDeleted(admin.ModelAdmin):
    """Approvals and addresses hang on it: nobody deletes it here, superusers included."""

    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
