"""Who supersedes whom, against its definition in words, over all short sequences of verbs.

The definition: at any instant the edition with the latest time of publication that has come is
the one whose time it is. Here that is a sorted list; the site asks rows with two columns.
"""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from education import editions
from education.models import Edition, Entry
from education.models.edition_constraints import OPEN_END
from education.rules import Refused
from education.supersession import superseded_from
from tests.education.clock import NOON
from tests.factories import approve, change_topic, make_topic, make_user

START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at_minute(number: float) -> datetime:
    return START + number * MINUTE


def shown_by_definition(times, at):
    """The edition whose time it is, found the slow way; ``None`` before the first."""
    come = sorted((begins, edition) for edition, begins in times.items() if begins <= at)
    return come[-1][1] if come else None


def shown_by_interval(times, at):
    """The editions for which ``publish_from <= at < superseded_from``."""
    ends = superseded_from(times)
    return [edition for edition, begins in times.items() if begins <= at < ends[edition]]


# -- The function alone ----------------------------------------------------------------------


def test_nothing_published_supersedes_nothing():
    assert superseded_from({}) == {}


def test_the_last_has_no_end():
    assert superseded_from({7: at_minute(3)}) == {7: OPEN_END}


def test_every_set_of_times_agrees_with_the_definition():
    looked_at = 0
    for times in itertools.product([None, 0, 1, 2, 3, 4], repeat=4):
        begins = {edition: at_minute(t) for edition, t in enumerate(times) if t is not None}
        if len(set(begins.values())) < len(begins):
            continue
        for half_minute in range(-1, 12):
            at = at_minute(half_minute / 2)
            expected = shown_by_definition(begins, at)
            assert shown_by_interval(begins, at) == ([] if expected is None else [expected])
            looked_at += 1

    # 1 + 4·5 + 6·20 + 4·60 + 120 sets without a tie, at 13 instants each
    assert looked_at == 501 * 13


# -- The verbs, without a database -----------------------------------------------------------


@dataclass
class Verbs:
    """Publish, schedule, cancel and withdraw as spine.md says them, over plain values.

    Knows nothing of ``superseded_from``. Each verb returns False when it is refused.
    """

    now: int = 0  # minutes
    times: dict[int, int] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)

    def publish(self, edition, at=None):
        at = self.now if at is None else at
        later_is_newer = all(
            (other < edition) == (begins < at) and begins != at
            for other, begins in self.times.items()
        )
        allowed = edition not in self.times and at >= self.now and later_is_newer
        if allowed:
            self.times[edition] = at
        return allowed

    def schedule(self, edition, ahead):
        return self.publish(edition, self.now + ahead)

    def cancel(self, edition):
        allowed = self.times.get(edition, self.now) > self.now
        if allowed:
            del self.times[edition]
        return allowed

    def withdraw(self, edition):
        been_public = edition in self.times and self.times[edition] <= self.now
        allowed = been_public and edition not in self.withdrawn
        if allowed:
            self.withdrawn.add(edition)
        return allowed

    def wait(self):
        self.now += 1
        return True

    def shown(self, at):
        return shown_by_definition(self.times, at)

    def copy(self):
        return Verbs(self.now, dict(self.times), set(self.withdrawn))

    @property
    def state(self):
        return self.now, tuple(sorted(self.times.items())), frozenset(self.withdrawn)


def alphabet(edition_numbers, aheads):
    """Every verb with every argument."""
    acts = [("wait",)]
    for edition in edition_numbers:
        acts += [("publish", edition), ("cancel", edition), ("withdraw", edition)]
        acts += [("schedule", edition, ahead) for ahead in aheads]
    return acts


def intervals_of(verbs):
    times = {edition: at_minute(begins) for edition, begins in verbs.times.items()}
    instants = range(verbs.now + 5)
    return {at: shown_by_interval(times, at_minute(at)) for at in instants}


def test_every_sequence_of_six_verbs_keeps_the_rules():
    """Sequences that lead to one state go on alike, so each state goes on once."""
    acts = alphabet([1, 2, 3], [1, 2])
    level, seen, steps = [Verbs()], set(), 0
    for _length in range(6):
        reached = {}
        for before, act in itertools.product(level, acts):
            after = before.copy()
            accepted = getattr(after, act[0])(*act[1:])
            steps += 1
            assert accepted or after.state == before.state
            one_at_a_time_and_the_past_stays(before, after)
            reached.setdefault(after.state, after)
        level = [verbs for state, verbs in reached.items() if state not in seen]
        seen |= set(reached)

    assert len(seen) >= 500
    assert steps > 4_000


def one_at_a_time_and_the_past_stays(before, after):
    shown_before, shown_after = intervals_of(before), intervals_of(after)
    for at, editions_shown in shown_after.items():
        expected = after.shown(at)
        assert editions_shown == ([] if expected is None else [expected])
        if at < before.now:
            assert editions_shown == shown_before[at]


