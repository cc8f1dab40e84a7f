"""What everybody can read: every public address, from the resolver, against the books."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver

from education.models import Condition
from tests.education.machine.books import CANARY, NOT_ON_THE_PAGE, Page

if TYPE_CHECKING:
    from tests.education.machine.world import World

# Addresses that need something else than a slug or a key, and why they show no text of a page.
OTHER_ADDRESSES = {
    "picture": "bytes of a picture",
    "theme": "colours",
    "sent": "needs a token; says only that a request arrived",
}


def check(world: "World", *, everything: bool = True) -> int:
    """Every public address shows what the books say, and no other text. How many it asked.

    Without ``everything``, only those that print text of pages: enough after each step, if the
    rest follows at the end.
    """
    now, pages = world.clock.now, world.pages
    allowed = {word for page in pages.values() for word in page.public_words(now)}
    keys = list(Condition.objects.values_list("key", flat=True))
    found = addresses(list(pages), keys) if everything else with_text_of_pages(pages, keys)
    responses = {address: world.client.get(address) for address in found}
    for address, response in responses.items():
        assert response.status_code < 500, address
        seen = words_in(response)
        assert seen <= allowed, f"{address} shows {sorted(seen - allowed)}"
    for slug, page in pages.items():
        is_there(page, responses[f"/treatments/{slug}/"], responses["/treatments/"], now)
    return len(responses)


def is_there(page: Page, response: Any, titles: Any, now: datetime) -> None:
    """The page answers as the books say, is listed when it is live, and prints all its text."""
    slug = page.topic.slug
    assert response.status_code == page.status(now), slug
    assert (f"/treatments/{slug}/" in titles.content.decode()) == (page.status(now) == 200), slug
    if response.status_code == 200:
        words = page.public_words(now).items()
        printed = words_in(response)
        missing = {place for word, place in words if word not in printed} - NOT_ON_THE_PAGE
        assert not missing, f"{slug} does not show {missing}"


def words_in(response: Any) -> set[str]:
    return set(CANARY.findall(response.content.decode()))


def with_text_of_pages(slugs: Iterable[str], keys: list[str]) -> list[str]:
    pages = [f"/treatments/{slug}/" for slug in slugs]
    lists = ["/", "/treatments/", "/conditions/", f"/conditions/{keys[0]}/", "/questions/"]
    return [*lists, *pages, "/search/?q=canary"]


def addresses(slugs: list[str], keys: list[str]) -> list[str]:
    """Every address outside the admin that anybody may ask for, from the resolver."""
    found = [
        address
        for pattern in public_patterns(get_resolver())
        for address in _filled(pattern, slugs, keys)
    ]
    return [*found, "/search/?q=canary", "/treatments/?concern=dull-skin"]


def public_patterns(resolver: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if route.startswith("/admin/"):
            continue
        if isinstance(entry, URLResolver):
            yield from public_patterns(entry, route)
        else:
            yield route, entry


def _filled(found: tuple[str, URLPattern], slugs: list[str], keys: list[str]) -> Iterator[str]:
    route, pattern = found
    values = {"<slug:slug>": slugs, "<slug:key>": [*keys, "no-such-key"]}
    if pattern.name in OTHER_ADDRESSES:
        return
    wanted = re.findall(r"<[^>]+>", route)
    assert len(wanted) <= 1, route
    assert set(wanted) <= set(values), f"{route}: say in this test what it shows"
    for value in values[wanted[0]] if wanted else [""]:
        yield route.replace(wanted[0], value) if wanted else route
