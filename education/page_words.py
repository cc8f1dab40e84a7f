"""The words around a page's own text: headings, and what grades and levels are called."""

from django.utils.translation import gettext_lazy

FACTS = {
    "sessions": gettext_lazy("Sessions"),
    "visit_length": gettext_lazy("Each visit"),
    "time_off": gettext_lazy("Time off"),
    "discomfort": gettext_lazy("Does it hurt?"),
    "onset": gettext_lazy("When a change may show"),
    "duration": gettext_lazy("How long it lasts"),
    "practitioner": gettext_lazy("Who does it"),
    "licence_status": gettext_lazy("Licensed for this use?"),
}
SECTION_HEADINGS = {
    "what_it_is": gettext_lazy("What it is"),
    "who_should_not": gettext_lazy("Who should not have it"),
    "does_it_work": gettext_lazy("Does it work?"),
    "cannot_do": gettext_lazy("What it cannot do"),
    "risks": gettext_lazy("Risks"),
    "procedure": gettext_lazy("How it is done"),
    "practitioner": gettext_lazy("Who does it"),
    "feels_like": gettext_lazy("What it feels like"),
    "results": gettext_lazy("Results, and how long they last"),
    "aftercare": gettext_lazy("Afterwards"),
    "alternatives": gettext_lazy("Other options"),
    "no_treatment": gettext_lazy("Doing nothing"),
    "product_status": gettext_lazy("Product and licence status"),
    "report": gettext_lazy("How to report a side effect"),
}
LEVEL_HEADINGS = {
    "never": gettext_lazy("Do not have it"),
    "not_now": gettext_lazy("Not now: wait"),
    "ask_first": gettext_lazy("Talk to us first"),
}
SERIOUSNESS_HEADINGS = {
    "serious": gettext_lazy("Serious, and how to notice them"),
    "moderate": gettext_lazy("Troublesome"),
    "mild": gettext_lazy("Mild and expected"),
}
GRADES = {
    "high": (4, gettext_lazy("high")),
    "moderate": (3, gettext_lazy("moderate")),
    "low": (2, gettext_lazy("low")),
    "very_low": (1, gettext_lazy("very low")),
    "none": (0, gettext_lazy("no studies found")),
}
DIRECTIONS = {
    "for": gettext_lazy("Studies speak for it"),
    "unclear": gettext_lazy("Studies disagree or are too weak"),
    "against": gettext_lazy("Studies speak against it"),
}
# Where no studies were found, none of them can speak for or against it.
DIRECTIONS_WITHOUT_STUDIES = {
    "for": "",
    "unclear": "",
    "against": gettext_lazy("Nothing speaks for it"),
}
