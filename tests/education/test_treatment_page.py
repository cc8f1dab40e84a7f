"""What a patient reads on the page of a treatment, and who answers for it."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from education import editions
from education.models import ClinicProfile, Edition, Offer, Price, Recheck
from education.reading import Reading
from tests.factories import (
    change_topic,
    make_clinic,
    make_live_topic,
    make_topic,
    make_user,
    page_values,
    publish,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/treatments/mesotherapy/"


@pytest.fixture(autouse=True)
def clinic() -> ClinicProfile:
    return make_clinic(phone="01632 960001", out_of_hours_phone="01632 960002")


def read(client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    """What a reader sees of the main part, in one line."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def make_mesotherapy(**changes):
    return make_live_topic(slug="mesotherapy", **changes)


def make_sample():
    topic = make_topic(slug="mesotherapy")
    editions.publish_sample(topic=topic)
    return topic


# -- Order and parts -------------------------------------------------------------------------


def test_the_parts_stand_in_the_order_of_the_product_study(client):
    make_mesotherapy()

    html = read(client)

    ids = re.findall(r'<section id="([a-z-]+)"', html)
    parts = [
        "what-it-is",
        "who-should-not",
        "does-it-work",
        "cannot-do",
        "risks",
        "procedure",
        "practitioner",
        "aftercare",
        "get-help",
        "alternatives",
        "no-treatment",
        "product-status",
        "questions-to-ask",
        "questions",
        "sources",
        "review",
    ]
    assert [name for name in ids if name in parts] == parts


def test_every_link_of_the_contents_list_leads_somewhere(client):
    make_mesotherapy()

    html = read(client)

    anchors = set(re.findall(r'href="#([^"]+)"', html))
    assert len(anchors) > 15
    assert anchors <= set(re.findall(r'\sid="([^"]+)"', html))


def test_no_id_is_used_twice(client):
    make_mesotherapy()

    ids = re.findall(r'\sid="([^"]+)"', read(client))

    assert len(ids) == len(set(ids))


def test_a_page_with_the_least_that_it_needs_can_be_read(client):
    """What equals its default is missing in an edition: templates must not expect it."""
    topic = make_topic(slug="mesotherapy", title="Bare")
    values = {"kind": "treatment", "title": "Bare", "summary": "Bare.", "facts": {}}
    change_topic(topic, **{name: [] for name in page_values()} | values)
    editions.publish_sample(topic=topic)

    text = text_of(read(client))

    assert "Bare" in text
    assert "Risks" not in text


# -- Single parts ----------------------------------------------------------------------------


def test_a_contraindication_shows_its_level_its_reason_and_what_to_do(client):
    make_mesotherapy()

    text = text_of(read(client))

    assert "Not now: wait" in text
    assert "Are you pregnant? Pregnancy Why Nobody has tested it in pregnancy." in text
    assert "What to do Wait until after the birth." in text


def test_risks_and_contraindications_are_never_folded_away(client):
    make_mesotherapy()

    folded = re.findall(r"<details.*?</details>", read(client), re.DOTALL)

    assert len(folded) >= 3
    assert not any("Are you pregnant?" in part or "Infection" in part for part in folded)


def test_how_sure_is_a_word_and_not_only_a_picture(client):
    make_mesotherapy()

    text = text_of(read(client))

    assert "Studies speak for it How sure: low" in text
    assert "Based on: 3 small studies." in text


def test_a_number_is_printed_in_words_with_where_it_comes_from(client):
    risk = {
        "key": "bruises",
        "name": "Bruises",
        "seriousness": "serious",
        "count": 4,
        "out_of": 100,
        "number_from": "Another treatment",
        "what_to_do": "Wait.",
    }
    make_mesotherapy(side_effects=[risk])

    html = read(client)

    assert "4 in every 100 people" in html
    assert "The number comes from: Another treatment." in html
    assert html.count('<svg class="people"') == 1


def test_a_risk_without_a_number_says_that_nobody_knows(client):
    make_mesotherapy()

    text = text_of(read(client))

    assert "Infection How often Nobody knows" in text


def test_each_care_card_prints_its_own_number(client):
    make_mesotherapy()

    html = read(client)

    emergency = html[html.index("care-emergency") : html.index("care-urgent")]
    urgent = html[html.index("care-urgent") : html.index('id="alternatives"')]
    assert 'href="tel:01632960999"' in emergency
    assert 'href="tel:01632960001"' in urgent
    assert 'href="tel:01632960002"' in urgent


def test_aftercare_runs_along_time(client):
    advice = [
        {"key": "a", "advice": "dont", "text": "No smoking.", "from_hours": 0},
        {"key": "b", "advice": "do", "text": "Look weekly.", "from_hours": 0, "until_hours": 336},
        {"key": "c", "advice": "dont", "text": "No make-up.", "from_hours": 0, "until_hours": 24},
        {"key": "d", "advice": "do", "text": "Drink.", "from_hours": 6, "until_hours": 30},
    ]
    make_mesotherapy(aftercare=advice)

    html = read(client)

    headings = re.findall(r"<h3>((?:For|From|The whole).*?)</h3>", html)
    assert headings == ["For 1 day", "From 6 hours to 30 hours", "For 2 weeks", "The whole time"]


def test_sources_are_numbered_and_lead_to_another_site(client):
    make_mesotherapy()

    html = read(client)

    assert '<a href="https://example.org/review" rel="external noopener">A review' in html
    assert 'href="#source-1"' in html


