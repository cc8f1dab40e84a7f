"""Text and numbers as search compares them: the same on both databases."""

import unicodedata

# Letters that are one letter in Unicode but that people type without the stroke.
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae",
                       "œ": "oe", "þ": "th", "’": "'"})  # fmt: skip


def folded(text: str) -> str:
    """Lower case without accents, one space between words: “O’Connor-Łukasz” → o'connor-lukasz."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.translate(PLAIN).split())


def digits(text: str) -> str:
    """The digits of a telephone number in ASCII, whatever script they were written in."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdecimal())
