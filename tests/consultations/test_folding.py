import pytest

from consultations.folding import digits, folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O’Connor-Łukasz 李", "o'connor-lukasz 李"),
        ("  JOSÉ   Ñandú ", "jose nandu"),
        ("Straße", "strasse"),
        ("Zoe\u0308", "zoe"),
        ("Đorđe Bjørn Æsa", "dorde bjorn aesa"),
    ],
)
def test_names_are_compared_without_case_and_accents(text, expected):
    assert folded(text) == expected


def test_digits_of_any_script_count():
    assert digits("+44 (0)7700-٩٠٠١٢٣ ext") == "4407700900123"
