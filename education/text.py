"""The one normaliser of text: what it lets through is what pages, packs and editions hold."""

import re
import unicodedata

from django.utils.translation import gettext as _

# Line breaks that YAML and browsers read differently, and marks that no reader sees.
REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


def clean_text(value: str) -> str:
    """Return ``value`` in NFC, with LF line breaks and no spaces at line ends.

    Tabs become one space, since a tab at a line's end would push YAML out of block style.
    Raises ``ValueError`` naming the first control character it finds.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if refused := REFUSED.search(value):
        raise ValueError(
            _("Contains a character that cannot be stored (U+%(code)s). Please delete it.")
            % {"code": f"{ord(refused.group()):04X}"}
        )
    lines = (line.rstrip() for line in unicodedata.normalize("NFC", value).split("\n"))
    return "\n".join(lines).strip()


def clean_line(value: str) -> str:
    """Like ``clean_text``, for text of one line. Raises ``ValueError`` on a line break."""
    value = clean_text(value)
    if "\n" in value:
        raise ValueError(_("Must be one line, without line breaks."))
    return value
