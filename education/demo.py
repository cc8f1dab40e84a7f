"""The clinic of a demonstration, and what of it must not be left over in production.

The numbers are of the range that Ofcom reserves for drama: they reach nobody.
"""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from education.models import ClinicProfile, Offer, SimplePage, Topic, User

NAME = "Rowan Clinic"
PHONE = "01632 960000"
OUT_OF_HOURS_PHONE = "01632 960111"
EMERGENCY_PHONE = "01632 960999"
USERNAME_PREFIX = "demo-"

PAGES = {
    SimplePage.Name.ABOUT: (
        "About us",
        "This is a demonstration. Rowan Clinic does not exist.\n\n"
        "The pages about treatments are samples. No clinician of a clinic has checked them.",
    ),
    SimplePage.Name.TEAM: (
        "Our team",
        "This is a demonstration, so nobody is named here.\n\n"
        "A real clinic lists the people you may meet, with their role and registration number.",
    ),
    SimplePage.Name.FIND_US: (
        "Find us",
        "This address does not exist. A real clinic says here how to come by bus, by car and on "
        "foot, where to park, and whether there are steps.",
    ),
    SimplePage.Name.PRIVACY: (
        "Privacy",
        "You can read every page without giving your name. We set no cookies while you read, and "
        "nobody tracks you.",
    ),
    SimplePage.Name.ACCESSIBILITY: (
        "Accessibility",
        "We want everybody to be able to read these pages. They work without a mouse, without "
        "JavaScript, in large print, in dark colours and on paper.\n\n"
        "If something is hard to use, please phone us. We will help, and we will mend it.",
    ),
}


def load_demo_clinic() -> None:
    """Make the clinic, its pages and its offers if there is no clinic yet."""
    if ClinicProfile.objects.exists():
        return
    ClinicProfile.objects.create(
        pk=1,
        name=NAME,
        strapline="A demonstration",
        phone=PHONE,
        out_of_hours_phone=OUT_OF_HOURS_PHONE,
        emergency_phone=EMERGENCY_PHONE,
        address=[NAME, "12 Example Street", "Exampleton EX1 2AB"],
        languages=["English"],
        consultation_fee="£40",
        interests="This is a demonstration. Nobody pays for it.",
    )
    for name, (title, body) in PAGES.items():
        SimplePage.objects.get_or_create(name=name, defaults={"title": title, "body": body})
    for topic in Topic.objects.filter(kind=Topic.Kind.TREATMENT):
        Offer.objects.get_or_create(topic=topic, defaults={"status": Offer.Status.OFFERED})


def left_over() -> list[str]:
    """What of a demonstration is still there; in production each line stops the start."""
    if settings.CLINIC_MODE == "demo":
        return []
    return [*_clinic_left_over(), *_pages_left_over(), *_accounts_left_over()]


def _clinic_left_over() -> Iterator[str]:
    demo_numbers = {_digits(number) for number in (PHONE, OUT_OF_HOURS_PHONE, EMERGENCY_PHONE)}
    for profile in ClinicProfile.objects.all():
        if profile.name.strip().casefold() == NAME.casefold():
            yield _("The clinic still has the name of the demonstration.")
        numbers = (profile.phone, profile.out_of_hours_phone, profile.emergency_phone)
        if demo_numbers & {_digits(number) for number in numbers}:
            yield _("The clinic still has a telephone number of the demonstration.")


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _pages_left_over() -> Iterator[str]:
    bodies = {_in_one_line(body) for _title, body in PAGES.values()}
    for page in SimplePage.objects.all():
        if _in_one_line(page.body) in bodies:
            said = _("The page “%(title)s” still has the text of the demonstration.")
            yield said % {"title": page.title}


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _accounts_left_over() -> Iterator[str]:
    if User.objects.filter(username__startswith=USERNAME_PREFIX, is_active=True).exists():
        yield _("There are still demonstration accounts: deactivate them.")
