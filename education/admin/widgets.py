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


class FoldedTicks(Ticks):
    """A long list of boxes, folded. What is ticked stands first and is counted outside."""

    template_name = "admin/widgets/folded_ticks.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        groups.sort(key=lambda group: not group[1][0]["selected"])
        chosen = sum(option["selected"] for _name, options, _index in groups for option in options)
        return {**context, "chosen": chosen}


# What browsers send for ``datetime-local``, and what people type where a browser lacks it.
MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)
