"""Form fields whose errors name the field and the limit, and that let nothing be lost.

No ``maxlength`` reaches the browser: it would cut off what is pasted, without a word.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consultations import phones
from consultations.questions import BY_NAME
from education.text import clean_line, clean_text

ADDRESS = re.compile(r"[^\s,;@]+@[^\s,;@]+")

MESSAGES = {
    "required": _("{name}: please answer this question."),
    "max_length": _(
        "{name}: at most %(limit_value)d characters, and this has %(show_value)d. "
        "Please shorten it."
    ),
    "invalid_choice": _("{name}: please choose from the list."),
    "invalid_list": _("{name}: please choose from the list."),
    "invalid": _("{name}: please check this."),
}


class OfQuestion(forms.Field):
    """Label, hint and error messages come from the question (``consultations.questions``)."""

    def __init__(self, question: str, **options: Any) -> None:
        self.question = BY_NAME[question]
        options.setdefault("required", not self.question.optional)
        messages = {code: self.message(text) for code, text in MESSAGES.items()}
        super().__init__(
            label=self.question.label,
            help_text=self.question.hint,
            error_messages=messages | options.pop("error_messages", {}),
            **options,
        )

    def message(self, text: Any) -> Any:
        return format_lazy(text, name=self.question.short)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        if isinstance(widget, forms.TextInput | forms.EmailInput | forms.Textarea):
            attrs["class"] = "form-control"
        return attrs

    def refuse(self, text: Any) -> ValidationError:
        return ValidationError(self.message(text))


class LineField(OfQuestion, forms.CharField):
    """One line, in NFC, without control characters."""

    def to_python(self, value: Any) -> str:
        try:
            return clean_line(super().to_python(value) or "")
        except ValueError as error:
            raise self.refuse(f"{{name}}: {error}") from error


class TextField(OfQuestion, forms.CharField):
    """Several lines, in NFC, without control characters."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        try:
            return clean_text(super().to_python(value) or "")
        except ValueError as error:
            raise self.refuse(f"{{name}}: {error}") from error


class EmailField(OfQuestion, forms.EmailField):
    def __init__(self, question: str, **options: Any) -> None:
        super().__init__(question, max_length=254, **options)

    def to_python(self, value: Any) -> str:
        try:
            email = clean_line(super().to_python(value) or "")
        except ValueError as error:
            raise self.refuse(f"{{name}}: {error}") from error
        if len(ADDRESS.findall(email)) > 1:
            raise self.refuse(_("{name}: please give one address only."))
        return email

    def run_validators(self, value: Any) -> None:
        try:
            super().run_validators(value)
        except ValidationError as error:
            if any(part.code == "invalid" for part in error.error_list):
                example = _("{name}: this is not complete. An example is name@example.com.")
                raise self.refuse(example) from error
            raise


class PhoneField(LineField):
    """Whatever a person writes, if there are enough digits in it."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and phones.is_too_short(value):
            raise self.refuse(
                _("{name}: at least 6 digits. Please write the whole number with its area code.")
            )


class ChoiceField(OfQuestion, forms.ChoiceField):
    widget = forms.RadioSelect(attrs={"class": "form-check-input"})


class ChoicesField(OfQuestion, forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})

    def to_python(self, value: Any) -> list[str]:
        """Each choice once, in the order given, however often it was sent."""
        return list(dict.fromkeys(super().to_python(value)))


class TickField(OfQuestion, forms.BooleanField):
    widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
