"""An editor writes: the pages of a topic's desk, through the client."""

import pytest
from django.contrib.admin.models import LogEntry

from education.admin.entries import INLINES
from education.admin.panels import PANELS
from education.models import (
    Condition,
    Contraindication,
    Edition,
    FormerSlug,
    SideEffect,
    Topic,
)
from education.page import ENTRY_LISTS
from tests.education.desk import address, open_form, said, save
from tests.factories import make_live_topic, make_topic, make_user, page_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user("editor")
    client.force_login(user)
    return user


def contraindications(topic: Topic) -> list[str]:
    return list(topic.contraindications.values_list("key", flat=True))


# -- Who and where ---------------------------------------------------------------------------


@pytest.mark.parametrize("panel", [*PANELS, "review", "versions"])
@pytest.mark.parametrize("role", ["editor", "reviewer", "superuser"])
def test_who_works_on_texts_opens_every_page(client, role, panel):
    topic = make_topic()
    client.force_login(make_user(role))

    response = client.get(address(topic, panel))

    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1


@pytest.mark.parametrize("panel", [*PANELS, "review", "versions"])
@pytest.mark.parametrize("role", [None, "clinician", "desk", "manager"])
def test_nobody_else_sees_a_draft(client, role, panel):
    topic = make_topic(title="Not for everybody")
    if role:
        client.force_login(make_user(role))

    response = client.get(address(topic, panel))

    assert response.status_code == (403 if role else 302)
    assert b"Not for everybody" not in response.content


@pytest.mark.parametrize("panel", PANELS)
def test_a_reviewer_reads_and_cannot_write(client, panel):
    topic = make_topic()
    client.force_login(make_user("reviewer"))

    page = client.get(address(topic, panel))
    sent = client.post(address(topic, panel), {"title": "Mine now"})

    assert b"Save draft" not in page.content
    assert sent.status_code == 403
    assert Topic.objects.get().title == "Mesotherapy"


def test_every_part_of_the_page_is_on_the_desk():
    parts = {part for panel in PANELS.values() for part in panel.parts}

    assert parts == {"basics", *ENTRY_LISTS}


@pytest.mark.parametrize("inline", [inline for kinds in INLINES.values() for inline in kinds])
def test_every_field_of_an_entry_is_on_the_desk(inline):
    lines = [[line] if isinstance(line, str) else line for line in inline.fields]

    fields = {field for line in lines for field in line}
    assert fields == {*inline.part.model_fields, "position"} - {"key"}


def test_django_s_own_address_leads_to_the_desk(client, editor):
    topic = make_topic()

    response = client.get(address(topic, "change"))

    assert response["Location"] == address(topic, "basics")


def test_an_unknown_topic_is_not_found(client, editor):
    assert client.get("/admin/education/topic/999/who/").status_code == 404


# -- Saving ----------------------------------------------------------------------------------


def test_saving_records_the_draft_and_leaves_the_public_page_alone(client, editor):
    topic = make_live_topic()

    response = save(client, topic, "who", **{"contraindications-0-why": "It may harm the child."})

    live, draft = topic.editions.live().get(), topic.editions.order_by("-number").first()
    assert response["Location"] == address(topic, "who")
    assert draft.page["contraindications"][0]["why"] == "It may harm the child."
    assert draft.saved_by == editor
    assert live.page["contraindications"][0]["why"] == "Nobody has tested it in pregnancy."


def test_the_message_says_what_patients_still_read(client, editor):
    topic = make_live_topic()

    response = save(client, topic, "basics", title="Skin needling")

    assert "Draft saved. Patients still read the approved version of" in said(client, response)


@pytest.mark.parametrize("panel", PANELS)
def test_saving_without_a_change_records_nothing(client, editor, panel):
    topic = make_topic()

    response = save(client, topic, panel)

    assert "Nothing has changed that patients read." in said(client, response)
    assert topic.editions.count() == 1


def test_what_only_we_read_makes_no_new_version(client, editor):
    topic = make_topic()

    save(client, topic, "basics", owner=str(editor.pk))

    topic.refresh_from_db()
    assert topic.owner == editor
    assert topic.editions.count() == 1


def test_the_history_names_entry_and_field(client, editor):
    topic = make_topic()

    save(client, topic, "who", **{"contraindications-0-why": "It may harm the child."})

    entry = LogEntry.objects.get()
    assert entry.get_change_message() == (
        "Changed Why for contraindication “Not now: Are you pregnant?”."
    )


# -- Entries ---------------------------------------------------------------------------------


