from itertools import combinations

import pytest

from consultations.reference import SYMBOLS, as_reference, new_reference


def test_a_reference_is_read_however_it_is_written():
    reference = new_reference()

    spoken = f" {reference.replace('-', ' ').lower()} "

    assert as_reference(spoken) == reference


def test_every_single_wrong_symbol_is_noticed():
    symbols = new_reference().replace("-", "")

    wrong = [
        symbols[:place] + other + symbols[place + 1 :]
        for place in range(len(symbols))
        for other in SYMBOLS
        if other != symbols[place]
    ]

    assert len(wrong) == 9 * 18
    assert not any(as_reference(reference) for reference in wrong)


def test_every_swap_of_two_symbols_is_noticed():
    symbols = new_reference().replace("-", "")
    swapped = []
    for one, other in combinations(range(len(symbols)), 2):
        letters = list(symbols)
        letters[one], letters[other] = letters[other], letters[one]
        swapped.append("".join(letters))

    noticed = [text for text in swapped if text != symbols and not as_reference(text)]

    assert len(noticed) == sum(text != symbols for text in swapped)
    assert len(swapped) == 36


def test_references_have_no_vowels_and_no_look_alikes():
    assert not set(SYMBOLS) & set("AEIOU01IL56SBGZQ")


@pytest.mark.parametrize("typed", ["", "ana", "C7KM", "C7KM-3RTX", "٣٤٥٦-٧٨٩٠٣", "C7KM-3RTXÖ"])
def test_what_cannot_be_a_reference_is_none(typed):
    assert as_reference(typed) == ""


def test_references_do_not_follow_one_another():
    references = {new_reference() for _ in range(2000)}

    assert len(references) == 2000
    assert len({reference[0] for reference in references}) == len(SYMBOLS)
