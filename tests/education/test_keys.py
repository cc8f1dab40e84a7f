"""Keys of entries, made from their heading."""

import pytest

from education.keys import KEY_LENGTH, key_from


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Does it hurt?", "does-it-hurt"),
        ("Schmerz für Ängstliche", "schmerz-fur-angstliche"),
        ("  __a__b ", "a-b"),
        ("痛いですか", "entry"),
        ("…", "entry"),
    ],
)
def test_a_key_says_what_the_heading_says(heading, key):
    assert key_from(heading, []) == key


def test_a_key_that_is_taken_gets_a_number():
    assert key_from("Pain", ["pain", "pain-2"]) == "pain-3"


def test_a_long_heading_is_cut_at_a_word():
    key = key_from("word " * 40, [])

    assert len(key) <= KEY_LENGTH
    assert set(key.split("-")) == {"word"}


def test_one_endless_word_still_makes_a_key():
    assert key_from("a" * 300, []) == "a" * KEY_LENGTH
