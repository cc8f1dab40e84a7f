from typing import Any

from django.core.management.base import BaseCommand, CommandError

from education.formats import digest_of
from education.models import Edition
from education.triggers import missing_triggers


class Command(BaseCommand):
    help = "Checks that every saved version is, to the byte, the text that was saved."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = [f"{table}: the trigger that keeps it is missing" for table in missing_triggers()]
        editions = Edition.objects.order_by("pk")
        for edition in editions.iterator(chunk_size=100):
            if digest_of(edition.content) != edition.digest:
                faults.append(f"{edition}: the text is not the one that was saved")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{editions.count()} saved versions, all as they were saved.")
