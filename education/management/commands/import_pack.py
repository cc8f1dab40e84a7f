from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from education import packs
from education.packs import PACK_BYTES, PackError


class Command(BaseCommand):
    help = "Reads a topic from a YAML file into its draft. Nothing of it is public."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="replace the draft of a topic that exists"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pack = packs.load(text_of(options["file"]))
            edition = packs.import_pack(pack, by=None, replace=options["replace"])
        except PackError as error:
            raise CommandError(f"{options['file']}: nothing was stored.\n{error}") from error
        said = f"version {edition.number}" if edition else "the same text as before"
        self.stdout.write(f"{pack.slug}: {said}, as a draft that nobody has approved.")


def text_of(path: Path) -> str:
    """The text of a file that may be a pack. Raises ``CommandError`` saying why it is not."""
    try:
        if path.stat().st_size > PACK_BYTES:
            raise CommandError(f"{path} is larger than {PACK_BYTES} bytes.")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8 text (byte {error.start + 1}).") from error
