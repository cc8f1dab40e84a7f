"""Field types of the working copy: one normaliser for all text that can reach a patient."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from education.page_types import KEY_LENGTH, KEY_PATTERN, LINE_LENGTH, PROSE_LENGTH
from education.text import clean_line, clean_text


def _normalised(value: str, clean: Callable[[str], str]) -> str:
    try:
        return clean(value)
    except ValueError as error:
        raise ValidationError(str(error), code="refused_character") from error


class LineField(models.CharField):
    """One line of text that a patient reads, as ``page.Line``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LINE_LENGTH)
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(_normalised(self.to_python(value) or "", clean_line), model_instance)


class ProseField(models.TextField):
    """Markdown that a patient reads, as ``page.Prose``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", PROSE_LENGTH)
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(_normalised(self.to_python(value) or "", clean_text), model_instance)


class KeyField(models.SlugField):
    """A key or an address, as ``page.Key``: stricter than a slug, since packs carry it."""

    default_validators = [
        RegexValidator(KEY_PATTERN, _("Only a to z, digits, and single hyphens between them."))
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", KEY_LENGTH)
        super().__init__(*args, **kwargs)


def _lines_of(value: Any) -> list[str]:
    if isinstance(value, str):
        value = value.split("\n")
    return [line.strip() for line in value or [] if line.strip()]


class LinesFormField(forms.CharField):
    """A text area with one item on each line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _lines_of(initial) != _lines_of(data)


class LinesField(models.TextField):
    """A list of lines. In Python a list of ``str``; in the database one line each."""

    # For django-stubs alone: what may be assigned, and what is read.
    _pyi_private_set_type: list[str]  # type: ignore[assignment]
    _pyi_private_get_type: list[str]  # type: ignore[assignment]

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> list[str]:
        return _lines_of(value)

    def to_python(self, value: Any) -> list[str]:
        return _lines_of(value)

    def get_prep_value(self, value: Any) -> str:
        return "\n".join(_lines_of(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        lines = _lines_of(_normalised("\n".join(_lines_of(value)), clean_text))
        if too_long := next((line for line in lines if len(line) > LINE_LENGTH), None):
            raise ValidationError(
                f"“{too_long[:40]}…”: {len(too_long)} > {LINE_LENGTH}", code="max_length"
            )
        self.run_validators("\n".join(lines))
        if not lines and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        return lines

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": LinesFormField, **kwargs})
