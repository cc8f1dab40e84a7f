"""The one normaliser of text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.text import clean_line, clean_text

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(" \t\r\n\u200b"))


def cleaned(value):
    """``None`` for a text that is refused."""
    try:
        return clean_text(value)
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("cafe\u0301", "caf\u00e9"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("  spaces  \nat ends \u00a0", "spaces\nat ends"),
        ("a\tb", "a b"),
        ("دواء", "دواء"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d⚕️", "👩\u200d⚕️"),
        ("<b>bold</b> & “quoted”", "<b>bold</b> & “quoted”"),
    ],
)
def test_text_is_brought_to_one_form(typed, stored):
    assert clean_text(typed) == stored


@pytest.mark.parametrize(
    "unseen",
    ["", " ", "\n\t\n", "\u00a0\u3000", "\u200b", "\u2060\u00ad", "\u0301", "\u202e \u202c"],
)
def test_text_that_nobody_can_see_is_empty(unseen):
    assert clean_text(unseen) == ""
    assert clean_line(unseen) == ""


@pytest.mark.parametrize(
    ("character", "code"),
    [
        ("\x00", "U+0000"),
        ("\x08", "U+0008"),
        ("\x0b", "U+000B"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\u2028", "U+2028"),
        ("\u2029", "U+2029"),
        ("\ufeff", "U+FEFF"),
        ("\ud800", "U+D800"),
        ("\ufffe", "U+FFFE"),
        ("\U0010ffff", "U+10FFFF"),
    ],
)
@pytest.mark.parametrize("clean", [clean_text, clean_line])
def test_what_cannot_be_stored_is_named(clean, character, code):
    with pytest.raises(ValueError, match=f"\\({code.replace('+', '.')}\\)"):
        clean(f"before{character}after")


def test_a_line_has_no_line_breaks():
    with pytest.raises(ValueError, match="one line"):
        clean_line("one\r\ntwo")


def test_a_line_may_end_in_a_line_break_that_nobody_sees():
    assert clean_line("one \r\n") == "one"


@given(TEXTS)
def test_cleaning_twice_changes_nothing(value):
    once = cleaned(value)

    assert once is None or clean_text(once) == once


@given(TEXTS)
def test_what_is_let_through_is_normal_and_has_no_spaces_at_ends(value):
    once = cleaned(value) or ""

    assert unicodedata.is_normalized("NFC", once)
    assert all(line == line.rstrip() for line in once.split("\n"))
    assert not set(once) & set("\r\t\x00\x85\u2028\ufeff")
