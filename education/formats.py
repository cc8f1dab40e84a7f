"""How a page becomes the exact bytes of an edition, and how old bytes are read today."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from education.page import FORMAT, TreatmentPage

# Format n → a pure function from a dict of format n to one of format n + 1.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def canonical(page: TreatmentPage) -> str:
    """The page as canonical JSON: sorted keys, no spaces, nothing that equals its default."""
    content = {"format": FORMAT, **page.model_dump(mode="json", exclude_defaults=True)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(content: str) -> str:
    """SHA-256 of exactly the stored bytes, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


class UnknownFormat(Exception):
    """The text was stored by a newer version of this software."""


def upgraded(content: str) -> dict[str, Any]:
    """The stored content as a plain dict of today's format. Missing keys are defaults.

    Raises ``UnknownFormat`` for content of a format that comes after today's.
    """
    page = json.loads(content)
    format_number = page.pop("format")
    if format_number > FORMAT:
        raise UnknownFormat(format_number)
    while format_number < FORMAT:
        page = UPGRADES[format_number](page)
        format_number += 1
    return page


def page_from(content: str) -> TreatmentPage:
    """The stored content as a validated page, for restoring and comparing."""
    return TreatmentPage.model_validate(upgraded(content))
