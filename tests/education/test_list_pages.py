"""Pages that lead to other pages: home, treatments, guides, health problems, questions."""

import re

import pytest

from education import editions
from tests.factories import make_clinic, make_live_topic, make_topic, page_values

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clinic():
    return make_clinic()


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def concern(key: str, name: str) -> dict:
    return {"key": key, "name": name}


def contraindication(level: str, name: str = "Pregnancy", key: str = "pregnancy") -> dict:
    return {
        "key": key,
        "level": level,
        "condition": {"key": key, "name": name},
        "question": "Are you?",
        "why": "A reason.",
        "what_to_do": "Something.",
    }


# -- Home ------------------------------------------------------------------------------------


def test_home_leads_to_concerns_treatments_and_guides(client):
    make_live_topic(slug="peel", title="Peel", concerns=[concern("scars", "Scars")])
    make_live_topic(slug="after", kind="guide", title="After injections")

    html = read(client, "/")

    assert 'href="/treatments/?concern=scars"' in html
    assert 'href="/treatments/peel/"' in html
    assert 'href="/guides/after/"' in html


def test_home_with_approved_pages_says_that_they_are_checked(client):
    make_live_topic(slug="peel")

    html = read(client, "/")

    assert "names the clinician who checked it" in html
    assert "Sample content" not in html


def test_one_sample_is_enough_for_home_not_to_say_checked(client):
    make_live_topic(slug="peel")
    editions.publish_sample(topic=make_topic(slug="meso"))

    html = read(client, "/")

    assert "Sample content: not yet checked by a clinician of this clinic" in html
    assert "names the clinician who checked it" not in html


def test_home_without_a_page_says_so(client):
    assert "There is no page to read yet" in read(client, "/")


# -- Treatments ------------------------------------------------------------------------------


def test_treatments_stand_from_a_to_z(client):
    for title in ["Peel", "acne care", "Needling"]:
        make_live_topic(title=title)

    titles = re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", read(client, "/treatments/"))

    assert titles == ["acne care", "Needling", "Peel"]


def test_a_concern_shows_its_treatments_only(client):
    make_live_topic(title="Peel", concerns=[concern("scars", "Scars")])
    make_live_topic(title="Needling", concerns=[concern("hair", "Hair loss")])

    html = read(client, "/treatments/?concern=scars")

    assert "Treatments for: Scars" in html
    assert "Peel" in html
    assert "Needling" not in html


def test_an_unknown_concern_is_not_found(client):
    make_live_topic()

    assert client.get("/treatments/?concern=nothing").status_code == 404


def test_long_lists_are_paged(client, monkeypatch):
    monkeypatch.setattr("education.views.finding.TREATMENTS_ON_A_PAGE", 1)
    for title in ["Alpha", "Beta"]:
        make_live_topic(title=title, concerns=[concern("scars", "Scars")])

    first = read(client, "/treatments/?concern=scars")
    second = read(client, "/treatments/?concern=scars&page=2")

    assert "Beta" not in first
    assert 'href="?concern=scars&amp;page=2"' in first
    assert "Beta" in second


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "9" * 5000, "1.5", "%00"])
@pytest.mark.parametrize("path", ["/treatments/", "/guides/", "/conditions/", "/questions/"])
def test_a_page_beyond_the_last_has_a_way_back(client, path, number):
    make_live_topic()

    response = client.get(f"{path}?page={number}")

    assert response.status_code == 404
    assert f'href="{path}"' in response.content.decode()


# -- Health problems and medicines -----------------------------------------------------------


def test_each_health_problem_stands_there_once(client):
    make_live_topic(title="Peel")
    make_live_topic(title="Needling")

    html = read(client, "/conditions/")

    assert html.count('href="/conditions/pregnancy/"') == 1
    assert html.count('href="/conditions/blood-thinners/"') == 1


def test_a_health_problem_shows_what_each_treatment_says_the_strictest_first(client):
    for level in ["ask_first", "never", "not_now"]:
        make_live_topic(slug=level.replace("_", "-"), contraindications=[contraindication(level)])

    html = read(client, "/conditions/pregnancy/")

    headings = re.findall(r"<h2 class=\"level-heading[^>]*>.*?</svg>\s*(.*?)</h2>", html, re.DOTALL)
    assert headings == ["Do not have it", "Not now: wait", "Talk to us first"]
    assert 'href="/treatments/never/#contraindication-pregnancy"' in html


