"""The plain search: every word must stand in the title, the text or another name of an entry."""

import re

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Lower

from education.models import Entry
from education.models.entry import EntryQuerySet
from education.page_words import SECTION_HEADINGS

QUERY_LENGTH = 500  # characters; the rest is cut
WORDS = 8  # more words would make the query slow, and find nothing anyway

FIELDS = [
    "title",
    "text",
    "details__also_called",
    "details__condition__name",
    "details__condition__also_called",
    "details__what_to_do",
]


def cleaned(query: str) -> str:
    """What a person typed, without what cannot be printed or stored, at most 500 characters."""
    printable = "".join(char if char.isprintable() else " " for char in query[:QUERY_LENGTH])
    return " ".join(printable.split())


def words_of(query: str) -> list[str]:
    """The words to look for. Marks around a word, such as quotes, are no part of it."""
    words = (word.strip("\"'“”‘’?!.,;:()") for word in query.split())
    return list(dict.fromkeys(word for word in words if word))[:WORDS]


def matching(rows: EntryQuerySet, words: list[str]) -> EntryQuerySet:
    """Entries with all of ``words``: pages first, then titles. None when there is no word."""
    if not words:
        return rows.none()
    in_title = Q()
    for word in words:
        rows = rows.filter(_anywhere(word))
        in_title &= Q(title__icontains=word)
    rank = Case(
        When(kind=Entry.Kind.PAGE, then=Value(0)),
        When(in_title, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", Lower("title"), "pk")


def _anywhere(word: str) -> Q:
    anywhere = Q()
    for field in FIELDS:
        anywhere |= Q(**{f"{field}__icontains": word})
    return anywhere


# -- What is shown of a result ---------------------------------------------------------------

SNIPPET_LENGTH = 220  # characters
BEFORE_MATCH = 60  # characters


def heading_of(row: Entry) -> str:
    """What an entry is called on its page: a section may have the heading of its kind only."""
    return row.title or str(SECTION_HEADINGS.get(row.details.get("kind", ""), row.text[:80]))


def text_of(row: Entry, words: list[str]) -> str:
    """The first text of an entry in which a word stands, so that a reader sees why it is here."""
    names = [*row.details.get("also_called", []), *_condition_names(row)]
    texts = [row.text, row.details.get("what_to_do", ""), ", ".join(names)]
    folded = [word.casefold() for word in words]
    return next((t for t in texts if any(word in t.casefold() for word in folded)), row.text)


def _condition_names(row: Entry) -> list[str]:
    condition = row.details.get("condition", {})
    return [condition.get("name", ""), *condition.get("also_called", [])] if condition else []


def snippet(text: str, words: list[str]) -> str:
    """A piece of ``text`` around the first word that was found, as plain text."""
    text = " ".join(re.sub(r"[*_#>\[\]]|\(https?:[^)]*\)|^- ", "", text, flags=re.M).split())
    places = [place for word in words if (place := text.casefold().find(word.casefold())) >= 0]
    start = max(0, min(places, default=0) - BEFORE_MATCH)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    piece = text[start : start + SNIPPET_LENGTH]
    if start + SNIPPET_LENGTH < len(text):
        piece = piece.rsplit(" ", 1)[0] + " …"
    return f"… {piece}" if start else piece


def mark_words(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether it is one of ``words``."""
    if not words:
        return [(text, False)]
    pieces = re.split(f"({'|'.join(map(re.escape, words))})", text, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]
