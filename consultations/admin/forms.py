"""What the desk writes about a request."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.desk import MOVES
from consultations.models import ConsultationRequest
from education.text import clean_text

NOTE_LENGTH = 2000


class ChangeForm(forms.Form):
    """What happened, and where the request stands now. ``desk.change`` decides what is allowed."""

    to_state = forms.ChoiceField(
        label=_("What happened?"), required=False, widget=forms.RadioSelect
    )
    closed_reason = forms.ChoiceField(
        label=_("If closed: why?"),
        required=False,
        choices=[("", _("Choose a reason")), *ConsultationRequest.ClosedReason.choices],
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        help_text=_("For colleagues. Stored encrypted; it stays in the history."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, consultation: ConsultationRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consultation = consultation
        state_now = consultation.state
        stay = _("Only a note: it stays “%(state)s”") % {"state": consultation.get_state_display()}
        moves = [(state, ConsultationRequest.State(state).label) for state in all_states()]
        self.offered = [("", stay), *((state, move_label(state)) for state in MOVES[state_now])]
        # Any state is taken in; the desk refuses the wrong ones and names those that are allowed.
        field = self.fields["to_state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", stay), *moves]
        field.widget.choices = self.offered

    def clean_note(self) -> str:
        try:
            note = clean_text(self.cleaned_data["note"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if len(note) > NOTE_LENGTH:
            raise forms.ValidationError(
                _("The note has %(found)d characters; at most %(limit)d are kept."),
                params={"found": len(note), "limit": NOTE_LENGTH},
            )
        return note


def move_label(state: str) -> Any:
    if state == ConsultationRequest.State.NEW:
        return _("Back to new")
    return ConsultationRequest.State(state).label


def all_states() -> list[str]:
    return [str(state) for state in ConsultationRequest.State.values]
