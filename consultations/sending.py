"""Storing a request: everything in one transaction, and five presses are one request."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations.models import AskedTreatment, Consent, ConsultationRequest, RequestEvent
from consultations.models.consent import ConsentWording
from consultations.offered import Treatment
from consultations.reference import new_reference
from consultations.wording import digest, kept

# So long the patient may still change what was sent, if nobody has begun to work on it.
MAY_CHANGE_FOR = timedelta(minutes=30)
# Two at once with one key, or a reference that is taken: the second try finds out.
ATTEMPTS = 5

State = ConsultationRequest.State
Kind = RequestEvent.Kind


@dataclass(frozen=True)
class Sending:
    """What somebody sends. ``answers``: the fields of ``ANSWER_FIELDS``."""

    key: str
    answers: dict[str, Any]
    treatments: list[Treatment]
    wording: ConsentWording
    words: str
    language: str
    promised_on: date | None


@dataclass(frozen=True)
class Sent:
    """``outcome``: stored, same (sent before), updated, or related (a further request)."""

    request: ConsultationRequest
    outcome: str


def send(sending: Sending) -> Sent:
    """Store it once. The same key with the same content gives the same request again."""
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return _send(sending, timezone.now())
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _send(sending: Sending, now: datetime) -> Sent:
    family = ConsultationRequest.objects.of_journey(sending.key)
    # of=self: PostgreSQL cannot lock the outer side of the join.
    before = list(family.select_for_update(of=("self",)).order_by("pk"))
    own = [request for request in before if _same_person(request, sending)]
    if not own:
        return Sent(_store(sending, now, after=before), "related" if before else "stored")
    latest = own[-1]
    if _same(latest, sending):
        return Sent(latest, "same")
    if latest.state == State.NEW and now - latest.received_at < MAY_CHANGE_FOR:
        return Sent(_update(latest, sending, now), "updated")
    return Sent(_store(sending, now, after=before), "related")


def _same_person(request: ConsultationRequest, sending: Sending) -> bool:
    """Whether the name and one way to reach them are as before.

    With the Back button somebody else on this device sends the same key, and must not replace
    what the first person asked. A corrected number is the same person's, though: no e-mail
    address before and none now counts as the same one.
    """
    now = ConsultationRequest()
    now.fill(sending.answers)
    if _name(now) != _name(request):
        return False
    same_email = now.email.casefold() == request.email.casefold()
    return same_email or now.phone_digits == request.phone_digits


def _name(request: ConsultationRequest) -> list[str]:
    return request.name.casefold().split()


def _same(request: ConsultationRequest, sending: Sending) -> bool:
    asked = {treatment.slug for treatment in request.treatments.all()}
    return request.answers() == sending.answers and asked == {
        treatment.slug for treatment in sending.treatments
    }


def _store(
    sending: Sending, now: datetime, after: list[ConsultationRequest]
) -> ConsultationRequest:
    """``after``: the requests of the same journey before this one, oldest first."""
    request = ConsultationRequest(
        reference=new_reference(),
        submission_key=f"{sending.key}.{len(after)}" if after else sending.key,
        related_to=after[0] if after else None,
        received_at=now,
        promised_on=sending.promised_on,
        language=sending.language,
    )
    request.fill(sending.answers)
    request.save(force_insert=True)
    _add_treatments(request, sending)
    _add_consent(request, sending, now)
    request.events.create(kind=Kind.RECEIVED, at=now, to_state=State.NEW)
    return request


def _update(request: ConsultationRequest, sending: Sending, now: datetime) -> ConsultationRequest:
    """A second version. What the patient wrote before stays in the history."""
    request.events.create(kind=Kind.UPDATED, at=now, earlier_answers=_as_json(request))
    request.fill(sending.answers)
    request.content_version += 1
    request.row_version += 1
    request.save()
    request.treatments.all().delete()
    _add_treatments(request, sending)
    _add_consent(request, sending, now)
    return request


def _as_json(request: ConsultationRequest) -> str:
    treatments = request.treatments.values("slug", "title", "edition_id")
    return json.dumps(request.answers() | {"treatments": list(treatments)}, ensure_ascii=False)


def _add_treatments(request: ConsultationRequest, sending: Sending) -> None:
    AskedTreatment.objects.bulk_create(
        AskedTreatment(request=request, **asdict(treatment)) for treatment in sending.treatments
    )


def _add_consent(request: ConsultationRequest, sending: Sending, now: datetime) -> None:
    Consent.objects.create(
        request=request,
        wording=kept(sending.wording),
        words=sending.words,
        words_digest=digest(sending.words),
        language=sending.language,
        given_at=now,
    )
