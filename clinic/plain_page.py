"""The last resort: an honest page without template, style or database."""

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WORDS = {
    400: (_("We could not read that"), _("Go back, check the address or the form, and try again.")),
    403: (_("This page is not open to you"), _("If you work here, sign in and try again.")),
    404: (_("We could not find that page"), _("The address may be mistyped, or the page moved.")),
    411: (
        _("We could not read what you sent"),
        _("It came without its length. Nothing was stored. Try again, or telephone us."),
    ),
    413: (
        _("That is too long for us to take"),
        _("Nothing was stored. Go back, shorten it and send it again, or telephone us."),
    ),
    500: (_("Something went wrong on our side"), _("Try again, or telephone us.")),
    503: (
        _("We cannot show this page for a moment"),
        _("Nothing you did is wrong. Try again in a minute, or telephone us."),
    ),
}

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{advice}</p>
<p><a href="/">{home}</a></p>
</main>
</body>
</html>
"""


def plain_page(status: int) -> str:
    title, advice = WORDS[status]
    return format_html(PAGE, title=title, advice=advice, home=gettext("To the start page"))
