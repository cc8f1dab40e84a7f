"""What the front desk does with a request: move it on, and note what happened."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import ConsultationRequest, RequestEvent

State = ConsultationRequest.State

# From each state to those the desk may choose. Leaving it where it is, with a note, is always
# possible. Whoever pressed wrongly can go back to New.
MOVES: dict[str, list[str]] = {
    State.NEW: [State.CALLED, State.WAITING, State.CLOSED],
    State.CALLED: [State.WAITING, State.CLOSED, State.NEW],
    State.WAITING: [State.CALLED, State.CLOSED, State.NEW],
    State.CLOSED: [State.NEW],
    State.QUARANTINE: [State.NEW],
}


class Refused(Exception):
    """A rule forbids it. The message is for the person who asked."""


class Stale(Exception):
    """Somebody else changed the request since this page was opened."""


@transaction.atomic
def change(  # noqa: PLR0913  keyword-only: each is one thing the desk says
    *,
    pk: int,
    row_version: int,
    by: Any,
    to_state: str = "",
    closed_reason: str = "",
    note: str = "",
) -> ConsultationRequest:
    """Move the request and note it, or only note. ``to_state`` empty: leave it where it is.

    Raises ``Stale`` if ``row_version`` is not the stored one, ``Refused`` if a rule forbids it.
    """
    request = ConsultationRequest.objects.select_for_update().get(pk=pk)
    if request.row_version != row_version:
        raise Stale
    check(request, to_state, closed_reason, note)
    moved_from = request.state
    if to_state:
        request.state = to_state
        request.closed_reason = closed_reason if to_state == State.CLOSED else ""
    request.row_version += 1
    request.save(update_fields=["state", "closed_reason", "row_version"])
    request.events.create(
        kind=RequestEvent.Kind.MOVED if to_state else RequestEvent.Kind.NOTED,
        by=by,
        by_name=by.display_name,
        from_state=moved_from,
        to_state=request.state,
        closed_reason=request.closed_reason,
        note=note,
    )
    return request


def check(request: ConsultationRequest, to_state: str, closed_reason: str, note: str) -> None:
    """Raises ``Refused``, naming what is allowed."""
    if to_state and to_state not in MOVES[request.state]:
        allowed = ", ".join(str(State(state).label) for state in MOVES[request.state])
        raise Refused(
            _("From “%(state)s” this request can go to: %(allowed)s.")
            % {"state": request.get_state_display(), "allowed": allowed}
        )
    if to_state == State.CLOSED and not closed_reason:
        raise Refused(_("Say why it is closed."))
    if closed_reason and to_state != State.CLOSED:
        raise Refused(_("A reason for closing goes with “Closed”. Choose that, or no reason."))
    if not to_state and not note:
        raise Refused(_("Choose what happened, or write a note."))
