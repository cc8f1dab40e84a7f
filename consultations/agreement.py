"""Which words of consent a form shows, and whether those that it showed still hold."""

from dataclasses import dataclass

from consultations.journey import Journey
from consultations.models import ConsentWording
from consultations.wording import digest, still_good, wording_in_force
from education.details import Details

PURPOSE = ConsentWording.Purpose.ANSWER


@dataclass(frozen=True)
class Agreement:
    journey: Journey
    wording: ConsentWording
    words: str  # exactly as they are shown and stored
    goes_on: bool  # False: the journey begins here, and the words must be asked
    changed: bool = False  # words were shown before, and do not hold any more


def agreement(token: str, *, details: Details, language: str) -> Agreement:
    """Go on with the journey of ``token``, or begin one with the words in force now."""
    opened = Journey.read(token)
    if opened and (going_on := _go_on(opened, details, language)):
        return going_on
    wording = wording_in_force(PURPOSE, language)
    words = wording.rendered(details.profile.name)
    journey = Journey.begin(
        words=digest(words), phone=details.profile.phone, key=opened.key if opened else ""
    )
    return Agreement(journey, wording, words, goes_on=False, changed=opened is not None)


def _go_on(opened: Journey, details: Details, language: str) -> Agreement | None:
    """``None`` if the clinic was renamed, or the wording was replaced too long ago."""
    wording = wording_in_force(PURPOSE, language, at=opened.opened_at)
    words = wording.rendered(details.profile.name)
    if digest(words) != opened.words or not still_good(wording, opened_at=opened.opened_at):
        return None
    return Agreement(opened, wording, words, goes_on=True)
