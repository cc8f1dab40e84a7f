"""The one shape of what a patient reads, and the draft that mirrors it field by field."""

import types
from typing import Any, get_args

import pytest
from django.db import models
from pydantic import ValidationError

from education import page as shape
from education.models import (
    FAQ,
    AftercareItem,
    CareCard,
    Claim,
    Concern,
    Condition,
    Contraindication,
    QuestionToAsk,
    Section,
    SideEffect,
    Source,
    Step,
    Topic,
)
from education.models.entries import TopicEntry
from education.models.fields import LineField, LinesField, ProseField
from education.models.shared import Shared
from tests.factories import make_page, page_values

PARTS: dict[type[models.Model], type[shape.Part]] = {
    AftercareItem: shape.AftercareItem,
    CareCard: shape.CareCard,
    Claim: shape.Claim,
    Concern: shape.Concern,
    Condition: shape.Condition,
    Contraindication: shape.Contraindication,
    FAQ: shape.FAQ,
    QuestionToAsk: shape.QuestionToAsk,
    Section: shape.Section,
    SideEffect: shape.SideEffect,
    Source: shape.Source,
    Step: shape.Step,
}
ALL_PARTS = [*PARTS.values(), shape.TreatmentPage, shape.Facts]
# Columns of a draft that are no part of the page, and why.
NOT_READ = {
    "id": "of the database",
    "topic": "the page itself",
    "position": "becomes the order of the list",
    "verified_on": "for reviewers",
    "verification_note": "for reviewers",
    "slug": "the address",
    "profile": "rules of publication",
    "owner": "staff",
}


def problems(**changes: Any) -> str:
    """What the shape says of a page with these values; fails if it says nothing."""
    with pytest.raises(ValidationError) as caught:
        make_page(**changes)
    return str(caught.value)


# -- Rules of the shape ----------------------------------------------------------------------


def test_a_default_is_nothing():
    defaults = {
        f"{part.__name__}.{name}": field.default
        for part in ALL_PARTS
        for name, field in part.model_fields.items()
        if not field.is_required()
    }

    assert len(defaults) > 30
    assert {name: value for name, value in defaults.items() if value not in ("", None, [])} == {}
    assert not any(isinstance(value, bool) for value in defaults.values())


def types_in(annotation: Any) -> set[Any]:
    inner = get_args(annotation)
    return {annotation} if not inner else set().union(*(types_in(each) for each in inner))


def test_there_are_no_floats():
    seen = {
        f"{part.__name__}.{name}": types_in(field.annotation)
        for part in ALL_PARTS
        for name, field in part.model_fields.items()
    }

    assert len(seen) > 80
    assert [name for name, found in seen.items() if float in found] == []


def test_a_number_of_people_is_not_rounded():
    risk = {**page_values()["side_effects"][1], "count": 2.5}

    assert "valid integer" in problems(side_effects=[risk])


# -- The draft mirrors it --------------------------------------------------------------------


def columns(model: type[models.Model]) -> set[str]:
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {field.name for field in fields} - set(NOT_READ)


def test_every_model_of_the_draft_has_its_part():
    assert set(PARTS) == {*TopicEntry.__subclasses__(), *Shared.__subclasses__()}


@pytest.mark.parametrize("model", PARTS)
def test_an_entry_and_its_part_have_the_same_fields(model):
    assert columns(model) == set(PARTS[model].model_fields)


def test_a_topic_and_the_page_have_the_same_fields():
    own = columns(Topic) - set(shape.Facts.model_fields) - {"further_sources"}
    lists = {*shape.ENTRY_LISTS} - {"concerns"}

    assert own == set(shape.TreatmentPage.model_fields) - lists - {"facts"}
    assert set(shape.Facts.model_fields) <= columns(Topic)
    assert lists - {"sources"} == {
        relation.related_model._meta.get_field("topic").remote_field.related_name
        for relation in Topic._meta.related_objects
        if issubclass(relation.related_model, TopicEntry)
    }


def mirrored() -> list[tuple[models.Field, type[shape.Part]]]:
    of_topic = [
        (field, shape.Facts if field.name in shape.Facts.model_fields else shape.TreatmentPage)
        for field in Topic._meta.concrete_fields
        if field.name in columns(Topic)
    ]
    return [
        *of_topic,
        *((f, part) for m, part in PARTS.items() for f in m._meta.fields if f.name in columns(m)),
    ]


TEXT_FIELDS = [
    (field, part)
    for field, part in mirrored()
    if isinstance(field, models.CharField | models.TextField) and field.name != "key"
]


@pytest.mark.parametrize(("field", "part"), TEXT_FIELDS, ids=str)
def test_text_is_as_long_as_the_page_allows_and_no_longer(field, part):
    if field.choices or isinstance(field, LinesField):
        return
    limits = [getattr(each, "max_length", None) for each in part.model_fields[field.name].metadata]

    assert [limit for limit in limits if limit] == [field.max_length]


def test_enough_texts_were_compared():
    assert len(TEXT_FIELDS) > 40


@pytest.mark.parametrize(("field", "part"), TEXT_FIELDS, ids=str)
def test_what_must_be_filled_in_is_the_same(field, part):
    required = part.model_fields[field.name].is_required()

    assert field.blank == (not required)


@pytest.mark.parametrize(("field", "part"), TEXT_FIELDS, ids=str)
def test_choices_are_those_of_the_page(field, part):
    literal = set().union(
        *(get_args(each) for each in literals(part.model_fields[field.name].annotation))
    )

    assert {value for value, _label in field.choices or []} == literal - {""}


