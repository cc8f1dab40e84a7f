"""Faults planted on purpose. What proves that nothing unapproved is public must find each one.

Every script also runs without its fault and finds nothing, so that no script fails by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest

from education import editions
from education.models import Condition, Edition, Entry, Topic
from education.models.edition import EditionQuerySet
from education.models.entry import EntryQuerySet
from education.supersession import superseded_from
from education.views import finding
from tests.education.machine.world import World

pytestmark = pytest.mark.django_db
Plant = Callable[[pytest.MonkeyPatch], None]


# -- The faults ------------------------------------------------------------------------------


def page_reads_the_summary_of_the_draft(monkeypatch):
    _pages_with(monkeypatch, lambda edition: {"summary": edition.topic.summary})


def page_reads_the_names_of_conditions(monkeypatch):
    def now(edition):
        parts = [dict(part) for part in honest(edition).get("contraindications", [])]
        for part in parts:
            row = Condition.objects.get(key=part["condition"]["key"])
            part["condition"] = {"key": row.key, "name": row.name}
        return {"contraindications": parts}

    _pages_with(monkeypatch, now)


def honest(edition: Edition) -> dict[str, Any]:
    return HONEST_PAGE.func(edition)


HONEST_PAGE = Edition.__dict__["page"]


def _pages_with(monkeypatch, changes):
    page = cached_property(lambda edition: {**honest(edition), **changes(edition)})
    page.__set_name__(Edition, "page")
    monkeypatch.setattr(Edition, "page", page)


def list_reads_the_title_of_the_draft(monkeypatch):
    titles = finding.page_titles

    def rows(kind):
        rows = list(titles(kind))
        for row in rows:
            row.title = row.edition.topic.title
        return rows

    monkeypatch.setattr(finding, "page_titles", rows)


def lists_forget_live(monkeypatch):
    monkeypatch.setattr(EntryQuerySet, "live", lambda rows, at=None: rows.all())


def cancel_does_not_reopen(monkeypatch):
    rewrite = editions.rewrite_ends

    def forgetful(edition):
        if edition.publish_from is not None:
            return rewrite(edition)
        edition.superseded_from = None
        return edition.save(update_fields=["publish_from", "superseded_from"])

    monkeypatch.setattr(editions, "rewrite_ends", forgetful)


def withdraw_brings_the_older_text_back(monkeypatch):
    def withdraw(*, edition, by, reason):
        times = dict(
            Edition.objects.filter(topic=edition.topic, publish_from__isnull=False)
            .exclude(pk=edition.pk)
            .values_list("pk", "publish_from")
        )
        Edition.objects.filter(pk=edition.pk).update(publish_from=None, superseded_from=None)
        for pk, end in superseded_from(times).items():
            Edition.objects.filter(pk=pk).update(superseded_from=end)
        return edition

    monkeypatch.setattr(editions, "withdraw", withdraw)


def withdrawn_text_stays(monkeypatch):
    monkeypatch.setattr(EditionQuerySet, "live", EditionQuerySet.shown)


def samples_are_shown_in_production(monkeypatch):
    def shown(rows, at=None):
        at = at or editions.timezone.now()
        return rows.filter(publish_from__lte=at, superseded_from__gt=at)

    monkeypatch.setattr(EditionQuerySet, "shown", shown)


hidden_pages_are_shown = samples_are_shown_in_production


def approval_takes_the_latest_text(monkeypatch):
    approve = editions.approve

    def careless(*, edition, digest, **how):
        latest = editions.latest_edition(edition.topic)
        return approve(edition=latest, digest=latest.digest, **how)

    monkeypatch.setattr(editions, "approve", careless)


def a_schedule_begins_at_once(monkeypatch):
    publish = editions._publish
    monkeypatch.setattr(
        editions, "_publish", lambda edition, at, note: publish(edition, None, note)
    )


def rows_of_lists_are_made_from_the_draft(monkeypatch):
    def index(edition):
        honest_index(edition)
        topic = Topic.objects.get(pk=edition.topic_id)
        Entry.objects.filter(edition=edition, kind="page").update(title=topic.title)

    honest_index = editions.index
    monkeypatch.setattr(editions, "index", index)


# -- What somebody does, so that the fault can be seen ---------------------------------------


def edits(world):
    world.edit(Topic, "summary")
    world.edit(Topic, "title")
    world.edit(Condition, "name")


def schedules(world):
    world.clock.forward(minutes=1)
    world.edit(Topic, "title")
    world.approve("peel")
    world.publish("peel", latest(world), at=world.clock.now.replace(hour=18))


def schedules_and_cancels(world):
    schedules(world)
    world.cancel("peel", latest(world))
    world.clock.forward(hours=12)


def withdraws(world):
    world.whole_way("peel")
    world.withdraw("peel", latest(world))


def goes_to_production_with_a_sample(world):
    world.publish_sample("laser")
    world.check()
    world.mode("production")


def hides(world):
    world.hide("peel", True)


def approves_what_was_read(world):
    world.approve_what_was_read("peel")


def publishes_while_somebody_writes(world):
    world.edit(Topic, "summary")
    world.approve("peel")
    approved = latest(world)
    world.edit(Topic, "title")
    world.clock.forward(minutes=1)
    world.publish("peel", approved)


def latest(world):
    return max(world.pages["peel"].held)


@dataclass(frozen=True)
class Case:
    plant: Plant
    script: Callable[[World], None]


CASES = [
    Case(page_reads_the_summary_of_the_draft, edits),
    Case(page_reads_the_names_of_conditions, edits),
    Case(list_reads_the_title_of_the_draft, edits),
    Case(lists_forget_live, schedules),
    Case(lists_forget_live, withdraws),
    Case(cancel_does_not_reopen, schedules_and_cancels),
    Case(withdraw_brings_the_older_text_back, withdraws),
    Case(withdrawn_text_stays, withdraws),
    Case(samples_are_shown_in_production, goes_to_production_with_a_sample),
    Case(hidden_pages_are_shown, hides),
    Case(approval_takes_the_latest_text, approves_what_was_read),
    Case(a_schedule_begins_at_once, schedules),
    Case(rows_of_lists_are_made_from_the_draft, publishes_while_somebody_writes),
]


@pytest.fixture
def world():
    world = World()
    yield world
    world.close()


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.plant.__name__}-{c.script.__name__}")
def test_the_proof_finds_a_planted_fault(world, monkeypatch, case):
    world.check()
    case.plant(monkeypatch)

    with pytest.raises(AssertionError, match=r"show|peel|laser"):
        world.check_after(case.script)


@pytest.mark.parametrize(
    "script", dict.fromkeys(case.script for case in CASES), ids=lambda script: script.__name__
)
def test_the_proof_finds_nothing_where_nothing_is_planted(world, script):
    script(world)

    assert world.check() > 20