def test_the_name_of_a_health_problem_is_the_approved_one(client):
    make_live_topic(contraindications=[contraindication("never", name="Being pregnant")])
    condition = editions.Topic.objects.get().contraindications.get().condition
    condition.name = "Unapproved"
    condition.save()

    assert "Being pregnant" in read(client, "/conditions/")
    assert "Unapproved" not in read(client, "/conditions/")


# -- Questions -------------------------------------------------------------------------------


def test_every_question_stands_under_its_treatment_and_leads_to_it(client):
    faqs = [
        {"key": f"q{number}", "question": f"Question {number}?", "answer": "Yes."}
        for number in range(3)
    ]
    make_live_topic(slug="peel", title="Peel", faqs=faqs)
    make_live_topic(slug="acne", title="Acne care", faqs=faqs[:1])

    html = read(client, "/questions/")

    assert html.index(">Acne care<") < html.index(">Peel<")
    assert 'href="/treatments/peel/#faq-q2"' in html
    assert html.count("<summary>Question 0?") == 2


# -- Search ----------------------------------------------------------------------------------


def found(client, words: str) -> list[str]:
    response = client.get("/search/", {"q": words})
    assert response.status_code == 200
    main = response.content.decode().split("<main")[1]
    return re.findall(r'<h3><a href="([^"]+)"', main)


def test_search_leads_to_the_place_that_matched(client):
    make_live_topic(slug="peel")

    assert "/treatments/peel/#faq-does-it-hurt" in found(client, "hurt")
    assert "/treatments/peel/#contraindication-pregnancy" in found(client, "pregnant")
    assert "/treatments/peel/#side-effect-bruises" in found(client, "BRUISES")


def test_search_knows_other_names(client):
    make_live_topic(slug="peel", also_called=["Chemical exfoliation"])

    assert found(client, "exfoliation") == ["/treatments/peel/"]


@pytest.mark.parametrize("word", ["Mésolift", "mésolift", "Ménière"])
def test_search_knows_other_names_with_accents(client, word):
    disease = contraindication("never")
    disease["condition"]["also_called"] = ["Morbus Ménière"]
    make_live_topic(slug="peel", also_called=["Mésolift"], contraindications=[disease])

    assert len(found(client, word)) == 1


def test_every_word_has_to_be_there(client):
    make_live_topic(slug="peel")

    assert found(client, "stings needle") == []
    assert found(client, "stings hurt") == ["/treatments/peel/#faq-does-it-hurt"]


def test_search_shows_pages_before_their_parts(client):
    values = page_values()
    make_live_topic(
        slug="peel",
        title="Zinc peel",
        faqs=values["faqs"] + [{"key": "zinc", "question": "About zinc?", "answer": "Zinc."}],
    )

    assert found(client, "zinc")[:2] == ["/treatments/peel/", "/treatments/peel/#faq-zinc"]


def test_what_matched_is_marked(client):
    make_live_topic(slug="peel")

    html = client.get("/search/", {"q": "STING"}).content.decode()

    assert "it <mark>sting</mark>s." in html


def test_nothing_found_says_so_and_offers_ways_on(client):
    make_live_topic()

    html = client.get("/search/", {"q": "zebra"}).content.decode()

    assert "Nothing found for “zebra”" in html
    assert 'href="/conditions/"' in html
    assert 'href="tel:01632960000"' in html


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "a",
        "?!.",
        '"',
        "%",
        "_",
        "\\",
        "'; drop table education_entry; --",
        "\x00",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "🙂",
        "שלום",
        "<script>alert(1)</script>",
        "x" * 500,
        "word " * 5000,
    ],
)
def test_any_words_get_a_page(client, words):
    make_live_topic()

    response = client.get("/search/", {"q": words})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_a_wildcard_finds_only_itself(client):
    make_live_topic()

    assert found(client, "%") == []
    assert found(client, "_") == []


def test_a_query_is_cut_at_500_characters(client):
    make_live_topic()

    html = client.get("/search/", {"q": "y" * 501}).content.decode()

    assert "y" * 500 in html
    assert "y" * 501 not in html


def test_later_pages_of_a_search_keep_the_words(client, monkeypatch):
    monkeypatch.setattr("education.views.finding.RESULTS_ON_A_PAGE", 1)
    for _ in range(2):
        make_live_topic(title="Zinc & co")

    html = client.get("/search/", {"q": "zinc &"}).content.decode()

    assert 'href="?q=zinc+%26&amp;page=2"' in html
