"""The form of a request. Everything typed comes back, whatever was wrong with it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from consultations import phones
from consultations.agreement import agreement
from consultations.fields import (
    ChoiceField,
    ChoicesField,
    EmailField,
    LineField,
    PhoneField,
    TextField,
    TickField,
)
from consultations.models import ConsultationRequest
from consultations.offered import Treatment, offered_treatments, shown_treatments
from consultations.questions import QUESTIONS
from education.details import Details

Reach = ConsultationRequest.Reach
AgeGroup = ConsultationRequest.AgeGroup

NOT_SURE = "not-sure"
OWN_WORDS_LENGTH = 4000
# The age of the question where the clinic has no minimum of its own.
ADULT = 18
LANDLINE = _(
    "Phone number: this is a landline, which gets no text messages. Please give a mobile number, "
    "or do not choose text message."
)
NAMES = [question.name for question in QUESTIONS]


class RequestForm(forms.Form):
    """``details``: the clinic. ``data`` is checked; ``typed`` is only shown again."""

    # Ours say more than the browser's own bubbles, which also keep a page from being sent.
    use_required_attribute = False

    unwell = ChoiceField(
        "unwell", choices=[("no", _("No")), ("yes", _("Yes")), ("unsure", _("I am not sure"))]
    )
    treatments = ChoicesField("treatments")
    own_words = TextField(
        "own_words", max_length=OWN_WORDS_LENGTH, widget=forms.Textarea(attrs={"rows": 5})
    )
    name = LineField("name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    reach_by = ChoicesField("reach_by", choices=Reach.choices)
    phone = PhoneField("phone", max_length=40, required=False)
    voicemail = ChoiceField("voicemail", choices=ConsultationRequest.Voicemail.choices)
    email = EmailField(
        "email", required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    age_group = ChoiceField("age_group")
    consent = TickField(
        "consent", error_messages={"required": _("Please tick that you agree, or phone us.")}
    )
    journey = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        details: Details,
        language: str,
        typed: QueryDict | None = None,
        treatment: str = "",
    ) -> None:
        self.details = details
        self.language = language
        given = data if data is not None else typed
        self.given = given.copy() if given is not None else QueryDict(mutable=True)
        self.begin_or_go_on()
        initial = self.initial_from_typed() if data is None else {}
        super().__init__(self.given if data is not None else None, initial=initial)
        if treatment:
            self.initial.setdefault("treatments", [treatment])
        self.offered = offered_treatments(language)
        self.adapt_to_clinic()

    def begin_or_go_on(self) -> None:
        """What does not hold any more is given back, but for the tick below the old words."""
        self.agreement = agreement(
            self.given.get("journey", ""), details=self.details, language=self.language
        )
        if not self.agreement.goes_on:
            self.given.pop("consent", None)
        self.given["journey"] = self.agreement.journey.token()

    # -- What depends on the clinic ------------------------------------------------------

    def adapt_to_clinic(self) -> None:
        self.known = self.known_treatments()
        choices = [(treatment.slug, treatment.title) for treatment in self.known.values()]
        self.choices_of("treatments").choices = [*choices, (NOT_SURE, _("I am not sure yet"))]
        self.choices_of("age_group").choices = self.age_choices()
        self.fields["consent"].label = self.agreement.words

    def choices_of(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def known_treatments(self) -> dict[str, Treatment]:
        """What is offered, and what was on the list when this form was opened.

        Each with the approved version that could be read at that moment.
        """
        asked = [slug for slug in self.given.getlist("treatments") if slug != NOT_SURE]
        known = {treatment.slug: treatment for treatment in self.offered}
        for then in shown_treatments(
            asked, opened_at=self.agreement.journey.opened_at, language=self.language
        ):
            now = known.get(then.slug)
            title = now.title if now else then.title
            known[then.slug] = Treatment(then.slug, title, then.edition_id, now is not None)
        return known

    @property
    def country(self) -> str:
        return self.details.profile.country

    @property
    def age_limit(self) -> int:
        """Years."""
        return self.details.profile.minimum_age or ADULT

    def age_choices(self) -> list[tuple[str, Any]]:
        return [
            (AgeGroup.OVER, _("%(age)d or older") % {"age": self.age_limit}),
            (AgeGroup.UNDER, _("Under %(age)d") % {"age": self.age_limit}),
            (AgeGroup.ASK, AgeGroup.ASK.label),
        ]

    # -- Answers that end the journey ----------------------------------------------------

    @property
    def says_unwell(self) -> bool:
        return self.given.get("unwell") in {"yes", "unsure"}

    @property
    def says_too_young(self) -> bool:
        forbidden = self.details.profile.minimum_age > 0
        return forbidden and self.given.get("age_group") == AgeGroup.UNDER

    # -- Checking ------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        if not self.agreement.goes_on and not self.agreement.changed:
            raise ValidationError(
                _("We could not recognise the page this came from. Nothing was sent. Please "
                  "look through your answers, agree once more and go on.")
            )  # fmt: skip
        if self.agreement.changed:
            self.add_error(
                "consent", _("These words have changed since you opened the page. Please read "
                             "them again.")
            )  # fmt: skip
        self.check_reachable()
        return self.cleaned_data

    def check_reachable(self) -> None:
        """Each chosen way needs its number or address; a landline gets no text messages."""
        ways = set(self.cleaned_data.get("reach_by", []))
        if ways & {Reach.PHONE, Reach.TEXT}:
            self.require("phone", _("Phone number: please give one, or choose only e-mail."))
        if Reach.EMAIL in ways:
            self.require("email", _("E-mail address: please give one, or do not choose e-mail."))
        if Reach.TEXT in ways and self.is_landline():
            self.add_error("phone", LANDLINE)

    def require(self, name: str, message: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)

    def is_landline(self) -> bool:
        return phones.is_landline(self.cleaned_data.get("phone", ""), self.country)

    # -- What comes out ------------------------------------------------------------------

    def answers(self) -> dict[str, Any]:
        """The fields of ``ConsultationRequest.ANSWER_FIELDS``. For a valid form."""
        cleaned = self.cleaned_data
        taken_over = ["name", "email", "phone", "reach_by", "age_group", "own_words"]
        return {name: cleaned[name] for name in taken_over} | {
            "phone_international": phones.international(cleaned["phone"], self.country),
            "voicemail": cleaned["voicemail"] or ConsultationRequest.Voicemail.NO,
            "not_sure": NOT_SURE in cleaned["treatments"],
            "age_limit": self.age_limit,
        }

    def asked_treatments(self) -> list[Treatment]:
        chosen = self.cleaned_data["treatments"]
        return [self.known[slug] for slug in chosen if slug != NOT_SURE]

    def initial_from_typed(self) -> dict[str, Any]:
        many = {"treatments", "reach_by"}
        return {
            name: self.given.getlist(name) if name in many else self.given.get(name)
            for name in [*NAMES, "journey"]
            if name in self.given
        }

    def rows(self) -> Iterator[tuple[Any, list[str], str]]:
        """For the check page: question, answers in words, id to change it. For a valid form."""
        for question in QUESTIONS:
            field = self[question.name]
            if question.name != "consent":
                yield question.short, self.in_words(question.name), first_id(field)

    def in_words(self, name: str) -> list[str]:
        value = self.cleaned_data[name]
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            chosen = value if isinstance(value, list) else [value]
            labels = dict(field.choices)  # type: ignore[arg-type]
            return [str(labels[one]) for one in chosen if one]
        return [value] if value else []

    def error_links(self) -> Iterator[tuple[str, str]]:
        """The id to go to and the message, for the summary on top. In the order of the page."""
        for message in self.non_field_errors():
            yield "main", str(message)
        for field in self:
            for message in field.errors:
                yield first_id(field), str(message)


def first_id(field: forms.BoundField) -> str:
    """The id of the control, or of the first of several."""
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.auto_id
