"""References: what a person reads out on the telephone, such as ``C7KM-3RTX9``.

Eight random symbols and one check symbol. Without vowels no words appear; without look-alikes
and sound-alikes few are misread. The check symbol finds each single wrong symbol and each swap
of two, which needs a prime number of symbols: 19.
"""

import re
import secrets

SYMBOLS = "234789CDFHJKMPRTVWX"
RANDOM_LENGTH = 8
FIRST_GROUP = 4


def new_reference() -> str:
    symbols = "".join(secrets.choice(SYMBOLS) for _ in range(RANDOM_LENGTH))
    return grouped(symbols + check_symbol(symbols))


def check_symbol(symbols: str) -> str:
    total = sum(weight * SYMBOLS.index(symbol) for weight, symbol in enumerate(symbols, start=2))
    return SYMBOLS[total % len(SYMBOLS)]


def grouped(symbols: str) -> str:
    return f"{symbols[:FIRST_GROUP]}-{symbols[FIRST_GROUP:]}"


def as_reference(typed: str) -> str:
    """The reference in what somebody typed or heard; empty if it cannot be one."""
    symbols = re.sub(r"[\s\-–.]", "", typed).upper()
    if len(symbols) != RANDOM_LENGTH + 1 or set(symbols) - set(SYMBOLS):
        return ""
    return grouped(symbols) if check_symbol(symbols[:-1]) == symbols[-1] else ""
