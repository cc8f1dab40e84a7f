"""What brings people here, taken from the rows of live pages and from nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from education.models import Entry


@dataclass
class ConcernOfPages:
    """A concern as live pages name it, and the pages for it."""

    key: str
    name: str
    pages: list[Entry] = field(default_factory=list)


def concerns_of(pages: Iterable[Entry]) -> list[ConcernOfPages]:
    """Every concern of ``pages``, by name. Pages may differ in its name: the first one counts."""
    concerns: dict[str, ConcernOfPages] = {}
    for page in pages:
        for part in page.details.get("concerns", []):
            concern = concerns.setdefault(part["key"], ConcernOfPages(part["key"], part["name"]))
            concern.pages.append(page)
    return sorted(concerns.values(), key=lambda concern: concern.name.casefold())


def with_concern(pages: Iterable[Entry], key: str) -> list[Entry]:
    return [page for page in pages if key in {c["key"] for c in page.details.get("concerns", [])}]
