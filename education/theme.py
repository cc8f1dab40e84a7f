"""The clinic's two colours: checked for contrast, and made into one small style sheet."""

import hashlib

from django.utils.translation import gettext as _

WHITE = "#ffffff"
INK = "#1d1503"  # text on the accent colour
CONTRAST = 4.5  # WCAG 2.2, 1.4.3, level AA

BLACK = "#000000"
NIGHT = "#1a272b"  # the lightest surface of static/css/site.css in the dark
DAY_RULE = ":root{{--brand:{brand};--brand-deep:{deep};--brand-tint:{tint};--sun:{accent}}}"
NIGHT_RULE = ":root{{--brand:{light};--brand-deep:{night};--brand-tint:{dim}}}"
STYLE_SHEET = f"{DAY_RULE}\n@media (prefers-color-scheme:dark){{{{{NIGHT_RULE}}}}}\n"


def luminance(colour: str) -> float:
    """Relative luminance (0 to 1) of ``#rrggbb``, as WCAG 2.2 defines it."""
    channels = [channel / 255 for channel in _channels(colour)]
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
        field: _("Text on %(colour)s cannot be read well: contrast %(found).2f, needed %(needed)s.")
        % {"colour": colour, "found": contrast(colour, text), "needed": CONTRAST}
        for field, (colour, text) in pairs.items()
        if _is_colour(colour) and contrast(colour, text) < CONTRAST
    }


def _is_colour(value: str) -> bool:
    return len(value) == 7 and value.startswith("#") and _is_hexadecimal(value[1:])


def _is_hexadecimal(value: str) -> bool:
    return all(character in "0123456789abcdefABCDEF" for character in value)


def style_sheet(brand: str, accent: str) -> str:
    """Custom properties for both colour schemes, after which ``site.css`` takes its colours."""
    return STYLE_SHEET.format(
        brand=brand,
        deep=mix(brand, BLACK, 0.3),
        tint=mix(brand, WHITE, 0.89),
        accent=accent,
        light=_readable_at_night(brand),
        night=mix(brand, BLACK, 0.5),
        dim=mix(mix(brand, BLACK, 0.3), NIGHT, 0.75),
    )


def fingerprint(brand: str, accent: str) -> str:
    """Part of the style sheet's address, so that browsers may keep it for ever."""
    return hashlib.sha256(style_sheet(brand, accent).encode()).hexdigest()[:16]


def mix(colour: str, other: str, share: float) -> str:
    """``colour`` with ``share`` (0 to 1) of ``other`` in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    mixed = (round(one + (two - one) * share) for one, two in pairs)
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _readable_at_night(brand: str) -> str:
    """The brand colour, made lighter until links in it can be read on dark paper."""
    shares = (step / 20 for step in range(21))
    lighter = (mix(brand, WHITE, share) for share in shares)
    return next(colour for colour in lighter if contrast(colour, NIGHT) >= 1.5 * CONTRAST)