# -- The clinic's own part -------------------------------------------------------------------


def test_the_cost_is_today_s_price_of_the_clinic(client):
    topic = make_mesotherapy()
    today = timezone.localdate()
    for amount, valid_from in [
        (70, today - timedelta(days=9)),
        (80, today),
        (99, today + timedelta(days=9)),
    ]:
        Price.objects.create(
            topic=topic,
            what="One session",
            amount_from=amount,
            amount_to=amount + 40,
            currency="GBP",
            valid_from=valid_from,
        )

    text = text_of(read(client))

    assert "Cost here One session: £80 to £120" in text


def test_what_is_offered_here_can_be_asked_for(client):
    topic = make_mesotherapy()
    Offer.objects.create(topic=topic, status=Offer.Status.OFFERED)

    assert 'href="/request/?treatment=mesotherapy"' in read(client)


def test_what_is_for_information_only_cannot_be_asked_for(client):
    topic = make_mesotherapy()
    Offer.objects.create(topic=topic, status=Offer.Status.INFORMATION)

    html = read(client)

    assert "?treatment=mesotherapy" not in html
    assert "We do not give this treatment" in html


def test_an_old_version_with_an_impossible_address_is_still_served():
    (source,) = Reading({"sources": [{"title": "Old", "key": "o", "url": "https://[abc"}]}).sources

    assert (source["address"], source["site"]) == ("https://[abc", "")


# -- Who answers for it ----------------------------------------------------------------------


def test_the_reviewer_is_named_with_date_and_next_check(client):
    reviewer = make_user(
        "reviewer", first_name="Noor", last_name="Haddad", job_title="Dermatologist"
    )
    make_mesotherapy(reviewer=reviewer)

    text = text_of(read(client))

    due = timezone.localdate() + timedelta(days=300)
    assert "Checked by Noor Haddad , Dermatologist on " in text
    assert f"next check due {due:%B %Y}" in text


def test_a_clinician_who_wrote_the_text_is_said_to_have_written_it(client):
    make_clinic(single_clinician=True)
    reviewer = make_user("reviewer", first_name="Noor", last_name="Haddad")
    topic = make_topic(slug="mesotherapy", by=reviewer)
    publish(topic, by=reviewer)

    assert "Written and checked by Noor Haddad" in text_of(read(client))


@pytest.mark.parametrize("approved_by_author", [True, False])
@pytest.mark.parametrize("checked_by_author", [True, False])
def test_who_checked_it_last_is_said_to_have_written_it_or_not(
    client, approved_by_author, checked_by_author
):
    make_clinic(single_clinician=True)
    # Of one name: what counts is who wrote it, not what they are called.
    author, other = (make_user("reviewer", first_name="Noor", last_name="Haddad") for _ in range(2))
    topic = make_topic(slug="mesotherapy", by=author)
    live = publish(topic, by=author if approved_by_author else other)

    editions.recheck(
        edition=live,
        by=author if checked_by_author else other,
        review_due=timezone.localdate() + timedelta(days=90),
    )

    said = "Written and checked by Noor" if checked_by_author else "Checked by Noor"
    assert said in text_of(read(client))


def test_a_later_check_is_the_one_that_is_named(client):
    topic = make_mesotherapy()
    Recheck.objects.create(
        edition=Edition.objects.get(topic=topic),
        checked_by=make_user("reviewer"),
        checked_by_name="Ira Levin",
        checked_by_role="Nurse",
        review_due=timezone.localdate() + timedelta(days=90),
    )

    assert "Checked by Ira Levin , Nurse" in text_of(read(client))


def test_an_overdue_page_says_that_it_is_being_checked_again(client):
    topic = make_mesotherapy()
    Edition.objects.filter(topic=topic).update(review_due=timezone.localdate() - timedelta(days=1))

    text = text_of(read(client))

    assert "This page is being re-checked; last checked on" in text
    assert "next check due" not in text


def test_a_sample_says_so_at_the_top_and_names_nobody(client):
    make_sample()

    html = read(client)

    banner = html.index("Sample content: not yet checked by a clinician of this clinic")
    assert banner < html.index("<h1")
    assert "checked by our" not in html.lower()
    assert "Checked by" not in html


def test_production_knows_no_samples(client, settings):
    make_sample()
    settings.CLINIC_MODE = "production"

    assert client.get(ADDRESS).status_code == 404


# -- For machines ----------------------------------------------------------------------------


def jsonld(html: str) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found.group(1))


def test_json_ld_names_the_reviewer_of_an_approved_page(client):
    make_mesotherapy(reviewer=make_user("reviewer", first_name="Noor", last_name="Haddad"))

    values = jsonld(read(client))

    assert values["reviewedBy"]["name"] == "Noor Haddad"
    assert values["lastReviewed"] == timezone.localdate().isoformat()
    assert values["about"]["contraindication"] == ["Pregnancy", "Blood thinners"]


def test_json_ld_of_a_sample_names_nobody(client):
    make_sample()

    values = jsonld(read(client))

    assert values["@type"] == "MedicalWebPage"
    assert not {"reviewedBy", "lastReviewed"} & set(values)


def test_json_ld_cannot_be_left_through_the_text(client):
    make_mesotherapy(title="</script><b>x", summary="<!--<script>")

    html = read(client)

    assert jsonld(html)["name"] == "</script><b>x"
    assert "</script><b>" not in html
    assert "<!--<script>" not in html
