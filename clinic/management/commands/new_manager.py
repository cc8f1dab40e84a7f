from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from clinic.demo_accounts import new_password
from education.roles import MANAGERS, ensure_roles


class Command(BaseCommand):
    help = "Makes an account with the role of a manager and prints its password, this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--email", default="")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        ensure_roles()
        password = new_password()
        user = get_user_model()(username=options["username"], email=options["email"], is_staff=True)
        user.set_password(password)
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.save()
        user.groups.add(Group.objects.get(name=MANAGERS))
        self.stdout.write(f"{user.username}  {password}")
        self.stdout.write("Sign in at /admin/ and choose a password of your own there.")
