"""Pages that lead to other pages: home, lists, questions, health problems, search.

All of them read ``Entry`` rows of live editions, and never the text of a whole edition.
"""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, F, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from education.concerns import concerns_of, with_concern
from education.context import language
from education.models import Entry
from education.models.entry import EntryQuerySet
from education.page_words import LEVEL_HEADINGS
from education.searching import cleaned, heading_of, matching, snippet, text_of, words_of
from education.views.public import page_of, public_page

Kind = Entry.Kind
TREATMENTS_ON_A_PAGE = 60
QUESTIONS_ON_A_PAGE = 60
CONDITIONS_ON_A_PAGE = 100
ANSWERS_ON_A_PAGE = 60
RESULTS_ON_A_PAGE = 20
CONCERNS_AT_HOME = 12
LEVEL_ORDER = Case(
    *(When(details__level=name, then=Value(place)) for place, name in enumerate(LEVEL_HEADINGS))
)


def entries() -> EntryQuerySet:
    """Public entries in the language of this page, with where they stand."""
    return (
        Entry.objects.live()
        .in_language(language())
        .annotate(slug=F("edition__topic__slug"), sample=F("edition__sample"))
    )


def page_titles(kind: str) -> Any:
    """Rows that stand for whole pages of one kind, by title."""
    pages = entries().filter(kind=Kind.PAGE, details__kind=kind)
    return pages.order_by(Lower("title"), "pk")


def with_page_title(rows: EntryQuerySet) -> Any:
    """The title and the kind of the page on which an entry stands."""
    page = Entry.objects.filter(edition=OuterRef("edition"), kind=Kind.PAGE)
    return rows.annotate(
        page_title=Subquery(page.values("title")[:1]),
        page_kind=Subquery(page.values(kind_of_page=KT("details__kind"))[:1]),
    )


def any_sample(rows: Any) -> bool:
    return any(row.sample for row in rows)


@public_page
def home(request: HttpRequest) -> HttpResponse:
    treatments = list(page_titles("treatment"))
    guides = list(page_titles("guide")[:CONCERNS_AT_HOME])
    context = {
        "concerns": concerns_of(treatments)[:CONCERNS_AT_HOME],
        "treatments": treatments[:CONCERNS_AT_HOME],
        "guides": guides,
        "sample": any_sample([*treatments, *guides]),
    }
    return render(request, "education/home.html", context)


@public_page
def treatment_list(request: HttpRequest) -> HttpResponse:
    """By concern and A–Z. ``?concern=hair-loss`` shows those for one concern."""
    treatments = list(page_titles("treatment"))
    concerns = concerns_of(treatments)
    chosen = next((c for c in concerns if c.key == request.GET.get("concern")), None)
    if request.GET.get("concern") and chosen is None:
        raise Http404
    if chosen:
        treatments = with_concern(treatments, chosen.key)
    page_obj = page_of(request, treatments, TREATMENTS_ON_A_PAGE)
    context = {
        "here": "treatments",
        "concerns": concerns,
        "chosen": chosen,
        "page_obj": page_obj,
        "sample": any_sample(page_obj),
    }
    return render(request, "education/treatment_list.html", context)


@public_page
def guide_list(request: HttpRequest) -> HttpResponse:
    page_obj = page_of(request, page_titles("guide"), TREATMENTS_ON_A_PAGE)
    context = {"here": "guides", "page_obj": page_obj, "sample": any_sample(page_obj)}
    return render(request, "education/guide_list.html", context)


@public_page
def condition_list(request: HttpRequest) -> HttpResponse:
    """Every health problem that some page names. Editions may differ in its name: one is shown."""
    rows = entries().filter(kind=Kind.CONTRAINDICATION)
    conditions = (
        rows.order_by()
        .values("about")
        .annotate(
            name=Min(KT("details__condition__name")),
            pages=Count("edition", distinct=True),
            samples=Count("pk", filter=Q(edition__sample=True)),
        )
        .order_by(Lower("name"), "about")
    )
    page_obj = page_of(request, conditions, CONDITIONS_ON_A_PAGE)
    context = {
        "here": "conditions",
        "page_obj": page_obj,
        "sample": any(condition["samples"] for condition in page_obj),
    }
    return render(request, "education/condition_list.html", context)


@public_page
def condition_detail(request: HttpRequest, key: str) -> HttpResponse:
    """What each treatment says to people with this health problem, the strictest first."""
    rows = with_page_title(entries()).filter(kind=Kind.CONTRAINDICATION, about=key)
    page_obj = page_of(request, rows.order_by(LEVEL_ORDER, "page_title", "pk"), ANSWERS_ON_A_PAGE)
    if not page_obj:
        raise Http404
    condition = page_obj[0].details["condition"]
    context = {
        "here": "conditions",
        "condition": condition,
        "page_obj": page_obj,
        "groups": _by_level(list(page_obj)),
        "sample": any_sample(page_obj),
    }
    return render(request, "education/condition_detail.html", context)


def _by_level(rows: list[Entry]) -> list[dict[str, Any]]:
    groups = (
        {
            "name": name,
            "heading": heading,
            "rows": [row for row in rows if row.details["level"] == name],
        }
        for name, heading in LEVEL_HEADINGS.items()
    )
    return [group for group in groups if group["rows"]]


@public_page
def question_list(request: HttpRequest) -> HttpResponse:
    rows = with_page_title(entries()).filter(kind=Kind.FAQ)
    rows = rows.order_by(Lower("page_title"), "edition", "position")
    page_obj = page_of(request, rows, QUESTIONS_ON_A_PAGE)
    context = {"here": "questions", "page_obj": page_obj, "sample": any_sample(page_obj)}
    return render(request, "education/question_list.html", context)


@public_page
def search(request: HttpRequest) -> HttpResponse:
    query = cleaned(request.GET.get("q", ""))
    words = words_of(query)
    found = matching(with_page_title(entries()), words)
    page_obj = page_of(request, found, RESULTS_ON_A_PAGE)
    for row in page_obj:
        row.heading, row.snippet = heading_of(row), snippet(text_of(row, words), words)
    context = {
        "here": "search",
        "query": query,
        "before_page": f"{urlencode({'q': query})}&",
        "words": words,
        "page_obj": page_obj,
        "sample": any_sample(page_obj),
    }
    return render(request, "education/search.html", context)
