"""What a clinical reviewer fills in, one form for each decision."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.admin.widgets import MOMENT_FORMATS, DayInput, MomentInput
from education.drafts import scheduled
from education.models import Edition
from education.page_types import LINE_LENGTH, PROSE_LENGTH
from education.review_dates import latest_due, proposed_due
from education.text import clean_line, clean_text


def moment_in_words(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")


class Decision(forms.Form):
    """A form about one version. Knows it, for what it proposes. Ids do not meet on one page."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        name = type(self).__name__.lower()
        kwargs["auto_id"] = f"id_{name}_{edition.number}_%s"
        super().__init__(*args, **kwargs)
        self.edition = edition

    def propose_due(self) -> None:
        topic, today = self.edition.topic, timezone.localdate()
        due = self.fields["review_due"]
        due.initial = proposed_due(topic.profile, topic.slug, today)
        due.help_text = _("At the latest %(day)s.") % {
            "day": date_format(latest_due(topic.profile, today), "j F Y")
        }


def cleaned(value: str, clean: Any) -> str:
    try:
        return clean(value)
    except ValueError as error:
        raise forms.ValidationError(str(error)) from error


class Approve(Decision):
    digest = forms.CharField(widget=forms.HiddenInput)
    statement = forms.CharField(
        label=gettext_lazy("What you checked"),
        max_length=PROSE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Such as “I have read all of it and compared the risks with the sources.” "
            "It is kept with your name, role and registration."
        ),
    )
    review_due = forms.DateField(label=gettext_lazy("Check again by"), widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["digest"] = self.edition.digest
        self.propose_due()

    def clean_statement(self) -> str:
        return cleaned(self.cleaned_data["statement"], clean_text)


class Publish(Decision):
    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[("now", gettext_lazy("Now")), ("at", gettext_lazy("At this time:"))],
        initial="now",
        widget=forms.RadioSelect,
    )
    at = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        required=False,
        widget=MomentInput,
        input_formats=MOMENT_FORMATS,
    )
    note = forms.CharField(
        label=gettext_lazy("What is new, in a patient's words"),
        required=False,
        max_length=LINE_LENGTH,
        help_text=gettext_lazy("Patients read it in the history of the page."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = _("In the clinic's time (%(zone)s).") % {
            "zone": timezone.get_default_timezone_name()
        }

    def clean_note(self) -> str:
        return cleaned(self.cleaned_data["note"], clean_line)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("when") == "at" and not values.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say the day and the time."))
        return values

    @property
    def moment(self) -> datetime | None:
        """When it becomes public; ``None`` is at once."""
        return self.cleaned_data["at"] if self.cleaned_data["when"] == "at" else None


class Cancel(Decision):
    pass


class Withdraw(Decision):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=PROSE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Patients read it in place of the page."),
    )
    sure = forms.BooleanField(label=gettext_lazy("Yes, take the page off the site at once"))

    def still_scheduled(self) -> list[str]:
        """A sentence for each version that becomes public although this one is withdrawn."""
        return [
            _(
                "Version %(number)s is still scheduled for %(when)s: "
                "cancel it too if it has the same fault."
            )
            % {"number": ahead.number, "when": moment_in_words(ahead.publish_from)}
            for ahead in scheduled(self.edition.topic)
        ]

    def clean_reason(self) -> str:
        return cleaned(self.cleaned_data["reason"], clean_text)


class Recheck(Decision):
    review_due = forms.DateField(label=gettext_lazy("Check again by"), widget=DayInput)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=LINE_LENGTH,
        help_text=gettext_lazy("For us; patients do not read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.propose_due()

    def clean_note(self) -> str:
        return cleaned(self.cleaned_data["note"], clean_line)


class Restore(Decision):
    sure = forms.BooleanField(
        label=gettext_lazy("Yes, write this text into the draft, in place of what is there")
    )
