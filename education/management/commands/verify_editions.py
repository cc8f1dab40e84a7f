from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from education.formats import digest_of
from education.indexing import is_indexed
from education.models import Edition
from education.triggers import missing_triggers


class Command(BaseCommand):
    help = (
        "Checks that every saved version is, to the byte, the text that was saved, and that lists "
        "and search show what the public and scheduled versions say."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = [f"{table}: the trigger that keeps it is missing" for table in missing_triggers()]
        editions = Edition.objects.order_by("pk")
        for edition in editions.iterator(chunk_size=100):
            faults += _faults_of(edition)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{editions.count()} saved versions, all as they were saved.")


def _faults_of(edition: Edition) -> Iterator[str]:
    if digest_of(edition.content) != edition.digest:
        yield f"{edition}: the text is not the one that was saved"
    elif _is_read(edition) and not is_indexed(edition):
        yield f"{edition}: lists and search do not show what the text says"


def _is_read(edition: Edition) -> bool:
    """Whether lists read its rows, today or from the day on for which it is scheduled."""
    return edition.publish_from is not None and not edition.is_past(timezone.now())
