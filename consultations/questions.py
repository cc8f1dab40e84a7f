"""Every question of the request: who uses the answer, for what, and what if it stays blank.

The form, its check page and the privacy page are made from this list. A question that nobody
uses has no place here.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

Words = Any  # a str, translated when it is shown


@dataclass(frozen=True)
class Question:
    name: str  # of the form field
    label: Words
    hint: Words
    short: Words  # as error messages and the check page call it
    used_by: Words
    used_for: Words
    if_blank: Words
    optional: bool = False
    stored: bool = True


FRONT_DESK = _("Front desk")

QUESTIONS = [
    Question(
        name="unwell",
        label=_("Have you had a treatment, here or elsewhere, and do you feel unwell now?"),
        hint=_(
            "Say yes too if you see something new, such as a lump, a sore, swelling or a change of "
            "colour, even weeks later. This form is not the way to get help quickly."
        ),
        short=_("Do you feel unwell now?"),
        used_by=_("Nobody"),
        used_for=_("To tell you at once whom to call. It is not stored."),
        if_blank=_("We ask again."),
        stored=False,
    ),
    Question(
        name="treatments",
        label=_("What would you like to talk about?"),
        hint=_("Choose as many as you like."),
        short=_("What you would like to talk about"),
        used_by=FRONT_DESK,
        used_for=_("To find the right clinician and enough time for you."),
        if_blank=_("We ask again. “I am not sure yet” is an answer."),
    ),
    Question(
        name="own_words",
        label=_("Anything you would like to tell us first"),
        hint=_(
            "A question, or what you hope for. Please do not write about illnesses or medicines "
            "here: the clinician asks you about them in person."
        ),
        short=_("Your own words"),
        used_by=FRONT_DESK,
        used_for=_("To answer what you really want to know. It is kept encrypted."),
        if_blank=_("We ask you when we talk."),
        optional=True,
    ),
    Question(
        name="name",
        label=_("Your name"),
        hint=_("As you would like us to call you."),
        short=_("Your name"),
        used_by=FRONT_DESK,
        used_for=_("To ask for you, and to speak to nobody else."),
        if_blank=_("We ask again: we would not know whom to ask for."),
    ),
    Question(
        name="reach_by",
        label=_("How may we reach you?"),
        hint=_("Choose one or more."),
        short=_("How to reach you"),
        used_by=FRONT_DESK,
        used_for=_("To use only the ways you chose."),
        if_blank=_("We ask again: we could not answer you."),
    ),
    Question(
        name="phone",
        label=_("Phone number"),
        hint=_("If you chose a phone call or a text message."),
        short=_("Phone number"),
        used_by=FRONT_DESK,
        used_for=_("To call or text you about this request."),
        if_blank=_("We write an e-mail instead."),
    ),
    Question(
        name="voicemail",
        label=_("If you do not answer, may we leave a voice message?"),
        hint=_("Others may hear it. If you choose nothing, we leave none."),
        short=_("Voice message"),
        used_by=FRONT_DESK,
        used_for=_("To keep your request private."),
        if_blank=_("We leave no message."),
        optional=True,
    ),
    Question(
        name="email",
        label=_("E-mail address"),
        hint=_("If you chose e-mail."),
        short=_("E-mail address"),
        used_by=FRONT_DESK,
        used_for=_("To write to you about this request."),
        if_blank=_("We phone or text instead."),
    ),
    Question(
        name="age_group",
        label=_("How old are you?"),
        hint=_("Some treatments are not allowed for young people."),
        short=_("Your age"),
        used_by=FRONT_DESK,
        used_for=_("To keep to the age limits of the law and of this clinic."),
        if_blank=_("We ask again."),
    ),
    Question(
        name="consent",
        label=_("Your agreement"),
        hint="",
        short=_("Your agreement"),
        used_by=_("Front desk and manager"),
        used_for=_("To show later what you agreed to, word for word, and when."),
        if_blank=_("We may not store your request, so nothing is sent."),
    ),
]

BY_NAME = {question.name: question for question in QUESTIONS}
