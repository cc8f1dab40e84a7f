"""The clinic's colours: what can be read on them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from education.theme import CONTRAST, INK, WHITE, check_colours, contrast, mix, style_sheet
from tests.factories import make_clinic

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        # Computed with the WebAIM contrast checker.
        ("#ffffff", "#000000", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_between_1_and_21(one, other):
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21.001


def test_a_colour_on_which_text_cannot_be_read_is_refused_with_the_number():
    errors = check_colours("#777777", "#1d1503")

    assert "contrast 4.48, needed 4.5" in errors["brand_colour"]
    assert "contrast 1.00, needed 4.5" in errors["accent_colour"]


def test_the_colours_that_come_with_the_software_are_accepted():
    assert check_colours("#0b5a5c", "#f2b33d") == {}


@given(COLOURS, COLOURS)
def test_what_is_accepted_can_be_read(brand, accent):
    errors = check_colours(brand, accent)

    assert ("brand_colour" in errors) == (contrast(brand, WHITE) < CONTRAST)
    assert ("accent_colour" in errors) == (contrast(accent, INK) < CONTRAST)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "colour", ["teal", "#fff", "#12345g", "#1234567", "}body{display:none}", ""]
)
def test_what_is_no_colour_never_reaches_the_style_sheet(colour):
    clinic = make_clinic()
    clinic.brand_colour = colour

    with pytest.raises(ValidationError) as caught:
        clinic.full_clean()

    assert "brand_colour" in caught.value.message_dict


@given(COLOURS, COLOURS)
def test_the_style_sheet_holds_nothing_but_colours(brand, accent):
    sheet = style_sheet(brand, accent)

    assert brand in sheet
    assert sheet.count("{") == sheet.count("}")
    assert not set(sheet) & set("<\\\"'")


def test_a_mix_lies_between_its_colours():
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#0b5a5c", "#ffffff", 0) == "#0b5a5c"
