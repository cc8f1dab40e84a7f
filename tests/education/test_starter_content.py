"""The starter pages: whole, sourced, and right where the source articles contradict each other."""

import re
from urllib.parse import urlsplit

import pytest

from education import gate, packs

PACKS = {
    path.stem: packs.load(path.read_text(encoding="utf-8"))
    for path in sorted(packs.CONTENT.glob("*.yaml"))
}
every_pack = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())
MESOTHERAPY = PACKS["mesotherapy"].page
GUIDES = ["after-injections", "how-we-check-this-site"]


def by_key(entries):
    return {entry.key: entry for entry in entries}


CLAIMS = by_key(MESOTHERAPY.claims)
WHO = by_key(MESOTHERAPY.contraindications)
RISKS = by_key(MESOTHERAPY.side_effects)
FAQS = by_key(MESOTHERAPY.faqs)


# -- Shape -----------------------------------------------------------------------------------


def test_the_starter_pages_are_there():
    assert {"mesotherapy", *GUIDES} <= set(PACKS)


@every_pack
def test_a_file_is_written_back_to_the_byte(pack):
    text = (packs.CONTENT / f"{pack.slug}.yaml").read_text(encoding="utf-8")

    assert packs.dump(pack) == text


@pytest.mark.django_db
def test_pages_come_out_of_the_database_as_they_went_in():
    topics = packs.load_starter()

    exported = {topic.slug: packs.export(topic) for topic in topics}

    assert exported == {slug: packs.dump(pack) for slug, pack in PACKS.items()}


@every_pack
def test_nothing_keeps_a_page_from_being_published(pack):
    assert [str(part.message) for part in gate.missing(pack.page, pack.profile)] == []


def test_the_treatment_page_fills_every_part():
    empty = [name for name, value in MESOTHERAPY if not value]
    empty += [name for name, value in MESOTHERAPY.facts if not value]
    kinds = {section.kind for section in MESOTHERAPY.sections}

    assert empty == []
    assert {"what_it_is", "who_should_not", "does_it_work", "cannot_do", "risks"} <= kinds
    assert {"procedure", "practitioner", "feels_like", "results", "aftercare"} <= kinds
    assert {"alternatives", "no_treatment", "product_status", "report"} <= kinds


@pytest.mark.parametrize("slug", ["mesotherapy", "after-injections"])
def test_there_is_one_card_for_each_level_of_help(slug):
    levels = [card.level for card in PACKS[slug].page.care_cards]

    assert levels == ["emergency", "urgent", "ask"]


def test_shared_texts_are_the_same_on_every_page():
    seen = {}
    for pack in PACKS.values():
        shared = [entry.condition for entry in pack.page.contraindications]
        for part in (*pack.page.sources, *pack.page.concerns, *shared):
            assert seen.setdefault((type(part), part.key), part) == part, (pack.slug, part.key)


# -- Claims and sources ----------------------------------------------------------------------


@pytest.mark.parametrize("claim", MESOTHERAPY.claims, ids=lambda claim: claim.key)
def test_the_verb_fits_the_grade(claim):
    verbs = {
        "high": r"\b(does|do)\b",
        "moderate": r"\bprobably\b",
        "low": r"\bmay\b",
        "very_low": r"^We do not know\b",
        "none": r"^We found no good studies\b",
    }

    assert re.search(verbs[claim.grade], claim.statement)


@pytest.mark.parametrize("claim", MESOTHERAPY.claims, ids=lambda claim: claim.key)
def test_a_claim_has_a_source_and_the_day_of_the_search(claim):
    assert claim.sources or claim.grade == "none"
    assert claim.searched_on
    if claim.direction == "for":
        assert claim.grade in {"low", "moderate", "high"}