# -- The verbs of the site -------------------------------------------------------------------


class Site:
    """The same verbs through ``education.editions``, on editions that are approved already."""

    def __init__(self, clock, number_of_editions):
        self.clock = clock
        self.reviewer = make_user("reviewer")
        self.topic = make_topic()
        approve(self.topic, by=self.reviewer)
        for number in range(2, number_of_editions + 1):
            change_topic(self.topic, summary=f"Text number {number}.")
            approve(self.topic, by=self.reviewer)
        self.start = clock.now

    def edition(self, number):
        return Edition.objects.get(topic=self.topic, number=number)

    def at(self, minute):
        return self.start + minute * MINUTE

    def act(self, verbs, name, *arguments):
        """Whether the site accepts what ``verbs`` (before the act) is asked to do."""
        self.clock.now = self.at(verbs.now + (name == "wait"))
        try:
            with transaction.atomic():
                getattr(self, name)(verbs, *arguments)
        except Refused:
            return False
        return True

    def wait(self, verbs):
        pass

    def publish(self, verbs, number):
        editions.publish(edition=self.edition(number), by=self.reviewer)

    def schedule(self, verbs, number, ahead):
        editions.publish(
            edition=self.edition(number), by=self.reviewer, at=self.at(verbs.now + ahead)
        )

    def cancel(self, verbs, number):
        editions.cancel(edition=self.edition(number), by=self.reviewer)

    def withdraw(self, verbs, number):
        editions.withdraw(edition=self.edition(number), by=self.reviewer, reason="It was wrong.")

    def agrees_with(self, verbs):
        """What is shown, live and listed at every instant is what the definition says."""
        for minute in range(verbs.now + 4):
            at, expected = self.at(minute), verbs.shown(minute)
            shown = [] if expected is None else [expected]
            live = [number for number in shown if number not in verbs.withdrawn]
            assert numbers(Edition.objects.shown(at)) == shown
            assert numbers(Edition.objects.live(at)) == live
            if minute >= verbs.now:
                rows = Entry.objects.live(at).filter(kind="page")
                assert list(rows.values_list("edition__number", flat=True)) == live


def numbers(rows):
    return sorted(rows.values_list("number", flat=True))


@pytest.mark.django_db
def test_every_sequence_of_four_verbs_through_the_site(clock):
    """Two editions, each verb with each argument; a state goes on once for each length left."""
    site, acts = Site(clock, 2), alphabet([1, 2], [1, 2])
    explored, accepted, refused = {}, 0, 0

    def explore(verbs, length):
        nonlocal accepted, refused
        if explored.get(verbs.state, 0) >= length:
            return
        explored[verbs.state] = length
        for act in acts:
            after = verbs.copy()
            expected = getattr(after, act[0])(*act[1:])
            savepoint = transaction.savepoint()
            assert site.act(verbs, *act) == expected, (verbs, act)
            accepted, refused = accepted + expected, refused + (not expected)
            if expected:
                site.agrees_with(after)
                explore(after, length - 1)
            transaction.savepoint_rollback(savepoint)

    explore(Verbs(), 4)

    assert accepted > 150
    assert refused > 150


@pytest.mark.django_db
@pytest.mark.parametrize(
    "acts",
    [
        # cancel the middle one of three
        ["publish 1", "schedule 2 1", "schedule 3 2", "cancel 2", "wait", "wait"],
        # cancel the last of two that are scheduled
        ["schedule 1 1", "schedule 2 2", "cancel 2", "wait", "wait"],
        # publish now while a newer one is scheduled
        ["publish 1", "schedule 3 2", "wait", "publish 2", "wait", "wait"],
        # publish a newer one now while an older one is scheduled: refused until it is cancelled
        ["publish 1", "schedule 2 2", "wait", "publish 3", "cancel 2", "publish 3", "wait"],
        # withdraw what is superseded; withdraw what is shown while the next one waits
        [
            "publish 1",
            "wait",
            "publish 2",
            "withdraw 1",
            "schedule 3 2",
            "withdraw 2",
            "wait",
            "wait",
        ],
        # cancelled and scheduled again
        ["publish 1", "schedule 2 1", "cancel 2", "schedule 2 2", "wait", "wait", "cancel 2"],
    ],
)
def test_longer_sequences_with_three_editions(clock, acts):
    site, verbs = Site(clock, 3), Verbs()

    for act in acts:
        name, *arguments = act.split()
        before = verbs.copy()
        expected = getattr(verbs, name)(*map(int, arguments))
        assert site.act(before, name, *map(int, arguments)) == expected
        site.agrees_with(verbs)


def test_the_clock_of_these_tests_is_not_the_real_one(clock):
    assert clock.now == NOON