def literals(annotation: Any) -> list[Any]:
    if isinstance(annotation, types.UnionType) or "Union" in str(annotation)[:20]:
        return [each for each in get_args(annotation) if "Literal" in str(each)[:20]]
    return [annotation] if "Literal" in str(annotation)[:20] else []


@pytest.mark.parametrize(("field", "part"), TEXT_FIELDS, ids=str)
def test_text_of_the_draft_goes_through_the_normaliser(field, part):
    assert field.choices or isinstance(field, LineField | LinesField | ProseField | models.URLField)


# -- What it refuses -------------------------------------------------------------------------


def test_an_unknown_field_is_refused():
    assert "Extra inputs are not permitted" in problems(painless=True)


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\n"])
def test_a_required_text_cannot_be_invisible(text):
    assert "at least 1 character" in problems(title=text)


def test_a_text_is_counted_after_it_is_cleaned():
    assert make_page(title="x" * 120 + "   ").title == "x" * 120
    assert "at most 120 characters" in problems(title="x" * 121)


@pytest.mark.parametrize(
    ("count", "out_of", "message"),
    [
        (5, 3, "5 in 3 people is not possible"),
        (0, 0, "0 in 0 people is not possible"),
        (1, None, "Give both numbers"),
        (None, 100, "Give both numbers"),
        (-1, 100, "greater than or equal to 0"),
    ],
)
def test_an_impossible_risk_is_refused(count, out_of, message):
    risk = {**page_values()["side_effects"][0], "count": count, "out_of": out_of}

    assert message in problems(side_effects=[risk])


@pytest.mark.parametrize(("count", "out_of"), [(0, 100), (100, 100), (None, None)])
def test_a_possible_risk_is_accepted(count, out_of):
    risk = {**page_values()["side_effects"][0], "count": count, "out_of": out_of}

    assert make_page(side_effects=[risk]).side_effects[0].count == count


def test_mixed_denominators_are_refused():
    first, second = page_values()["side_effects"]
    mixed = [{**first, "count": 1, "out_of": 10}, {**second, "count": 1, "out_of": 1000}]

    assert "out of the same number of people" in problems(side_effects=mixed)


def test_a_key_is_used_once_in_its_list():
    faq = page_values()["faqs"][0]

    assert "faqs: the key “does-it-hurt” is used twice" in problems(faqs=[faq, faq])


def test_one_key_may_stand_in_two_lists():
    step = {**page_values()["steps"][0], "key": "does-it-hurt"}

    assert make_page(steps=[step]).steps[0].key == make_page().faqs[0].key


def test_a_claim_cites_only_sources_of_the_page():
    claim = {**page_values()["claims"][0], "sources": ["nobody-1999"]}

    assert "claims, brighter-skin: unknown source “nobody-1999”" in problems(claims=[claim])


def test_a_health_problem_has_one_name_on_a_page():
    first, second = page_values()["contraindications"]
    second = {**second, "condition": {"key": "pregnancy", "name": "Being pregnant"}}

    assert "two different texts" in problems(contraindications=[first, second])


def test_there_is_one_card_of_each_level():
    emergency, urgent = page_values()["care_cards"]

    assert "more than one card for “urgent”" in problems(
        care_cards=[emergency, urgent, {**urgent, "key": "another"}]
    )


def test_sources_of_a_claim_are_a_set():
    claim = {**page_values()["claims"][0], "sources": ["z-2001", "review-2020", "z-2001"]}
    sources = [*page_values()["sources"], {"key": "z-2001", "title": "Another"}]

    assert make_page(claims=[claim], sources=sources).claims[0].sources == ["review-2020", "z-2001"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://example.org",
        "data:text/html,x",
        "//example.org",
        "https://a b",
        "https://[abc",
        "https://[abc]/",
        "https://a\u2100b/",
        "https://?page",
        "https://:80/",
    ],
)
def test_a_link_of_a_source_is_a_web_address(url):
    assert "url" in problems(sources=[{**page_values()["sources"][0], "url": url}])


@pytest.mark.parametrize(
    ("name", "value"), [("doi", "https://doi.org/10.1/x"), ("doi", "11.1234/x"), ("pmid", "PMID 1")]
)
def test_numbers_of_a_source_have_their_form(name, value):
    assert name in problems(sources=[{**page_values()["sources"][0], name: value}])


@pytest.mark.parametrize("key", ["Upper", "under_score", "-a", "a-", "a--b", "é", "a b", ""])
def test_a_key_is_plain(key):
    assert "key" in problems(faqs=[{**page_values()["faqs"][0], "key": key}])


@pytest.mark.parametrize("moment", [0, 86400, True, "yesterday"])
def test_a_day_is_a_day_and_not_a_number_of_seconds(moment):
    claim = {**page_values()["claims"][0], "searched_on": moment}

    assert "searched_on" in problems(claims=[claim])


def test_aftercare_ends_after_it_begins():
    item = {**page_values()["aftercare"][0], "from_hours": 24, "until_hours": 24}

    assert "must be later than the beginning" in problems(aftercare=[item])


def test_there_are_at_most_sixty_entries_of_a_kind():
    step = page_values()["steps"][0]
    steps = [{**step, "key": f"step-{n}"} for n in range(61)]

    assert len(make_page(steps=steps[:60]).steps) == 60
    assert "at most 60 items" in problems(steps=steps)


def test_a_page_cannot_be_changed_once_it_is_made():
    page = make_page()

    with pytest.raises(ValidationError, match="frozen"):
        page.title = "Another"
