"""Valid things for tests: a test names only what matters to it.

* ``make_user("editor")``: a member of staff with that role; without a role, a stranger.
* ``make_page(title="…")``: a complete ``TreatmentPage`` that may be published.
* ``make_topic(by=user, title="…")``: that page as a recorded draft. Nothing of it is public.
* ``make_live_topic(title="…")``: the same, approved by a reviewer and public since now.
* ``make_clinic(phone="…")``: the one clinic.
"""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from education import editions, working_copy
from education.models import ClinicProfile, Edition, Topic, User
from education.page import TreatmentPage
from education.roles import CLINICIANS, EDITORS, FRONT_DESK, MANAGERS, REVIEWERS, ensure_roles

GROUPS = {
    "editor": EDITORS,
    "reviewer": REVIEWERS,
    "clinician": CLINICIANS,
    "desk": FRONT_DESK,
    "manager": MANAGERS,
}
numbers = count(1)

SECTION_KINDS = {
    "what_it_is": "Small amounts of a product are put into the skin with many fine needles.",
    "cannot_do": "It cannot lift sagging skin.",
    "procedure": "The skin is cleaned, then treated with a fine needle.",
    "practitioner": "A doctor who is on the medical register.",
    "alternatives": "Creams with a retinoid are another option.",
    "no_treatment": "Skin changes slowly with age. Doing nothing harms nobody.",
    "product_status": "The products are not licensed for this use.",
}


def make_user(role: str | None = None, **fields: Any) -> User:
    """Staff with one role (``GROUPS``), a ``superuser``, or a stranger without any."""
    number = next(numbers)
    if role == "reviewer":
        fields = {"job_title": "Doctor", "registration": f"GMC {1000000 + number}", **fields}
    username = fields.pop("username", f"{role or 'stranger'}-{number}")
    fields = {"first_name": "Ana", "last_name": f"Number{number}", **fields}
    user = User.objects.create_user(
        username,
        password="correct horse battery",
        is_staff=role is not None,
        is_superuser=role == "superuser",
        **fields,
    )
    if role in GROUPS:
        user.groups.add(group_of(role))
    return user


def group_of(role: str) -> Group:
    ensure_roles()
    return Group.objects.get(name=GROUPS[role])


def page_values(kind: str = "treatment") -> dict[str, Any]:
    """The values of a page that every publish gate lets through."""
    if kind == "guide":
        return {
            "kind": "guide",
            "title": "After injections",
            "summary": "What is normal, and when to get help.",
            "facts": {},
            "sections": [
                {"key": "first-day", "kind": "guide", "heading": "First day", "body": "Rest."}
            ],
        }
    return {
        "kind": "treatment",
        "title": "Mesotherapy",
        "also_called": ["Skin boosters"],
        "summary": "Many small injections into the skin. Whether they work is not certain.",
        "facts": {"sessions": "3 to 6", "discomfort": "It stings."},
        "concerns": [{"key": "dull-skin", "name": "Dull skin"}],
        "sections": [
            {"key": kind.replace("_", "-"), "kind": kind, "body": body}
            for kind, body in SECTION_KINDS.items()
        ],
        "claims": [
            {
                "key": "brighter-skin",
                "outcome": "Brighter skin",
                "statement": "It may make skin look brighter for some weeks.",
                "direction": "for",
                "grade": "low",
                "basis": "3 small studies",
                "sources": ["review-2020"],
            }
        ],
        "contraindications": [
            {
                "key": "pregnancy",
                "level": "not_now",
                "condition": {"key": "pregnancy", "name": "Pregnancy"},
                "question": "Are you pregnant?",
                "why": "Nobody has tested it in pregnancy.",
                "what_to_do": "Wait until after the birth.",
                "sources": ["review-2020"],
            },
            {
                "key": "blood-thinners",
                "level": "ask_first",
                "condition": {"key": "blood-thinners", "name": "Blood thinners"},
                "question": "Do you take a blood thinner?",
                "why": "You may bruise more.",
                "what_to_do": "Keep taking it, and tell us.",
            },
        ],
        "side_effects": [
            {
                "key": "infection",
                "name": "Infection",
                "seriousness": "serious",
                "what_to_do": "Phone us the same day.",
                "sources": ["review-2020"],
            },
            {
                "key": "bruises",
                "name": "Bruises",
                "seriousness": "mild",
                "count": 20,
                "out_of": 100,
                "what_to_do": "Wait. They fade in a week.",
            },
        ],
        "aftercare": [
            {"key": "no-make-up", "advice": "dont", "text": "No make-up.", "from_hours": 0}
        ],
        "steps": [{"key": "talk", "heading": "A talk", "body": "We ask about your health."}],
        "care_cards": [
            {
                "key": "emergency",
                "level": "emergency",
                "heading": "after an injection, you have",
                "signs": ["trouble seeing", "trouble breathing"],
            },
            {
                "key": "urgent",
                "level": "urgent",
                "heading": "you have",
                "signs": ["skin that turns hot, red and painful"],
            },
        ],
        "faqs": [{"key": "does-it-hurt", "question": "Does it hurt?", "answer": "Yes, it stings."}],
        "questions_to_ask": [{"key": "how-often", "text": "How often have you done this?"}],
        "sources": [
            {
                "key": "review-2020",
                "title": "A review of mesotherapy",
                "authors": "Lopez A",
                "year": 2020,
                "url": "https://example.org/review",
            }
        ],
    }


