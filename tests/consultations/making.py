"""Valid requests for tests, sent as a patient sends them or stored directly."""

import re
from itertools import count
from typing import Any

from django.test import Client

from consultations import sending
from consultations.models import ConsentWording, ConsultationRequest
from consultations.offered import Treatment
from consultations.wording import wording_in_force
from education.models import Edition, Offer, Topic
from tests.factories import make_clinic, make_live_topic

FORM = "/request/"
CHECK = "/request/check/"
QUEUE = "/admin/consultations/consultationrequest/"
numbers = count(1)


def make_offered_topic(title: str = "Mesotherapy", slug: str = "mesotherapy") -> Topic:
    topic = make_live_topic(title=title, slug=slug)
    Offer.objects.create(topic=topic, status=Offer.Status.OFFERED)
    return topic


def make_clinic_with_offer(**fields: Any) -> Topic:
    """The clinic and one treatment that can be asked for."""
    make_clinic(**{"consultation_fee": "£40", **fields})
    return make_offered_topic()


def one(address: int) -> str:
    return f"{QUEUE}{address}/change/"


def typed(**changes: Any) -> dict[str, Any]:
    """What somebody typed, without the journey that the page adds."""
    return {
        "unwell": "no",
        "treatments": ["mesotherapy"],
        "own_words": "Does it help against scars?",
        "name": "Ana Lopez",
        "reach_by": ["phone"],
        "phone": "07700 900123",
        "voicemail": "no",
        "email": "",
        "age_group": "over",
        "consent": "on",
        **changes,
    }


def opened(client: Client, address: str = FORM) -> str:
    """Open the form; gives the journey that the page carries."""
    return journey_in(client.get(address))


def journey_in(response: Any) -> str:
    found = re.search(r'name="journey" value="([^"]+)"', response.content.decode())
    assert found, "there is no journey on this page"
    return found[1]


def hidden_in(response: Any) -> dict[str, list[str]]:
    """What the check page carries, as a browser would send it on."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)">', response.content.decode()
    ):
        fields.setdefault(name, []).append(value)
    return fields


def send(client: Client, journey: str = "", **changes: Any) -> Any:
    """Press Send. Gives the answer of the server, which is a redirect if all is well."""
    journey = journey or opened(client)
    return client.post(CHECK, {**typed(**changes), "journey": journey, "send": "1"})


def make_request(**fields: Any) -> ConsultationRequest:
    """A stored request. ``fields`` are answers, or columns such as ``state``."""
    answers: dict[str, Any] = {
        "name": "Ana Lopez",
        "email": "",
        "phone": "07700 900123",
        "phone_international": "+447700900123",
        "reach_by": ["phone"],
        "voicemail": "no",
        "not_sure": False,
        "age_group": "over",
        "age_limit": 18,
        "own_words": "Does it help against scars?",
    }
    columns = {name: fields.pop(name) for name in list(fields) if name not in answers}
    edition = Edition.objects.first()
    treatments = [Treatment("mesotherapy", "Mesotherapy", edition.pk)] if edition else []
    wording = wording_in_force(ConsentWording.Purpose.ANSWER, "en")
    done = sending.send(
        sending.Sending(
            key=f"key-{next(numbers)}",
            answers=answers | fields,
            treatments=treatments,
            wording=wording,
            words=wording.rendered("Rowan Clinic"),
            language="en",
            promised_on=columns.pop("promised_on", None),
        )
    )
    ConsultationRequest.objects.filter(pk=done.request.pk).update(**columns)
    done.request.refresh_from_db()
    return done.request
