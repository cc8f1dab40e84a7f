"""The clinic's two colours: checked for contrast, and made into one small style sheet."""

from django.utils.translation import gettext as _

WHITE = "#ffffff"
INK = "#1d1503"  # text on the accent colour
CONTRAST = 4.5  # WCAG 2.2, 1.4.3, level AA


def luminance(colour: str) -> float:
    """Relative luminance (0 to 1) of ``#rrggbb``, as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (1 to 21) of two colours, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def check_colours(brand: str, accent: str) -> dict[str, str]:
    """Errors by field for colours on which our text could not be read."""
    pairs = {"brand_colour": (brand, WHITE), "accent_colour": (accent, INK)}
    return {
        field: _("Text on %(colour)s cannot be read well: contrast %(found).1f, needed %(needed)s.")
        % {"colour": colour, "found": contrast(colour, text), "needed": CONTRAST}
        for field, (colour, text) in pairs.items()
        if _is_colour(colour) and contrast(colour, text) < CONTRAST
    }


def _is_colour(value: str) -> bool:
    return len(value) == 7 and value.startswith("#") and _is_hexadecimal(value[1:])


def _is_hexadecimal(value: str) -> bool:
    return all(character in "0123456789abcdefABCDEF" for character in value)
