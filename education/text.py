"""The one normaliser of text: what it lets through is what pages, packs and editions hold."""

import re
import unicodedata

from django.utils.translation import gettext as _

# Line breaks that YAML and browsers read differently, marks that no reader sees, halves of a
# character, and code points that never become one (of these HTML and YAML refuse the last two).
REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff"
    "\ufdd0-\ufdef\ufffe\uffff\U0010fffe\U0010ffff]"
)
# Categories of Unicode: spaces, line breaks, formats such as the zero-width space, lone accents.
INVISIBLE = {"Zs", "Cc", "Cf", "Mn", "Me"}


def clean_text(value: str) -> str:
    """Return ``value`` in NFC, with LF line breaks and no spaces at line ends.

    Tabs become one space, since a tab at a line's end would push YAML out of block style.
    Text in which nothing can be seen (spaces, zero-width marks) becomes the empty text.
    Raises ``ValueError`` naming the first control character it finds.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if refused := REFUSED.search(value):
        raise ValueError(
            _("Contains a character that cannot be stored (U+%(code)s). Please delete it.")
            % {"code": f"{ord(refused.group()):04X}"}
        )
    lines = (line.rstrip() for line in unicodedata.normalize("NFC", value).split("\n"))
    return "\n".join(lines).strip() if any(map(_is_visible, value)) else ""


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in INVISIBLE


def clean_line(value: str) -> str:
    """Like ``clean_text``, for text of one line. Raises ``ValueError`` on a line break."""
    value = clean_text(value)
    if "\n" in value:
        raise ValueError(_("Must be one line, without line breaks."))
    return value