def test_a_new_entry_gets_its_key_from_its_heading_and_the_last_place(client, editor):
    topic = make_topic()

    save(
        client,
        topic,
        "questions",
        **{"faqs-1-question": "How long does it take?", "faqs-1-answer": "An hour."},
    )

    assert list(topic.faqs.values_list("key", flat=True)) == [
        "does-it-hurt",
        "how-long-does-it-take",
    ]


def test_two_entries_with_one_heading_get_two_keys(client, editor):
    topic = make_topic()

    save(
        client,
        topic,
        "questions",
        **{"faqs-1-question": "Does it hurt?", "faqs-1-answer": "It does."},
    )

    assert set(topic.faqs.values_list("key", flat=True)) == {"does-it-hurt", "does-it-hurt-2"}


def test_a_key_stays_when_the_heading_changes(client, editor):
    topic = make_topic()

    save(client, topic, "questions", **{"faqs-0-question": "Is it painful?"})

    assert topic.faqs.get().key == "does-it-hurt"


def test_a_contraindication_is_named_by_its_condition(client, editor):
    topic = make_topic()
    diabetes = Condition.objects.create(key="diabetes", name="Diabetes")

    save(
        client,
        topic,
        "who",
        **{
            "contraindications-2-level": "ask_first",
            "contraindications-2-condition": str(diabetes.pk),
            "contraindications-2-question": "Do you have diabetes?",
            "contraindications-2-why": "Wounds heal more slowly.",
            "contraindications-2-what_to_do": "Tell us.",
        },
    )

    assert contraindications(topic) == ["pregnancy", "blood-thinners", "diabetes"]


def test_a_position_moves_an_entry(client, editor):
    topic = make_topic()

    save(client, topic, "who", **{"contraindications-1-position": "0"})

    assert contraindications(topic) == ["blood-thinners", "pregnancy"]
    assert topic.editions.count() == 2


def test_an_empty_position_moves_an_entry_to_the_end(client, editor):
    topic = make_topic()

    save(client, topic, "who", **{"contraindications-0-position": ""})

    assert contraindications(topic) == ["blood-thinners", "pregnancy"]


def test_an_entry_can_be_removed_and_stays_in_the_version_before(client, editor):
    topic = make_topic()

    save(client, topic, "who", **{"contraindications-0-DELETE": "on"})

    assert contraindications(topic) == ["blood-thinners"]
    first = topic.editions.get(number=1).page["contraindications"]
    assert [entry["key"] for entry in first] == ["pregnancy", "blood-thinners"]


# -- What is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("panel", "field", "value", "reason"),
    [
        ("risks", "side_effects-1-count", "500", "500 in 100 people is not possible"),
        ("risks", "side_effects-1-out_of", "", "Give both numbers"),
        ("risks", "side_effects-1-count", "-1", "greater than or equal to 0"),
        ("visit", "aftercare-0-until_hours", "0", "The end must be later than the beginning"),
        ("visit", "care_cards-1-level", "emergency", "more than one card"),
        ("questions", "faqs-0-answer", "two\u2028lines", "U+2028"),
        ("questions", "faqs-0-answer", "a\x00b", "Null characters are not allowed"),
        ("questions", "faqs-0-answer", "", "This field is required"),
        ("basics", "summary", "x" * 601, "at most 600"),
        ("basics", "title", "", "This field is required"),
        ("basics", "slug", "Not an address", "Enter a valid “slug”"),
    ],
)
def test_a_fault_is_said_and_nothing_is_stored(client, editor, panel, field, value, reason):
    topic = make_topic()

    response = save(client, topic, panel, **{field: value})

    assert response.status_code == 200
    assert reason in response.content.decode()
    assert topic.editions.count() == 1


def test_mixed_bases_of_risks_are_refused_with_all_that_was_typed(client, editor):
    topic = make_topic()

    response = save(
        client,
        topic,
        "risks",
        **{
            "side_effects-0-count": "1",
            "side_effects-0-out_of": "1000",
            "side_effects-0-what_to_do": "Phone us at once, day or night.",
        },
    )

    page = response.content.decode()
    assert "give all numbers out of the same number of people" in page
    assert "Phone us at once, day or night." in page
    assert SideEffect.objects.get(key="infection").what_to_do == "Phone us the same day."


def test_html_is_text_on_the_desk(client, editor):
    topic = make_topic()

    response = save(client, topic, "questions", **{"faqs-0-question": "<img src=x onerror=a()>"})

    page = said(client, response)
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_names_in_other_scripts_are_kept(client, editor):
    topic = make_topic()

    save(client, topic, "basics", title="Μεσοθεραπεία 美塑疗法 ميزوثيرابي")

    assert Topic.objects.get().title == "Μεσοθεραπεία 美塑疗法 ميزوثيرابي"


