"""Which requests the queue shows, and how a search travels in an address."""

from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from consultations.encryption import decrypted, encrypted
from consultations.models import ConsultationRequest
from consultations.models.request import OPEN_STATES

ON_A_PAGE = 50
OPEN, OVERDUE, ALL = "open", "overdue", "all"

FILTERS = [
    (OPEN, _("Open")),
    (OVERDUE, _("Overdue")),
    *ConsultationRequest.State.choices,
    (ALL, _("All")),
]


@dataclass
class Queue:
    """One look at the queue."""

    state: str
    words: str
    token: str  # the words, encrypted: a name has no place in an address
    page: Page[Any]
    counts: dict[str, int]

    @property
    def filters(self) -> list[dict[str, Any]]:
        """Each filter with its number and address; an empty one that nobody chose is left out."""
        return [
            {
                "label": label,
                "count": self.counts.get(state, 0),
                "query": self.query(state=state),
                "current": state == self.state,
            }
            for state, label in FILTERS
            if self.counts.get(state) or state in {self.state, OPEN, ALL, "new"}
        ]

    def query(self, *, state: str = "", page: int = 1) -> str:
        """The query string of this look, with another filter or page."""
        query = QueryDict(mutable=True)
        query["state"] = state or self.state
        if self.token:
            query["found"] = self.token
        if page > 1:
            query["page"] = str(page)
        return f"?{query.urlencode()}"

    @property
    def next_query(self) -> str:
        return self.query(page=self.page.next_page_number()) if self.page.has_next() else ""

    @property
    def previous_query(self) -> str:
        return self.query(page=self.page.previous_page_number()) if self.page.has_previous() else ""


def look(request: HttpRequest) -> Queue:
    """The queue as this address asks for it. Nonsense in the address is left out."""
    token = request.GET.get("found", "")
    words = searched(token)
    known = {state for state, _label in FILTERS}
    state = request.GET.get("state", "")
    state = state if state in known else (ALL if words else OPEN)
    everything = ConsultationRequest.objects.all()
    found = everything.matching(words) if words else everything
    rows = of_state(found, state).new_first().defer("own_words", "search_text")
    paginator = Paginator(rows.prefetch_related("treatments"), ON_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    return Queue(state, words, token if words else "", page, counted(found))


def of_state(requests: Any, state: str) -> Any:
    if state == ALL:
        return requests
    if state == OPEN:
        return requests.open()
    if state == OVERDUE:
        return requests.overdue()
    return requests.filter(state=state)


def counted(requests: Any) -> dict[str, int]:
    """How many each filter would show; two queries."""
    counts = requests.counts()
    counts[OPEN] = sum(counts.get(state, 0) for state in OPEN_STATES)
    counts[ALL] = sum(counts.get(state, 0) for state in ConsultationRequest.State.values)
    counts[OVERDUE] = requests.overdue().count()
    return counts


def search_token(words: str) -> str:
    return encrypted(words)


def searched(token: str) -> str:
    """The words of a search; empty for a token that is not ours."""
    try:
        return decrypted(token)
    except (InvalidToken, ValueError):
        return ""
