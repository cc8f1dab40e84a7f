"""Widgets of the desk that Django does not have."""

from typing import Any

from django import forms


class Ticks(forms.CheckboxSelectMultiple):
    """A list of boxes to tick. It says its own name, since Django's admin gives it none."""

    template_name = "admin/widgets/ticks.html"

    def __init__(self, *, label: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.label = label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "label": self.label}
