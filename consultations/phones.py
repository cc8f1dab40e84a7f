"""Telephone numbers as people write them."""

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from consultations.folding import digits

FEWEST_DIGITS = 6


def is_too_short(typed: str) -> bool:
    return len(digits(typed)) < FEWEST_DIGITS


def _parsed(typed: str, country: str) -> phonenumbers.PhoneNumber | None:
    """``country``: two letters; the country of numbers written without one."""
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(number)
    return number if possible == phonenumbers.ValidationResult.IS_POSSIBLE else None


def international(typed: str, country: str) -> str:
    """As ``+447700900123``; empty if it cannot be told. What was typed is kept in any case."""
    number = _parsed(typed, country)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else ""


def is_landline(typed: str, country: str) -> bool:
    """Only when it is certain: a doubtful number is never refused."""
    number = _parsed(typed, country)
    return number is not None and phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE
