from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from education import packs
from education.models import Topic


class Command(BaseCommand):
    help = "Writes the draft of a topic as YAML: manage.py export_pack mesotherapy > file.yaml"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")

    def handle(self, *args: Any, **options: Any) -> None:
        topic = Topic.objects.filter(slug=options["slug"]).first()
        if topic is None:
            known = ", ".join(Topic.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(f"There is no topic {options['slug']!r}. There are: {known or '-'}")
        self.stdout.write(packs.export(topic), ending="")
