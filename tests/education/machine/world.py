"""A site with two pages, what staff do to it, and what must be true of every public address.

The world keeps its own books: which canary stands in which field of the draft, which canaries an
edition held when it was recorded, and a list of publications. Nothing of it is read back from
editions, so the site and the books can only agree by both being right.

A canary is a word that stands nowhere else: ``canary17x``.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.test import Client, override_settings

from education import editions
from education.models import Offer, Source, Topic
from education.models.entries import TopicEntry
from education.models.shared import Shared
from education.rules import Refused
from tests.education.clock import Clock
from tests.education.machine.books import (
    CANARY,
    FOR_STAFF,
    Page,
    Place,
    is_own,
    linked_rows,
    owner_of,
    text_fields,
    working_copy_models,
)
from tests.education.machine.readers import check
from tests.factories import approve, make_clinic, make_topic, make_user

# What a text field asks of its text, beyond being text.
PATTERNS = {
    (Source, "url"): "https://example.org/canary{}x",
    (Source, "doi"): "10.1234/canary{}x",
    (Source, "pmid"): "9{:07}",
}


class World:
    """Two pages: “peel”, public from the start, and “laser”, a draft. They share their sources."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        self.clock = self.stack.enter_context(Clock().stands_still())
        self.client = Client()
        self.editor, self.reviewer = make_user("editor"), make_user("reviewer")
        self.count = 0
        self.draft: dict[tuple[type[models.Model], int, str], str] = {}
        make_clinic()
        self.pages = {slug: Page(make_topic(slug=slug)) for slug in ("peel", "laser")}
        self.owner = {(type(row), row.pk): owner_of(row) for row in self.rows()}
        self._fill_every_field()
        self.whole_way("peel")

    def close(self) -> None:
        self.stack.close()

    @contextmanager
    def one_example(self) -> Iterator[Self]:
        """Whatever is done inside is undone: rows, books and clock."""
        now = (self.draft, self.owner, self.pages, self.count, self.clock.now)
        books = deepcopy(now)
        savepoint = transaction.savepoint()
        try:
            yield self
        finally:
            transaction.savepoint_rollback(savepoint)
            self.draft, self.owner, self.pages, self.count, self.clock.now = books

    def check(self, *, everything: bool = True) -> int:
        """Ask public addresses what they show. How many were asked."""
        return check(self, everything=everything)

    def check_after(self, script: Callable[[Self], None]) -> None:
        script(self)
        self.check()

    # -- Drafts ----------------------------------------------------------------------------

    def rows(self) -> list[models.Model]:
        return [row for model in working_copy_models() for row in model._default_manager.all()]

    def _fill_every_field(self) -> None:
        for row in self.rows():
            for name in text_fields(type(row)):
                self._write(row, name)
            row.save()
        self._record(list(self.pages.values()))

    def _write(self, row: models.Model, name: str) -> None:
        """Put a new canary into one field, cleaned as the admin would."""
        self.count += 1
        text = PATTERNS.get((type(row), name), "canary{}x").format(self.count)
        model_field = row._meta.get_field(name)
        listed = isinstance(model_field.to_python(text), list)
        setattr(row, name, model_field.clean([text] if listed else text, row))
        if (type(row), name) not in FOR_STAFF:
            self.draft[type(row), row.pk, name] = text

    def edit(self, model: type[models.Model], name: str, which: int = 0) -> None:
        """Somebody changes one text and saves."""
        rows = list(model._default_manager.order_by("pk"))
        row = rows[which % len(rows)]
        self._write(row, name)
        row.save()
        self._record(self._pages_of(row))

    def remove(self, model: type[models.Model], which: int) -> None:
        """Somebody removes an entry and saves. The last of its kind stays, so that pages pass."""
        rows = list(model._default_manager.order_by("pk"))
        row = rows[which % len(rows)]
        pages = self._pages_of(row)
        if model._default_manager.filter(topic=row.topic).count() > 1 and model in REMOVABLE:
            self.draft = {at: text for at, text in self.draft.items() if at[:2] != (model, row.pk)}
            row.delete()
            self._record(pages)

    def _pages_of(self, row: models.Model) -> list[Page]:
        """The pages whose draft shows ``row``; both name the same shared rows."""
        if isinstance(row, Shared):
            return list(self.pages.values())
        return [page for page in self.pages.values() if page.topic.pk == owner_of(row)]

    def _record(self, pages: list[Page]) -> None:
        topics = [page.topic for page in pages]
        for edition in editions.record_all(topics=topics, by=self.editor):
            page = next(page for page in pages if page.topic.pk == edition.topic_id)
            page.held[edition.number] = dict(self._words_of(page))

    def _words_of(self, page: Page) -> Iterator[tuple[str, Place]]:
        linked = linked_rows(page.topic)
        for (model, pk, name), text in self.draft.items():
            if is_own(model) and self.owner[model, pk] != page.topic.pk:
                continue
            if is_own(model) or pk in linked[model]:
                yield CANARY.search(text).group(), (model, name)  # type: ignore[union-attr]

    # -- Decisions -------------------------------------------------------------------------

    def approve(self, slug: str) -> None:
        page = self.pages[slug]
        number = self._latest(slug)
        if number not in page.approved:
            approve(page.topic, by=self.reviewer)
            page.approved.add(number)

    def _latest(self, slug: str) -> int:
        return max(self.pages[slug].held)

    def publish(self, slug: str, number: int, at: datetime | None = None) -> None:
        page = self.pages[slug]
        if number not in page.approved:
            return
        edition = page.topic.editions.get(number=number)
        if self._accepted(editions.publish, edition=edition, by=self.reviewer, at=at):
            page.published.append((at or self.clock.now, number))

    def cancel(self, slug: str, number: int) -> None:
        page = self.pages[slug]
        edition = page.topic.editions.get(number=number)
        if self._accepted(editions.cancel, edition=edition, by=self.reviewer):
            page.published = [entry for entry in page.published if entry[1] != number]

    def withdraw(self, slug: str, number: int) -> None:
        page = self.pages[slug]
        edition = page.topic.editions.get(number=number)
        if self._accepted(editions.withdraw, edition=edition, by=self.reviewer, reason="Wrong."):
            page.withdrawn.add(number)

    def approve_what_was_read(self, slug: str) -> None:
        """A reviewer reads a text, an editor changes it, the reviewer approves and publishes."""
        page, read = self.pages[slug], self._latest(slug)
        edition = page.topic.editions.get(number=read)
        self.edit(Topic, "summary", list(self.pages).index(slug))
        self.clock.forward(minutes=1)
        approved = self._accepted(
            editions.approve,
            edition=edition,
            by=self.reviewer,
            digest=edition.digest,
            statement="I read it.",
            review_due=self.clock.now.date() + timedelta(days=100),
        )
        if approved and self._accepted(editions.publish, edition=approved, by=self.reviewer):
            page.approved.add(read)
            page.published.append((self.clock.now, read))

    def publish_sample(self, slug: str) -> None:
        page = self.pages[slug]
        self.clock.forward(minutes=1)
        if sample := self._accepted(editions.publish_sample, topic=page.topic):
            page.held[sample.number] = dict(self._words_of(page))
            page.samples.add(sample.number)
            page.published.append((self.clock.now, sample.number))

    def restore(self, slug: str, number: int) -> None:
        """Bring an old text back into the draft. What topics share stays as it is now."""
        page = self.pages[slug]
        restored, _differing = editions.restore(
            edition=page.topic.editions.get(number=number), by=self.editor
        )
        self._read_own_rows(page)
        old = {word for word, (model, _name) in page.held[number].items() if is_own(model)}
        now = dict(self._words_of(page))
        assert old == {word for word, (model, _name) in now.items() if is_own(model)}
        if restored:
            page.held[restored.number] = now

    def _read_own_rows(self, page: Page) -> None:
        """Restored rows are new rows: note again which canary stands where."""
        mine = {at for at, owner in self.owner.items() if owner == page.topic.pk}
        self.draft = {at: text for at, text in self.draft.items() if at[:2] not in mine}
        for row in self.rows():
            if owner_of(row) == page.topic.pk:
                self.owner[type(row), row.pk] = page.topic.pk
                for name in text_fields(type(row)):
                    if text := "".join(getattr(row, name)):
                        self.draft[type(row), row.pk, name] = text

    def whole_way(self, slug: str) -> None:
        """Change, approve, publish: what random rules line up too rarely."""
        self.clock.forward(minutes=1)
        self.edit(Topic, "summary", list(self.pages).index(slug))
        self.approve(slug)
        self.publish(slug, self._latest(slug))

    def mode(self, name: str) -> None:
        """``demo`` or ``production``, until the end of the test."""
        self.stack.enter_context(override_settings(CLINIC_MODE=name))

    def hide(self, slug: str, hidden: bool) -> None:
        page = self.pages[slug]
        status = Offer.Status.HIDDEN if hidden else Offer.Status.OFFERED
        Offer.objects.update_or_create(topic=page.topic, defaults={"status": status})
        page.hidden = hidden

    def _accepted(self, verb: Any, **arguments: Any) -> Any:
        """The edition that the verb gives; ``None`` if it was refused."""
        try:
            return verb(**arguments)
        except Refused:
            return None


# Kinds of entries that a page can lack and still be published.
REMOVABLE = {model for model in TopicEntry.__subclasses__() if model.__name__ != "CareCard"}
