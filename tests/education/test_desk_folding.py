"""A page of the desk with many entries: each folded, open where something is to be done."""

import re

import pytest

from tests.education.desk import address, save
from tests.factories import make_topic, make_user, page_values

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client):
    user = make_user("editor")
    client.force_login(user)
    return user


def entry(page: str, name: str) -> str:
    """The part of the page between the start of this entry and the next."""
    return page.split(f'id="{name}"')[1].split('class="inline-related', maxsplit=1)[0]


def test_a_saved_entry_is_folded_under_its_title(client):
    page = client.get(address(make_topic(), "who")).content.decode()

    folded = entry(page, "contraindications-0")
    assert re.search(r"<details>\s*<summary>.*Are you pregnant\?.*</summary>", folded)
    assert 'id="id_contraindications-0-why"' in folded


def test_an_entry_with_a_fault_is_open(client):
    response = save(client, make_topic(), "who", **{"contraindications-1-why": ""})

    page = response.content.decode()
    assert "<details open>" in entry(page, "contraindications-1")
    assert "<details open>" not in entry(page, "contraindications-0")


@pytest.mark.parametrize("name", ["contraindications-2", "contraindications-empty"])
def test_a_new_entry_is_open(client, name):
    page = client.get(address(make_topic(), "who")).content.decode()

    before_sources = entry(page, name).split("Sources (")[0]
    assert "<details" not in before_sources.replace('<details class="folded">', "")
    assert f'id="id_{name.replace("empty", "__prefix__")}-why"' in before_sources


def test_sources_are_folded_and_what_is_chosen_stands_first(client):
    sources = page_values()["sources"]
    sources.insert(0, {"key": "another-2019", "title": "A earlier one", "year": 2019})
    topic = make_topic(sources=sources)

    folded = entry(client.get(address(topic, "who")).content.decode(), "contraindications-0")

    assert "Sources (1 chosen)" in folded
    assert folded.index("A review of mesotherapy") < folded.index("A earlier one")
