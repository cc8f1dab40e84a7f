"""What a browser does with a form of the desk: take it as it is, change some fields, send it."""

from typing import Any

from django.forms import ModelMultipleChoiceField
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from education.models import Topic


def address(topic: Topic, page: str, *more: int) -> str:
    return reverse(f"admin:education_topic_{page}", args=[topic.pk, *more])


def fields_of(response: HttpResponse) -> dict[str, Any]:
    """All fields of an admin form with the values that the browser would send."""
    context = response.context
    forms = [context["adminform"].form]
    values: dict[str, Any] = {}
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.field.prepare_value(bound.value())
            if isinstance(bound.field, ModelMultipleChoiceField):
                value = list(value or [])  # nothing ticked sends nothing
            values[bound.html_name] = _sent(value)
    return {name: value for name, value in values.items() if value is not None}


def _sent(value: Any) -> Any:
    if value is False:
        return None  # a box that is not ticked sends nothing
    if isinstance(value, list):
        return [str(getattr(item, "pk", item)) for item in value] or None
    return "" if value is None else str(value)


def open_form(client: Client, url: str) -> dict[str, Any]:
    response = client.get(url)
    assert response.status_code == 200
    return fields_of(response)


def save(client: Client, topic: Topic, panel: str, **changes: Any) -> HttpResponse:
    """Open a page of the desk, change some of its fields, and save it."""
    url = address(topic, panel)
    fields = {**open_form(client, url), **changes}
    return client.post(url, {name: value for name, value in fields.items() if value is not None})


def said(client: Client, response: HttpResponse) -> str:
    """The page that follows a saved form, or the form that came back."""
    if response.status_code == 302:
        response = client.get(response["Location"])
    return response.content.decode()
