"""Logs without personal details: no tokens in addresses, no values in tracebacks."""

import logging
import re
import traceback
from typing import Any

# What follows /request/ or /reset/ opens somebody's private page; only the fixed words may stay.
PRIVATE_ADDRESS = re.compile(r"(/(?:request|reset)/(?:(?:sent|check|find)/)*)([^\s\"'?]+)")
FIXED_WORDS = {"sent", "check", "find"}


def without_token(text: str) -> str:
    """The text with the token of a private address replaced: /request/sent/[token]."""

    def shorten(match: re.Match[str]) -> str:
        kept = match[2] if match[2].strip("/") in FIXED_WORDS else "[token]"
        return match[1] + kept

    return PRIVATE_ADDRESS.sub(shorten, text)


def clean(value: Any) -> Any:
    """An argument of a message: no token, and no line break that would forge a line."""
    if not isinstance(value, str):
        return value
    return without_token("".join(sign if sign.isprintable() else "?" for sign in value))


class WithoutTokens(logging.Filter):
    """Replaces tokens in the message and in its arguments, whoever logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_token(str(record.msg))
        if isinstance(record.args, dict):
            record.args = {name: clean(value) for name, value in record.args.items()}
        elif record.args:
            record.args = tuple(clean(value) for value in record.args)
        return True


class WithoutValues(logging.Formatter):
    """Prints where an error happened and of which kind, but not its message.

    Messages of databases and validators quote what people typed ("Key (email)=(…) exists").
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging's name
        kind, _, place = ei
        lines = traceback.format_tb(place)
        return "".join(["Traceback (message left out):\n", *lines, f"{kind.__qualname__}"])
