"""Filters and tags of pages that patients read."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template import TemplateDoesNotExist
from django.template.defaultfilters import date as date_filter
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from education.details import Details
from education.markdown import render_markdown
from education.models import Picture
from education.pictures import extension_of
from education.searching import mark_words
from education.theme import fingerprint

register = template.Library()

CURRENCY_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}


@register.filter
def markdown(text: str | None) -> SafeString:
    """Approved text as HTML."""
    return render_markdown(text or "")


@register.filter
def tel(number: str) -> str:
    """The address of a telephone link: digits and a leading plus."""
    return "tel:" + re.sub(r"(?!^\+)[^0-9]", "", number.strip())


@register.filter
def price(price: dict[str, Any]) -> str:
    """“from £80”, “£80 to £120” or, when both are the same, “£80”."""
    low = _amount(price["amount_from"], price["currency"])
    if price["amount_to"] is None:
        return _("from %(low)s") % {"low": low}
    high = _amount(price["amount_to"], price["currency"])
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _amount(value: Any, currency: str) -> str:
    amount = Decimal(str(value))
    whole = amount == amount.to_integral_value()
    number = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    sign = CURRENCY_SIGNS.get(currency)
    return f"{sign}{number}" if sign else f"{number} {currency}"


@register.filter
def moment(when: datetime | None, now: datetime) -> str:
    """When something happens that is not far away: “at 17:00”, “tomorrow at 09:00”."""
    if when is None:
        return ""
    time = f"{when:%H:%M}"
    days = (when.date() - now.date()).days
    if days == 0:
        return _("at %(time)s") % {"time": time}
    if days == 1:
        return _("tomorrow at %(time)s") % {"time": time}
    day = date_filter(when, "l" if days < 7 else "l j F")
    return _("%(day)s at %(time)s") % {"day": day, "time": time}


@register.simple_tag
def theme_address(clinic: Details) -> str:
    """The style sheet with the clinic's two colours."""
    profile = clinic.profile
    return reverse(
        "education:theme", args=[fingerprint(profile.brand_colour, profile.accent_colour)]
    )


@register.simple_tag
def picture_address(picture: Picture) -> str:
    return reverse("education:picture", args=[picture.digest, extension_of(picture.media_type)])


@register.simple_tag
def page_address(kind: str, slug: str, anchor: str = "") -> str:
    """Where a treatment or a guide stands, or an entry of it."""
    address = reverse(f"education:{kind}_detail", args=[slug])
    return f"{address}#{anchor}" if anchor else address


@register.simple_tag
def people_path(first: int, last: int) -> str:
    """The path of people ``first`` to ``last`` of a hundred, in five rows of twenty circles."""
    corners = ((index % 20 * 10 + 1.5, index // 20 * 10 + 5) for index in range(first, last))
    return "".join(f"M{x} {y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0" for x, y in corners)


@register.simple_tag
def marked(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether it is one of ``words``."""
    return mark_words(text, words)


@register.simple_tag
def include_if_there(name: str) -> str:
    """A template of another app, or nothing: this app does not know whether it is there."""
    try:
        return render_to_string(name)
    except TemplateDoesNotExist:
        return ""
