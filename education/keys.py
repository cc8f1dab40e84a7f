"""Keys of entries, made from their heading. A key becomes an anchor that readers link to."""

from collections.abc import Collection

from django.utils.text import slugify

KEY_LENGTH = 60  # characters; the shape allows more, addresses are better short
NAMELESS = "entry"  # for headings in scripts that slugs cannot carry


def key_from(heading: str, taken: Collection[str]) -> str:
    """A key for ``heading`` that is not in ``taken``: “Does it hurt?” becomes ``does-it-hurt``."""
    key = _shortened(slugify(heading).replace("_", "-").strip("-")) or NAMELESS
    if key not in taken:
        return key
    number = 2
    while f"{key}-{number}" in taken:
        number += 1
    return f"{key}-{number}"


def _shortened(slug: str) -> str:
    """Cut at a word, so that no anchor ends in half of one."""
    words = [word for word in slug.split("-") if word]
    key = words[0][:KEY_LENGTH] if words else ""
    for word in words[1:]:
        if len(key) + len(word) + 1 > KEY_LENGTH:
            break
        key = f"{key}-{word}"
    return key
