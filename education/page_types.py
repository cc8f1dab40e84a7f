"""The types of which a page is made: choices, text that is normalised, keys, days, lists.

Which fields are prose and which are one line is said once, by these types.
"""

from datetime import date
from operator import attrgetter
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field

from education.text import clean_line, clean_text

LINE_LENGTH = 300  # characters
TITLE_LENGTH = 120  # characters
SUMMARY_LENGTH = 600  # characters
PROSE_LENGTH = 6000  # characters
KEY_LENGTH = 80  # characters
ENTRIES = 60  # entries of one kind on one page
KEY_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Kind = Literal["treatment", "guide"]
SectionKind = Literal[
    "what_it_is",
    "who_should_not",
    "does_it_work",
    "cannot_do",
    "risks",
    "procedure",
    "practitioner",
    "feels_like",
    "results",
    "aftercare",
    "alternatives",
    "no_treatment",
    "product_status",
    "report",
    "guide",
]
Level = Literal["never", "not_now", "ask_first"]
Direction = Literal["for", "unclear", "against"]
# GRADE (Schünemann et al., GRADE handbook) plus "none": we searched and found no studies.
Grade = Literal["high", "moderate", "low", "very_low", "none"]
Seriousness = Literal["serious", "moderate", "mild"]
CareLevel = Literal["emergency", "urgent", "ask"]


def listed(value: Any) -> Any:
    """A related manager read from a model becomes the list of its rows."""
    return list(value.all()) if hasattr(value, "all") else value


def keys_of(value: Any) -> Any:
    """Rows of a shared table are named by their keys."""
    rows = listed(value)
    return [getattr(row, "key", row) for row in rows] if isinstance(rows, list) else rows


def as_set(keys: list[str]) -> list[str]:
    """Each key once, in one order: the working copy keeps none, and databases sort differently."""
    return sorted(set(keys))


def by_key(entries: list[Any]) -> list[Any]:
    return sorted(entries, key=attrgetter("key"))


def line(value: Any) -> Any:
    """One line, normalised; what is no text is left to the type."""
    return clean_line(value) if isinstance(value, str) else value


def prose(value: Any) -> Any:
    """Text of several lines, normalised."""
    return clean_text(value) if isinstance(value, str) else value


def web_address(value: str) -> str:
    """Refuses what has the look of an address and names no site: ``urlsplit`` fails on some."""
    try:
        named = not value or bool(urlsplit(value).hostname)
    except ValueError:
        named = False
    if not named:
        raise ValueError(_("Must be a whole web address such as https://example.org/page."))
    return value


def day(value: Any) -> Any:
    """Refuses numbers, which pydantic would count as seconds since 1970."""
    if isinstance(value, (int, float)):
        raise ValueError(_("Must be a day such as 2026-03-31."))
    return value


Key = Annotated[str, Field(pattern=KEY_PATTERN, max_length=KEY_LENGTH)]
# The normaliser comes last and so runs first: limits count what is stored. Each type is written
# out, since pydantic speaks of "items" when a limit is added to one of the others.
Line = Annotated[str, Field(strict=True, max_length=LINE_LENGTH), BeforeValidator(line)]
RequiredLine = Annotated[
    str, Field(strict=True, min_length=1, max_length=LINE_LENGTH), BeforeValidator(line)
]
Title = Annotated[
    str, Field(strict=True, min_length=1, max_length=TITLE_LENGTH), BeforeValidator(line)
]
# Markdown: paragraphs, lists, emphasis and links. No HTML.
Prose = Annotated[str, Field(strict=True, max_length=PROSE_LENGTH), BeforeValidator(prose)]
RequiredProse = Annotated[
    str, Field(strict=True, min_length=1, max_length=PROSE_LENGTH), BeforeValidator(prose)
]
Summary = Annotated[
    str, Field(strict=True, min_length=1, max_length=SUMMARY_LENGTH), BeforeValidator(prose)
]
SourceKeys = Annotated[
    list[Key], BeforeValidator(keys_of), AfterValidator(as_set), Field(max_length=ENTRIES)
]
Address = Annotated[Line, Field(pattern=r"^(https?://[^\s]+)?$"), AfterValidator(web_address)]
Day = Annotated[date, BeforeValidator(day)]
Hours = Annotated[int, Field(ge=0, le=24 * 365, strict=True)]
People = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]

E = TypeVar("E")
Many = Annotated[list[E], BeforeValidator(listed), Field(max_length=ENTRIES)]
# What topics share has no order of its own on a page.
ManyShared = Annotated[
    list[E], BeforeValidator(listed), AfterValidator(by_key), Field(max_length=ENTRIES)
]
