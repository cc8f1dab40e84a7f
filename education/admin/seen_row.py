"""Two people, one form of a single row: the second to save sees what the first changed.

The same idea as ``seen``, for what is no page of a topic's desk.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class SeenField(forms.CharField):
    """What the writer saw. It never counts as a change."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


@dataclass(frozen=True)
class Now:
    """What stands in a field now, where the writer typed something else."""

    label: str
    value: str


class SeenRowForm(forms.ModelForm):
    """Refuses to save over what somebody else wrote meanwhile, and shows it.

    Its screen prints ``admin/education/_meanwhile.html`` and keeps ``seen`` out of its fields.
    """

    seen = SeenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.token_now = ""
        self.changed_meanwhile: list[Now] = []
        if self.instance.pk:
            self.token_now = self.initial["seen"] = self._token()

    def _token(self) -> str:
        """A digest of all that this form edits, as it is stored now."""
        values = [field.value_to_string(self.instance) for field in self._columns()]
        return hashlib.sha256("\0".join(values).encode()).hexdigest()[:32]

    def _columns(self) -> list[models.Field]:
        columns = [field for field in self._meta.model._meta.fields if field.name in self.fields]
        return sorted(columns, key=lambda field: field.name)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        seen = {values.get("seen", ""), self.data.get("save_mine", "")}
        if self.instance.pk and self.token_now not in seen and self.changed_data:
            self._refuse_to_overwrite()
        return values

    def _refuse_to_overwrite(self) -> None:
        self.changed_meanwhile = [
            Now(str(capfirst(field.verbose_name)), in_words(self.instance, field))
            for field in self._columns()
            if field.name in self.changed_data
        ]
        self.add_error(
            None,
            ValidationError(
                _(
                    "Somebody else changed this page while you were writing. "
                    "Nothing is saved yet; what you typed is still here."
                ),
                code="changed_meanwhile",
            ),
        )

    @property
    def is_overwriting(self) -> bool:
        """Whether the form was refused because somebody else saved meanwhile."""
        return self.has_error("__all__", "changed_meanwhile")


def in_words(row: models.Model, field: models.Field) -> str:
    """What ``row`` holds in ``field``, for a person to read."""
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "\n".join(value)
    return "" if value is None else str(value)
