"""Content packs: a topic as a file."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from education import editions, packs, working_copy
from education.models import Condition, Edition, FormerSlug, Topic
from education.packs import Pack, PackError
from education.page_types import PROSE_LENGTH
from tests.education.machine.books import working_copy_models
from tests.education.test_text import TEXTS, cleaned
from tests.factories import change_topic, make_live_topic, make_page, make_topic, make_user

GOOD = packs.dump(Pack(slug="peel", language="en", profile="injectable", page=make_page()))


def rows():
    """How many rows every table of drafts and editions has."""
    return {model: model.objects.count() for model in [*working_copy_models(), Edition]}


def fault(text):
    with pytest.raises(PackError) as caught:
        packs.load(text)
    return str(caught.value)


def with_line(old, new):
    """The good pack with one line changed, and the number of that line."""
    assert GOOD.count(old) == 1, old
    line = GOOD[: GOOD.index(old)].count("\n") + 1
    return GOOD.replace(old, new), line


# -- Round trip ------------------------------------------------------------------------------


def test_a_pack_is_read_and_written_to_the_byte():
    assert packs.dump(packs.load(GOOD)) == GOOD


@pytest.mark.django_db
def test_what_is_exported_imported_and_exported_again_is_the_same_to_the_byte():
    topic = make_topic(slug="peel", faqs=[])
    first = packs.export(topic)
    change_topic(topic, title="Something else", steps=[])

    packs.import_pack(packs.load(first), by=None, replace=True)

    assert packs.export(topic) == first


SAFE = TEXTS.map(lambda text: (cleaned(text) or "x")[:PROSE_LENGTH])
AWKWARD = st.sampled_from(
    [
        *["no", "12:30", "1_000", "2026-03-31", "~", "null", "'", '"', "|", "%", "@", "&a", "*a"],
        *["- a", "# a", "a: b", "a #b", "!!str x", "a\n\n\nb", "a\n  b", "a\n---\nb", "a\n...\nb"],
        "x" * 500,
    ]
)


@settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(SAFE | AWKWARD, SAFE | AWKWARD)
def test_any_text_survives_a_round_trip(one, other):
    line = other.replace("\n", " ")[:120]
    section = {"key": "one", "kind": "what_it_is", "body": one, "heading": line}
    page = make_page(title=line, also_called=[line], sections=[section])
    text = packs.dump(Pack(slug="peel", language="en", profile="injectable", page=page))

    again = packs.load(text)

    assert again.page == page
    assert packs.dump(again) == text


def test_text_of_several_lines_is_written_as_a_block():
    page = make_page(summary="One line.\n\nAnother line.")

    text = packs.dump(Pack(slug="peel", language="en", profile="injectable", page=page))

    assert "  summary: |-\n    One line.\n\n    Another line.\n" in text


def test_what_equals_its_default_is_left_out():
    assert "also_called: []" not in GOOD
    assert "null" not in GOOD


def test_a_day_is_a_day():
    claim = {**make_page().claims[0].model_dump(), "searched_on": date(2026, 3, 31)}
    page = make_page(claims=[claim])
    text = packs.dump(Pack(slug="peel", language="en", profile="injectable", page=page))

    assert "searched_on: 2026-03-31\n" in text
    assert packs.load(text).page == page


def test_a_byte_order_mark_before_the_file_is_no_text():
    assert packs.load("\ufeff" + GOOD) == packs.load(GOOD)


# -- Bad packs -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("  kind: treatment\n", "  kind: surgery\n", "page.kind: Input should be"),
        ("  title: Mesotherapy\n", "  title: no\n", "page.title: Input should be a valid"),
        (
            "  title: Mesotherapy\n",
            "  title: 12:30\n",
            "page.title: Input should be a valid",
        ),
        (
            "  title: Mesotherapy\n",
            "  title: 2026-03-31\n",
            "page.title: Input should be a valid",
        ),
        ("  title: Mesotherapy\n", "  title:\n", "page.title: Input should be a valid"),
        ("  title: Mesotherapy\n", "  title: [a]\n", "page.title: Input should be a valid"),
        (
            "  title: Mesotherapy\n",
            '  title: " \\t "\n',
            "page.title: String should have",
        ),
        ("  title: Mesotherapy\n", '  title: "a\\0b"\n', "page.title: Contains a character"),
        ("  title: Mesotherapy\n", '  title: "a\\Lb"\n', "page.title: Contains a character"),
        ("  title: Mesotherapy\n", '  title: "a\\Nb"\n', "page.title: Contains a character"),
        ("  title: Mesotherapy\n", "  titel: Mesotherapy\n", "page.titel: Extra inputs are not"),
        ("      count: 20\n", "      count: 20.5\n", "count: Input should be a valid"),
        ("      count: 20\n", "      count: yes\n", "count: Input should be a valid"),
        (
            "      url: https://example.org/review\n",
            "      url: javascript:alert(1)\n",
            "url: String",
        ),
    ],
)
def test_a_wrong_value_is_named_with_line_and_field(old, new, problem):
    text, line = with_line(old, new)

    assert f"Line {line}, " in fault(text)
    assert problem in fault(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Line 1, pack: Input should be"),
        ("just words", "Line 1, pack: Input should be"),
        ("- a\n- list\n", "Line 1, pack: Input should be"),
        ("slug: [peel\n", "Line 2: did not find expected"),
        ("slug: peel\n\tlanguage: en\n", "Line 2: found a tab character that violates indentation"),
        ("slug: peel: en\n", "Line 1: mapping values are not allowed"),
        ("slug: a\nprofile: b\nslug: c\n", "Line 3: “slug” is written twice"),
        ("--- {slug: a}\n--- {slug: b}\n", "Line 2: but found another document"),
        ("slug: a\nslug2: \x00\n", "Line 2: contains a character that cannot be stored (U+0000)"),
        ("slug: a\nb: c\u2028d\n", "Line 2: contains a character that cannot be stored (U+2028)"),
        ("slug: a\nb: c\x85d\n", "Line 2: contains a character that cannot be stored (U+0085)"),
        ("slug: a\nb: c\ufeffd\n", "Line 2: contains a character that cannot be stored (U+FEFF)"),
        ("slug: a\nb: \ud800\n", "Line 2: contains a character that cannot be stored (U+D800)"),
        ("a: 2026-02-31\n", "Line 1: day is out of range for month"),
        ("a: 1" + "0" * 5000, "Line 1: Exceeds the limit"),
        ("a: &x [1]\n", "Line 1: anchors, aliases and tags are not used in a pack"),
        ("a: 1\nb: *a\n", "Line 2: anchors, aliases and tags are not used in a pack"),
        ("a: !!binary aGk=\n", "Line 1: anchors, aliases and tags are not used in a pack"),
        ("a: !!python/object/apply:os.system [ls]\n", "Line 1: anchors, aliases and tags are not"),
        ("a: !!timestamp x\n", "Line 1: anchors, aliases and tags are not used in a pack"),
        ("? [a]\n: b\n", "is written twice"),
        ("a: {<<: {b: c}}\n", "Line 1: "),
        ("%YAML 9.9\n---\na: b\n", "Line 1: found incompatible YAML document"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_no_pack_says_where(text, problem):
    assert problem in fault(text)


def test_a_billion_laughs_are_not_laughed():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for one, two in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]")

    assert "anchors, aliases and tags" in fault("\n".join(lines))


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_before_it_costs_anything(opening):
    assert "too many lists inside each other" in fault(opening * 100_000)


def test_a_pack_of_more_than_two_megabytes_is_not_read():
    assert "larger than 2000000 bytes" in fault("é" * 1_000_001)


def test_no_more_faults_are_named_than_somebody_reads():
    message = fault(GOOD + "".join(f"unknown{n}: x\n" for n in range(2000)))

    assert message.count("\n") == packs.FAULTS
    assert message.endswith("… and 1980 more.")


def test_rules_of_a_guide_are_for_guides():
    assert "A guide follows the rules of guides" in fault(GOOD.replace("injectable", "guide"))


# -- Importing -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_new_pack_becomes_a_draft_that_nobody_sees():
    editor = make_user("editor")

    edition = packs.import_pack(packs.load(GOOD), by=editor)

    assert working_copy.read(edition.topic) == packs.load(GOOD).page
    assert (edition.saved_by, edition.approved_at, edition.publish_from) == (editor, None, None)
    assert not Edition.objects.live().exists()


@pytest.mark.django_db
def test_a_page_is_not_overwritten_without_being_asked():
    make_topic(slug="peel", title="Ours")
    before = rows()

    with pytest.raises(PackError, match="There is a page with the address “peel”"):
        packs.import_pack(packs.load(GOOD), by=None)

    assert rows() == before
    assert Topic.objects.get().title == "Ours"


@pytest.mark.django_db
def test_importing_over_a_public_page_leaves_it_public_as_it_was():
    topic = make_live_topic(slug="peel", title="Ours")

    packs.import_pack(packs.load(GOOD), by=None, replace=True)

    assert topic.editions.live().get().page["title"] == "Ours"
    assert editions.latest_edition(topic).page["title"] == "Mesotherapy"


OTHER_RULES = packs.load(GOOD).model_copy(update={"profile": "other"})


@pytest.mark.django_db
@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_pack_does_not_change_the_rules_of_an_approved_page(withdrawn):
    reviewer = make_user("reviewer")
    topic = make_live_topic(slug="peel", title="Ours", reviewer=reviewer)
    if withdrawn:
        editions.withdraw(edition=topic.editions.get(), by=reviewer, reason="Wrong.")
    before = rows()

    with pytest.raises(PackError, match=r"rules “injectable”.*says “other”"):
        packs.import_pack(OTHER_RULES, by=None, replace=True)

    topic.refresh_from_db()
    assert (topic.profile, topic.title, rows()) == ("injectable", "Ours", before)


@pytest.mark.django_db
def test_before_any_approval_a_pack_brings_its_rules():
    make_topic(slug="peel")

    packs.import_pack(OTHER_RULES, by=None, replace=True)

    assert Topic.objects.get().profile == "other"


@pytest.mark.django_db
def test_what_topics_share_is_not_changed_by_a_pack():
    make_topic(slug="other")
    Condition.objects.filter(key="pregnancy").update(name="Being pregnant")

    edition = packs.import_pack(packs.load(GOOD), by=None)

    assert Condition.objects.get(key="pregnancy").name == "Being pregnant"
    assert edition.as_page().contraindications[0].condition.name == "Being pregnant"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arrange", "pack", "problem"),
    [
        (lambda: make_topic(slug="peel", kind="guide"), {}, "is of another kind"),
        (
            lambda: FormerSlug.objects.create(slug="peel", topic=make_topic(slug="new")),
            {},
            "is an old address of another page",
        ),
        (lambda: None, {"language": "fr"}, "The pack is in “fr”, and drafts are written in “en”"),
    ],
)
def test_a_pack_that_does_not_fit_loads_nothing(arrange, pack, problem):
    arrange()
    before = rows()

    with pytest.raises(PackError, match=problem):
        packs.import_pack(packs.load(GOOD).model_copy(update=pack), by=None, replace=True)

    assert rows() == before


@pytest.mark.django_db
def test_a_pack_that_fails_half_way_loads_nothing(monkeypatch):
    def fail(**_how):
        raise RuntimeError

    monkeypatch.setattr(editions, "record", fail)
    before = rows()

    with pytest.raises(RuntimeError):
        packs.import_pack(packs.load(GOOD), by=None)

    assert rows() == before


@pytest.mark.django_db
def test_html_of_a_pack_is_text_and_never_markup(client):
    hostile = "<script>alert(1)</script>\n\n[go](javascript:alert(1)) <img src=x onerror=alert(1)>"
    make_live_topic(slug="peel", summary=hostile, title="<b>Peel</b>")

    page = client.get("/treatments/peel/").content.decode()

    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img src=x" not in page
    assert "<b>Peel</b>" not in page
    assert "&lt;b&gt;Peel&lt;/b&gt;" in page


@pytest.mark.django_db
def test_starter_packs_are_loaded_once():
    first = packs.load_starter()

    assert len(first) == len(list(packs.CONTENT.glob("*.yaml"))) > 0
    assert packs.load_starter() == []
    assert Edition.objects.live().count() == len(first)
    assert not Edition.objects.filter(sample=False).exists()


@pytest.mark.django_db
def test_starter_packs_are_drafts_in_production(settings):
    settings.CLINIC_MODE = "production"

    topics = packs.load_starter()

    assert Edition.objects.count() == len(topics) > 0
    assert not Edition.objects.filter(publish_from__isnull=False).exists()