def make_page(**changes: Any) -> TreatmentPage:
    return TreatmentPage.model_validate(
        {**page_values(changes.get("kind", "treatment")), **changes}
    )


def make_topic(
    *, slug: str = "", profile: str = "", by: User | None = None, **changes: Any
) -> Topic:
    """A complete draft, recorded by ``by``. ``changes`` are values of the page."""
    page = make_page(**changes)
    profile = profile or ("guide" if page.kind == "guide" else "injectable")
    topic = Topic(slug=slug or f"topic-{next(numbers)}", kind=page.kind, profile=profile)
    working_copy.write(topic, page)
    editions.record(topic=topic, by=by)
    return topic


def change_topic(topic: Topic, *, by: User | None = None, **changes: Any) -> Edition | None:
    """Change the draft, and record it."""
    page = working_copy.read(topic)
    working_copy.write(topic, TreatmentPage.model_validate({**page.model_dump(), **changes}))
    return editions.record(topic=topic, by=by)


def approve(topic: Topic, *, by: User | None = None, due: date | None = None) -> Edition:
    """Approve the draft of ``topic``. It is not public yet."""
    edition = editions.latest_edition(topic)
    assert edition is not None
    return editions.approve(
        edition=edition,
        by=by or make_user("reviewer"),
        digest=edition.digest,
        statement="I have read all of it and checked it against the sources.",
        review_due=due or timezone.localdate() + timedelta(days=300),
    )


def make_live_topic(
    *, slug: str = "", profile: str = "", reviewer: User | None = None, **changes: Any
) -> Topic:
    """A page that is public now."""
    topic = make_topic(slug=slug, profile=profile, **changes)
    publish(topic, by=reviewer)
    return topic


def publish(topic: Topic, *, by: User | None = None) -> Edition:
    """Approve the draft of ``topic`` and make it public at once."""
    reviewer = by or make_user("reviewer")
    return editions.publish(edition=approve(topic, by=reviewer), by=reviewer)


def make_clinic(**fields: Any) -> ClinicProfile:
    """The one clinic; changes it if it is there."""
    values = {
        "name": "Rowan Clinic",
        "phone": "01632 960000",
        "emergency_phone": "01632 960999",
        "out_of_hours_phone": "01632 960111",
        "address": ["12 Example Street", "Exampleton EX1 2AB"],
        **fields,
    }
    return ClinicProfile.objects.update_or_create(pk=1, defaults=values)[0]
