"""What somebody typed, given back by a page that needs neither form nor database."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from consultations.forms import NOT_SURE
from consultations.models import ConsultationRequest
from consultations.questions import QUESTIONS

# What must travel on with the answers. "send" stands for the button of the check page.
CARRIED = [*(question.name for question in QUESTIONS), "journey"]


def carried(posted: QueryDict) -> list[tuple[str, str]]:
    """The answers as hidden fields, in order."""
    return [(name, value) for name in CARRIED for value in posted.getlist(name)]


def typed(posted: QueryDict) -> Iterator[tuple[Any, list[str]]]:
    """Each answered question with its answers, for reading. The tick of consent is left out."""
    for question in QUESTIONS:
        values = [value for value in posted.getlist(question.name) if value]
        if values and question.name != "consent":
            yield question.short, [in_words(question.name, value) for value in values]


def in_words(name: str, value: str) -> str:
    """An answer that was chosen, in the words of the form; one that was typed, as it is."""
    if name == "treatments":
        return _("I am not sure yet") if value == NOT_SURE else value.replace("-", " ")
    return str(WORDS.get(name, {}).get(value, value))


WORDS: dict[str, dict[str, Any]] = {
    "unwell": {"no": _("No"), "yes": _("Yes"), "unsure": _("I am not sure")},
    "reach_by": dict(ConsultationRequest.Reach.choices),
    "voicemail": dict(ConsultationRequest.Voicemail.choices),
    "age_group": dict(ConsultationRequest.AgeGroup.choices),
}
