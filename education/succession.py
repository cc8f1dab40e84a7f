"""The times of all editions of one topic and language, written so that each ends in its turn.

Who supersedes whom is the pure function in ``education.supersession``; here its answer reaches
the rows. Callers hold the topic's row.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from education.models import Edition
from education.rules import Refused
from education.supersession import superseded_from


def _siblings(edition: Edition, column: str) -> list[tuple[int, datetime]]:
    """``column`` and time of publication of the other editions of this topic and language."""
    return list(
        Edition.objects.filter(
            topic=edition.topic_id, language=edition.language, publish_from__isnull=False
        )
        .exclude(pk=edition.pk)
        .values_list(column, "publish_from")
    )


def require_order(edition: Edition, publish_from: datetime) -> None:
    """Newer text never gives way to older text by the clock."""
    for number, other_from in _siblings(edition, "number"):
        if other_from == publish_from:
            raise Refused(_("Another version is published at the same moment."))
        if number > edition.number and other_from < publish_from:
            raise Refused(
                _("Version %(number)s is newer and public before that. Restore this text instead.")
                % {"number": number}
            )
        if number < edition.number and other_from > publish_from:
            raise Refused(
                _("Version %(number)s is older and scheduled for later. Cancel that first.")
                % {"number": number}
            )


def rewrite_ends(edition: Edition) -> None:
    """Write ``superseded_from`` of all editions of this topic and language."""
    times = dict(_siblings(edition, "pk"))
    if edition.publish_from:
        times[edition.pk] = edition.publish_from
    ends = superseded_from(times)
    edition.superseded_from = ends.get(edition.pk)
    if edition.publish_from is None:
        edition.save(update_fields=["publish_from", "superseded_from", "publish_note"])
    # The earliest first: the open end is free before the new edition takes it.
    for pk, end in ends.items():
        if pk != edition.pk:
            Edition.objects.filter(pk=pk).exclude(superseded_from=end).update(superseded_from=end)
    if edition.publish_from is not None:
        edition.save(update_fields=["publish_from", "superseded_from", "publish_note"])
