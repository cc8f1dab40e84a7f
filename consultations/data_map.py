"""Every field of what people confide: what for, on what basis, who sees it, how long it is kept.

A test fails on a field that is not listed. Part of the machinery, or about a person: each field
says so by its retention class.
"""

from dataclasses import dataclass

# Bases (UK GDPR and GDPR, article 6 and, for own words, 9)
CONSENT = "consent of the person"
DUTY = "duty to show who did what"
NONE = "not personal"

# Audiences
DESK = "front desk and managers"
PATIENT_AND_DESK = "the person, front desk and managers"
NOBODY = "the software only"

# Retention classes. Until the engine exists, a request is deleted by a manager's decision.
REQUEST = "with the request"
PROOF = "with the request, as its proof"
FOR_EVER = "for ever: about nobody"


@dataclass(frozen=True)
class Use:
    purpose: str
    basis: str
    audience: str
    retention: str

    @property
    def personal(self) -> bool:
        return self.basis != NONE


def machine(purpose: str) -> Use:
    return Use(purpose, NONE, NOBODY, REQUEST)


def desk(purpose: str) -> Use:
    return Use(purpose, CONSENT, DESK, REQUEST)


def proof(purpose: str) -> Use:
    return Use(purpose, DUTY, DESK, PROOF)


KEY = machine("tells rows apart")
OF_REQUEST = machine("belongs to this request")

DATA_MAP: dict[str, dict[str, Use]] = {
    "ConsultationRequest": {
        "id": KEY,
        "reference": Use("what the person quotes", CONSENT, PATIENT_AND_DESK, REQUEST),
        "submission_key": machine("five presses of Send are one request"),
        "related_to": desk("joins requests sent from one page"),
        "content_version": machine("counts what the person changed"),
        "row_version": machine("notices a stale save"),
        "state": desk("what is still to be done"),
        "closed_reason": desk("why nothing more is to be done"),
        "received_at": desk("who has waited longest"),
        "promised_on": Use("when we answer", CONSENT, PATIENT_AND_DESK, REQUEST),
        "language": desk("in which language we answer"),
        "name": desk("whom to ask for"),
        "email": desk("to answer"),
        "phone": desk("to answer"),
        "phone_international": desk("to answer, and to find the request"),
        "reach_by": desk("to use only the ways the person chose"),
        "voicemail": desk("to keep the request private"),
        "not_sure": desk("what it is about"),
        "age_group": desk("to keep to age limits"),
        "age_limit": desk("what the question about age named"),
        "own_words": desk("to answer the question; encrypted; may tell of health"),
        "search_text": desk("to find a request by name, e-mail or reference"),
        "phone_digits": desk("to find a request by the end of a number"),
    },
    "AskedTreatment": {
        "id": KEY,
        "request": OF_REQUEST,
        "slug": desk("what it is about; may tell of health"),
        "title": desk("what it is about; may tell of health"),
        "edition": proof("which approved text could be read"),
        "still_offered": desk("whether it can still be had"),
    },
    "ConsentWording": {
        "id": Use("tells rows apart", NONE, NOBODY, FOR_EVER),
        "purpose": Use("what is agreed to", NONE, DESK, FOR_EVER),
        "language": Use("what is agreed to", NONE, DESK, FOR_EVER),
        "version": Use("what is agreed to", NONE, DESK, FOR_EVER),
        "text": Use("what is agreed to", NONE, DESK, FOR_EVER),
        "digest": Use("proves that it never changed", NONE, NOBODY, FOR_EVER),
        "in_force_from": Use("when it was asked", NONE, NOBODY, FOR_EVER),
    },
    "Consent": {
        "id": KEY,
        "request": OF_REQUEST,
        "wording": proof("which wording was agreed to"),
        "words": proof("the very words that were agreed to"),
        "words_digest": proof("proves that they never changed"),
        "language": proof("in which language it was asked"),
        "given_at": proof("when it was given"),
    },
    "RequestEvent": {
        "id": KEY,
        "request": OF_REQUEST,
        "kind": proof("what happened"),
        "at": proof("when it happened"),
        "by": proof("who did it"),
        "by_name": proof("who did it, after they have left"),
        "from_state": proof("what happened"),
        "to_state": proof("what happened"),
        "closed_reason": proof("what happened"),
        "note": desk("what colleagues must know; encrypted; may tell of health"),
        "earlier_answers": desk("what the person wrote before; encrypted; may tell of health"),
    },
}