def test_a_number_of_people_has_a_source_and_says_where_it_is_from():
    counted = {key: effect for key, effect in RISKS.items() if effect.count is not None}

    # The only ones evidence.md gives: E-04 (the approved chin product) and E-56 (one knee trial).
    numbers = {key: (effect.count, effect.out_of) for key, effect in counted.items()}
    assert numbers == {"jaw-nerve": (4, 100), "trouble-swallowing": (2, 100), "bruises": (39, 100)}
    assert all(effect.sources and effect.number_from for effect in counted.values())
    assert "Kybella" in RISKS["jaw-nerve"].number_from
    assert "Kybella" in RISKS["trouble-swallowing"].number_from


def test_serious_risks_come_first_and_the_late_infection_before_all():
    order = ["serious", "moderate", "mild"]
    ranks = [order.index(effect.seriousness) for effect in MESOTHERAPY.side_effects]

    assert ranks == sorted(ranks)
    assert MESOTHERAPY.side_effects[0].key == "late-infection"


@every_pack
def test_sources_can_be_found_and_lead_to_no_mirror(pack):
    mirrors = re.compile(r"scribd|weglot|proxy|pdffox|slideum|studyres|docslib|vdocuments|sci-hub")
    for source in pack.page.sources:
        assert source.title
        assert not mirrors.search(source.url), source.key
        assert source.doi or source.pmid or source.url or source.publisher, source.key
        if source.url:
            assert urlsplit(source.url).hostname


@every_pack
def test_no_source_is_listed_without_need(pack):
    cited = [entry.sources for entry in pack.page.claims]
    cited += [entry.sources for entry in pack.page.contraindications]
    cited += [entry.sources for entry in pack.page.side_effects]
    in_order = list(dict.fromkeys(key for keys in cited for key in keys))
    listed = [source.key for source in pack.page.sources]

    assert listed[: len(in_order)] == in_order
    assert listed[len(in_order) :] == sorted(listed[len(in_order) :])
    assert all(keys == sorted(keys) for keys in cited)


# -- Who should not have it ------------------------------------------------------------------


def asks_one_thing(question):
    """Examples after “such as” are names of the one thing that is asked."""
    asked = re.split(r", such as|, where|, a lasting", question)[0]
    return question.count("?") == 1 and not re.search(r"\b(or|and)\b|/", asked)


@pytest.mark.parametrize("entry", MESOTHERAPY.contraindications, ids=lambda entry: entry.key)
def test_a_question_asks_one_thing(entry):
    assert asks_one_thing(entry.question)


@pytest.mark.parametrize(
    "question", ["Are you pregnant or breastfeeding?", "Are you ill? Since when?"]
)
def test_a_question_that_asks_two_things_is_noticed(question):
    assert not asks_one_thing(question)


def test_the_strictest_levels_come_first():
    order = ["never", "not_now", "ask_first"]
    ranks = [order.index(entry.level) for entry in MESOTHERAPY.contraindications]

    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("key", "levels"),
    [
        ("pregnancy", {"never", "not_now"}),
        ("breastfeeding", {"never", "not_now"}),
        ("skin-infection", {"never", "not_now"}),
        ("allergy-to-an-ingredient", {"never"}),
        ("severe-allergic-reaction", {"never", "not_now"}),
        ("obesity", {"never"}),
        ("cancer", {"never", "not_now"}),
        ("lymphoedema", {"never"}),
        ("under-18", {"never"}),
        ("blood-thinners", {"ask_first"}),
        ("aspirin", {"ask_first"}),
    ],
)
def test_who_should_not_have_it(key, levels):
    assert WHO[key].level in levels


@pytest.mark.parametrize("key", ["blood-thinners", "aspirin"])
def test_medicines_against_clots_make_you_bleed_more_and_are_never_stopped(key):
    assert "bleed and bruise more easily" in WHO[key].why  # they do not thicken the blood
    assert WHO[key].what_to_do.startswith("Never stop")


def test_no_advice_stops_a_prescribed_medicine():
    texts = [entry.what_to_do for entry in MESOTHERAPY.contraindications]
    texts += [faq.answer for faq in MESOTHERAPY.faqs]
    texts += [entry.text for entry in MESOTHERAPY.aftercare]
    texts += [section.body for section in MESOTHERAPY.sections]

    stops = [sentence for text in texts for sentence in re.findall(r"[^.:]*\b[Ss]top\b[^.]*", text)]

    assert stops
    allowed = r"[Nn]ever stop|when (to|you will) stop|[Dd]o not stop breastfeeding"
    assert [sentence for sentence in stops if not re.search(allowed, sentence)] == []