# -- Addresses -------------------------------------------------------------------------------


def test_a_new_address_keeps_the_old_one(client, editor):
    topic = make_topic(slug="old")

    save(client, topic, "basics", slug="new")

    assert Topic.objects.get().slug == "new"
    assert FormerSlug.objects.get().slug == "old"


def test_an_address_may_come_back(client, editor):
    topic = make_topic(slug="old")
    save(client, topic, "basics", slug="new")

    save(client, topic, "basics", slug="old")

    assert Topic.objects.get().slug == "old"
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["new"]


@pytest.mark.parametrize(
    ("slug", "reason"),
    [("taken", "already exists"), ("before", "had this address before")],
)
def test_an_address_that_another_page_has_or_had_is_refused(client, editor, slug, reason):
    topic, other = make_topic(slug="mine"), make_topic(slug="taken")
    FormerSlug.objects.create(slug="before", topic=other)

    response = save(client, topic, "basics", slug=slug)

    assert reason in response.content.decode()
    topic.refresh_from_db()
    assert topic.slug == "mine"


# -- A new topic -----------------------------------------------------------------------------

ADD = "/admin/education/topic/add/"


def new_topic(**changes: str) -> dict[str, str]:
    values = {"title": "Peeling", "slug": "", "kind": "treatment", "profile": "other"}
    return {**values, "summary": "An acid takes off the top of the skin.", **changes}


def test_a_new_topic_starts_with_its_basics(client, editor):
    response = client.post(ADD, new_topic())

    topic = Topic.objects.get()
    assert response["Location"] == address(topic, "basics")
    assert topic.slug == "peeling"
    assert topic.editions.get().saved_by == editor


def test_a_guide_has_the_rules_of_guides(client, editor):
    response = client.post(ADD, new_topic(kind="guide", profile="injectable"))

    assert "A guide follows the rules of guides" in response.content.decode()
    assert not Topic.objects.exists()


def test_a_title_that_makes_no_address_asks_for_one(client, editor):
    response = client.post(ADD, new_topic(title="美塑疗法"))

    assert "Type an address" in response.content.decode()


@pytest.mark.parametrize("role", ["reviewer", "clinician", "desk", "manager"])
def test_only_editors_add_topics(client, role):
    client.force_login(make_user(role))

    assert client.post(ADD, new_topic()).status_code == 403
    assert not Topic.objects.exists()


# -- The bar and the list --------------------------------------------------------------------


def test_the_bar_counts_entries_and_names_what_is_missing(client, editor):
    topic = make_topic(care_cards=[])

    response = client.get(address(topic, "visit"))

    tabs = {tab.name: tab for tab in response.context["tabs"]}
    assert tabs["who"].count == 2
    assert [str(item.message) for item in tabs["visit"].missing] == [
        "Add an urgent get-help card.",
        "Add an emergency get-help card.",
    ]
    assert "Add an urgent get-help card." in response.content.decode()


def test_the_list_says_where_each_draft_stands(client, editor):
    make_live_topic(title="Public")
    make_topic(title="Waiting")

    page = client.get("/admin/education/topic/").content.decode()

    assert "checked" in page
    assert "waits to be checked" in page


def test_the_list_asks_as_often_for_many_as_for_one(client, editor, django_assert_max_num_queries):
    for _number in range(12):
        make_topic()

    with django_assert_max_num_queries(9):
        client.get("/admin/education/topic/")


@pytest.mark.parametrize("panel", ["who", "risks", "visit"])
def test_a_page_asks_as_often_for_many_entries_as_for_few(client, editor, panel):
    few = make_topic()
    values = page_values()
    rows = [
        {**values["contraindications"][0], "key": f"pregnancy-{number}"} for number in range(30)
    ]
    effects = [{**values["side_effects"][0], "key": f"effect-{number}"} for number in range(30)]
    many = make_topic(contraindications=rows, side_effects=effects)

    assert queries(client, many, panel) <= queries(client, few, panel)


def queries(client, topic: Topic, panel: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address(topic, panel))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address(topic, panel))
    return len(captured)


def test_the_form_can_be_opened_and_sent_as_it_is(client, editor):
    topic = make_topic()

    fields = open_form(client, address(topic, "who"))

    assert fields["contraindications-0-question"] == "Are you pregnant?"
    assert Contraindication.objects.count() == 2
    assert Edition.objects.count() == 1
