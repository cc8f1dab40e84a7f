"""Two people decide in one moment: any order is fine, half of one and half of the other is not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from education import editions, working_copy
from education.models import FAQ, Condition, Edition, Entry, Topic
from education.models.edition_constraints import OPEN_END
from education.rules import Refused
from education.supersession import superseded_from
from tests.factories import approve, change_topic, make_live_topic, make_topic, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gives when all begin in one moment; ``Refused`` is an answer, too."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        results = [pool.submit(run, act) for act in acts]
        given = [result.result(timeout=60) for result in results]
    close_old_connections()
    return given


def refused(results: list[Any]) -> list[Any]:
    return [result for result in results if isinstance(result, Refused)]


def assert_whole(topic: Topic) -> None:
    """Ends follow from beginnings, one end is open, and lists show what is live."""
    published = topic.editions.filter(publish_from__isnull=False)
    times = dict(published.values_list("pk", "publish_from"))
    ends = dict(published.values_list("pk", "superseded_from"))
    assert ends == superseded_from(times)
    assert list(ends.values()).count(OPEN_END) == (1 if ends else 0)
    live = set(topic.editions.live().values_list("pk", flat=True))
    listed = Entry.objects.live().filter(kind="page", edition__topic=topic)
    assert set(listed.values_list("edition", flat=True)) == live


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_version_published_twice_is_published_once(_round):
    reviewer, topic = make_user("reviewer"), make_topic()
    edition = approve(topic, by=reviewer)

    results = at_once(*[lambda: editions.publish(edition=edition, by=reviewer)] * 4)

    assert len(refused(results)) == 3
    assert_whole(topic)
    assert topic.editions.live().get() == edition


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_versions_published_at_once_leave_the_newer_one(_round):
    reviewer, topic = make_user("reviewer"), make_live_topic()
    two = change_topic(topic, title="Two")
    approve(topic, by=reviewer)
    three = change_topic(topic, title="Three")
    approve(topic, by=reviewer)

    results = at_once(
        lambda: editions.publish(edition=two, by=reviewer),
        lambda: editions.publish(edition=three, by=reviewer),
    )

    assert_whole(topic)
    assert topic.editions.live().get() == three
    assert len(refused(results)) == (0 if Edition.objects.get(pk=two.pk).publish_from else 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_approving_while_somebody_saves_approves_what_was_read(_round):
    reviewer, editor, topic = make_user("reviewer"), make_user("editor"), make_topic(title="Read")
    read = topic.editions.get()

    at_once(
        lambda: approve_read(read, reviewer),
        lambda: change_topic(topic, by=editor, title="Written meanwhile"),
    )

    approved = topic.editions.filter(approved_at__isnull=False)
    assert [edition.page["title"] for edition in approved] in ([], ["Read"])
    assert editions.latest_edition(topic).as_page() == working_copy.read(topic)
    assert topic.editions.count() == 2


def approve_read(edition, reviewer):
    return editions.approve(
        edition=edition,
        by=reviewer,
        digest=edition.digest,
        statement="I read it.",
        review_due=timezone.localdate() + timezone.timedelta(days=100),
    )


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_withdrawing_while_somebody_publishes_the_next_one(_round):
    reviewer, topic = make_user("reviewer"), make_live_topic()
    first = topic.editions.get()
    change_topic(topic, title="Two")
    second = approve(topic, by=reviewer)

    results = at_once(
        lambda: editions.withdraw(edition=first, by=reviewer, reason="Wrong."),
        lambda: editions.publish(edition=second, by=reviewer),
    )

    assert refused(results) == []
    assert_whole(topic)
    assert topic.editions.live().get() == second


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_scheduling_two_versions_and_cancelling_one(_round):
    reviewer, topic = make_user("reviewer"), make_live_topic()
    hour = timezone.timedelta(hours=1)
    numbers = []
    for title in ("Two", "Three"):
        change_topic(topic, title=title)
        numbers.append(approve(topic, by=reviewer))
    two, three = numbers
    editions.publish(edition=two, by=reviewer, at=timezone.now() + hour)

    at_once(
        lambda: editions.cancel(edition=two, by=reviewer),
        lambda: editions.publish(edition=three, by=reviewer, at=timezone.now() + 2 * hour),
    )

    assert_whole(topic)
    at = timezone.now() + 1.5 * hour
    assert topic.editions.live(at).get().number == 1
    assert topic.editions.live(at + hour).get() == three


def test_two_editors_who_each_add_an_entry_do_not_wait_for_each_other_for_ever():
    """Both have written before either records, so both hold rows when they want the topic's."""
    topic = make_topic()
    both_have_written = Barrier(2)

    def add(key):
        with transaction.atomic():
            FAQ.objects.create(topic=topic, key=key, question="Why?", answer="Because.")
            with suppress(BrokenBarrierError):  # SQLite lets one write after the other
                both_have_written.wait(timeout=2)
            return editions.record(topic=topic, by=None)

    at_once(lambda: add("one"), lambda: add("two"))

    assert topic.editions.count() == 3
    assert editions.latest_edition(topic).as_page() == working_copy.read(topic)
    assert {"one", "two"} <= {faq.key for faq in working_copy.read(topic).faqs}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_people_who_change_what_topics_share(_round):
    topics = [make_topic() for _number in range(4)]

    def rename(key, name, order):
        with transaction.atomic():
            Condition.objects.filter(key=key).update(name=name)
            return editions.record_all(topics=order, by=None)

    at_once(
        lambda: rename("pregnancy", "Being pregnant", topics),
        lambda: rename("blood-thinners", "Thin blood", topics[::-1]),
    )

    for topic in topics:
        latest = editions.latest_edition(topic).as_page()
        assert latest == working_copy.read(topic)
        names = {part.condition.name for part in latest.contraindications}
        assert names == {"Being pregnant", "Thin blood"}