# -- What the contradictions of the source articles come to (X- numbers of the ledger) -------


@pytest.mark.parametrize(
    ("key", "direction", "grade"),
    [
        ("losing-weight", "against", "none"),
        ("stress-sleep-ears-infections", "against", "none"),
        ("lymphoedema", "against", "none"),
        ("skin-lightening", "against", "none"),
        ("fat-classic-mixes", "against", "low"),
        ("lines-with-vitamin-mixes", "unclear", "very_low"),
        ("cellulite", "unclear", "very_low"),
        ("fat-dissolving-body", "unclear", "low"),
        ("fat-under-chin", "for", "moderate"),
        ("hair-with-medicines", "for", "low"),
        ("hair-with-vitamins", "unclear", "very_low"),
        ("back-neck-knee-pain", "for", "low"),
    ],
)
def test_a_claim_says_no_more_than_the_evidence(key, direction, grade):
    assert (CLAIMS[key].direction, CLAIMS[key].grade) == (direction, grade)


def text_of(kind):
    return "\n".join(section.body for section in MESOTHERAPY.sections if section.kind == kind)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        (text_of("what_it_is"), "They go into the **dermis**"),
        (text_of("what_it_is"), "There is no standard recipe"),
        (text_of("what_it_is"), "The bile salt breaks cells open, and not only fat cells"),
        (text_of("what_it_is"), "It was first used mainly for pain"),
        (FAQS["what-is-it"].answer, "It is offered for looks and for pain"),
        (FAQS["lose-weight"].answer, "No. It is not a weight-loss treatment"),
        (FAQS["swelling-after-cancer"].answer, "No. A needle"),
        (text_of("cannot_do"), "It does not treat infections"),
        (WHO["allergy-to-an-ingredient"].what_to_do, "does not rule out an allergy"),
        (FAQS["does-it-hurt"].answer, "It can."),
        (FAQS["will-i-be-numbed"].answer, "Perhaps."),
        (FAQS["back-to-normal"].answer, "On the same or the next day"),
        (FAQS["how-many-sessions"].answer, "Nobody knows the right number"),
        (FAQS["when-will-i-see-it"].answer, "After weeks or months, if at all"),
        (FAQS["hair"].answer, "Perhaps some of it, for some people"),
        (FAQS["does-it-work"].answer, "For most aims, nobody knows"),
        (text_of("risks"), "Serious harm can happen too"),
        (text_of("what_it_is"), "Some gets into your blood"),
        (CLAIMS["lines-with-vitamin-mixes"].statement, "found no real change"),
        (text_of("what_it_is"), "It is not one product or one medicine"),
        (FAQS["pregnant"].answer, "No. Wait"),
        (FAQS["breastfeeding"].answer, "No. Wait"),
        (FAQS["stop-blood-thinners"].answer, "No. Never stop"),
    ],
)
def test_where_the_articles_disagree_the_page_says_what_is_right(text, phrase):
    assert phrase in text


@pytest.mark.parametrize("slug", ["mesotherapy", "after-injections"])
def test_a_lump_weeks_later_is_a_reason_to_phone_the_same_day(slug):
    urgent = by_key(PACKS[slug].page.care_cards)["urgent"]

    assert any("weeks later" in sign for sign in urgent.signs)
    assert "injections" in urgent.what_to_say


@pytest.mark.parametrize(
    "sign",
    ["trouble breathing", "throat", "fainting", "chest pain", "sight", "slurred speech"],
)
def test_the_emergency_card_names_each_sign(sign):
    assert any(sign in line for line in MESOTHERAPY.care_cards[0].signs)


def test_times_after_a_visit_are_called_custom():
    assert "not from studies" in text_of("aftercare")


def test_how_sure_is_not_how_strong():
    assert "It does not tell you how strong the effect is" in text_of("does_it_work")
