"""The draft read as a page, and a page written back into it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from education import working_copy
from education.models import Concern, Condition, Contraindication, Source, Topic
from education.page import TreatmentPage
from education.page_types import PROSE_LENGTH
from tests.education.test_text import TEXTS, cleaned
from tests.factories import make_page, make_topic, page_values

pytestmark = pytest.mark.django_db


def many(name, number):
    """``number`` entries of one kind, each with its own key."""
    first = page_values()[name][0]
    return [{**first, "key": f"{first['key']}-{n}"} for n in range(number)]


def write(page, slug="peel"):
    topic = Topic(slug=slug, kind=page.kind, profile="injectable")
    working_copy.write(topic, page)
    return topic


def test_what_was_written_is_read_again():
    page = make_page()

    assert working_copy.read(write(page)) == page


def test_writing_what_is_there_changes_no_row():
    topic = write(make_page())
    rows = list(Contraindication.objects.values())

    working_copy.write(topic, working_copy.read(topic))

    assert list(Contraindication.objects.values()) == rows


def test_reading_takes_the_same_queries_for_any_number_of_entries():
    small = write(make_page())
    sources = [{"key": f"s-{n}", "title": f"Source {n}"} for n in range(40)]
    claims = [{**entry, "sources": [s["key"] for s in sources]} for entry in many("claims", 30)]
    lists = ["contraindications", "side_effects", "aftercare", "steps", "faqs"]
    large = write(
        make_page(
            claims=claims,
            sources=[*page_values()["sources"], *sources],
            **{name: many(name, 50) for name in lists},
        ),
        "large",
    )

    with CaptureQueriesContext(connection) as few:
        working_copy.read(small)
    with CaptureQueriesContext(connection) as many_queries:
        working_copy.read(large)

    assert len(few) == len(many_queries) == 16


def test_entries_keep_the_order_of_their_positions():
    topic = write(make_page(faqs=many("faqs", 3)))
    topic.faqs.filter(key__endswith="-2").update(position=0)
    topic.faqs.exclude(key__endswith="-2").update(position=9)

    assert [faq.key[-1] for faq in working_copy.read(topic).faqs] == ["2", "0", "1"]


def test_sources_stand_in_the_order_in_which_a_reader_meets_them():
    sources = [{"key": key, "title": key} for key in ("a", "b", "c", "further")]
    claim = page_values()["claims"][0]
    effect = page_values()["side_effects"][0]
    page = make_page(
        claims=[{**claim, "sources": ["c"]}, {**claim, "key": "two", "sources": ["b", "c"]}],
        contraindications=[],
        side_effects=[{**effect, "sources": ["a"]}],
        sources=sources,
    )

    topic = write(page)

    assert [s.key for s in working_copy.read(topic).sources] == ["c", "b", "a", "further"]
    assert [s.key for s in topic.further_sources.all()] == ["further"]


def test_an_entry_that_the_page_lacks_is_removed_and_the_others_keep_their_rows():
    topic = write(make_page(faqs=many("faqs", 3)))
    kept = topic.faqs.get(key__endswith="-2").pk

    working_copy.write(topic, make_page(faqs=many("faqs", 3)[2:]))

    assert [faq.pk for faq in topic.faqs.all()] == [kept]


def test_two_entries_can_change_places():
    topic = write(make_page(faqs=many("faqs", 2)))

    working_copy.write(topic, make_page(faqs=many("faqs", 2)[::-1]))

    assert [faq.key[-1] for faq in working_copy.read(topic).faqs] == ["1", "0"]


def test_shared_rows_are_made_once_for_all_topics():
    write(make_page(), "one")
    write(make_page(), "two")

    assert Condition.objects.count() == 2
    assert Source.objects.count() == Concern.objects.count() == 1


def test_shared_rows_are_never_changed_and_each_that_differs_is_named_once():
    write(make_page())
    Condition.objects.filter(key="pregnancy").update(name="Being pregnant")
    contraindication = page_values()["contraindications"][0]
    page = make_page(contraindications=[contraindication, {**contraindication, "key": "again"}])

    topic = Topic(slug="two", kind="treatment", profile="injectable")
    differing = working_copy.write(topic, page)

    assert differing == ["Being pregnant"]
    assert working_copy.read(topic).contraindications[0].condition.name == "Being pregnant"


def test_topics_do_not_read_each_other():
    write(make_page(faqs=many("faqs", 2)), "one")
    other = write(make_page(faqs=[], title="Peel"), "two")

    assert working_copy.read(other).faqs == []


def test_rows_that_were_read_before_do_not_hide_a_change():
    topic = make_topic()
    list(topic.faqs.all())
    Topic.objects.filter(pk=topic.pk).update(title="Peel")
    topic.faqs.update(question="Does it sting?")

    page = working_copy.read(topic)

    assert (page.title, page.faqs[0].question) == ("Peel", "Does it sting?")


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_any_text_that_is_let_through_comes_back(texts):
    lines = [line for text in texts if (line := (cleaned(text) or "").replace("\n", " "))]
    body = (cleaned("\n\n".join(texts)) or "x")[:PROSE_LENGTH]
    section = {"key": "one", "kind": "what_it_is", "body": body}
    first = page_values()["contraindications"][0]
    condition = {"key": "x", "name": "X", "also_called": [line[:300] for line in lines]}
    page = TreatmentPage.model_validate(
        {
            **page_values(),
            "also_called": [line[:300] for line in lines],
            "sections": [section],
            "contraindications": [{**first, "condition": condition}],
        }
    )
    Topic.objects.filter(slug="any").delete()
    Contraindication.objects.filter(topic__slug="any").delete()
    Condition.objects.filter(key="x").delete()

    topic = write(page, "any")

    assert working_copy.read(topic) == page
    Contraindication.objects.filter(topic=topic).delete()
    topic.delete()
