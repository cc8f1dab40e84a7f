from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction
from django.db.models.functions import Cast

from consultations.encryption import EncryptedTextField, Unreadable, is_under_newest_key

BATCH = 200


class Command(BaseCommand):
    help = (
        "Encrypts everything anew with the first of CLINIC_ENCRYPTION_KEYS. Safe to stop and to "
        "run again. Afterwards the other keys may be removed, once no old backup needs them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        rotated = unreadable = 0
        for model, name in encrypted_fields():
            for pks in batches(model):
                done, failed = rotate(model, name, pks)
                rotated, unreadable = rotated + done, unreadable + failed
        self.stdout.write(f"{rotated} texts are now under the newest key.")
        if unreadable:
            raise CommandError(f"{unreadable} texts fit none of the keys. Keep all keys you have.")


def encrypted_fields() -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, EncryptedTextField):
                yield model, field.name


def batches(model: type[models.Model]) -> Iterator[list[Any]]:
    pks = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        yield pks[start : start + BATCH]


@transaction.atomic
def rotate(model: type[models.Model], name: str, pks: list[Any]) -> tuple[int, int]:
    """How many texts were encrypted anew, and how many could not be read."""
    rows = model._default_manager.select_for_update().filter(pk__in=pks)
    rotated = unreadable = 0
    # The raw token beside the text: what is under the newest key already stays as it is.
    for row in rows.annotate(raw=Cast(name, models.TextField())):
        if not row.raw or is_under_newest_key(row.raw):
            continue
        if isinstance(getattr(row, name), Unreadable):
            unreadable += 1
            continue
        row.save(update_fields=[name])
        rotated += 1
    return rotated, unreadable
