"""One account per role, so that a demonstration can be tried from every chair."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from education.demo import USERNAME_PREFIX
from education.roles import CLINICIANS, EDITORS, FRONT_DESK, MANAGERS, REVIEWERS

# The rest of the username, the name that pages print, the role.
ACCOUNTS = [
    ("editor", "Demo Editor", EDITORS),
    ("reviewer", "Demo Reviewer", REVIEWERS),
    ("clinician", "Demo Clinician", CLINICIANS),
    ("desk", "Demo Front Desk", FRONT_DESK),
    ("manager", "Demo Manager", MANAGERS),
]
# Only a registered clinician may approve text.
REGISTRATION = {"job_title": "Demonstration", "registration": "Demonstration, not registered"}
# Letters and digits that nobody confuses when reading them from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def accounts_file() -> Path:
    return settings.CLINIC_VAR / "demo-accounts.txt"


def make_demo_accounts() -> str | None:
    """The accounts as text, if this is a demonstration in which nobody has an account yet."""
    if settings.CLINIC_MODE == "production" or get_user_model()._default_manager.exists():
        return None
    lines = [f"{'Account':<16}{'Password':<22}Role"]
    with transaction.atomic():
        for role, name, group in ACCOUNTS:
            username, password = f"{USERNAME_PREFIX}{role}", new_password()
            make_account(username, name, group, password)
            lines.append(f"{username:<16}{password:<22}{group}")
        text = "\n".join(lines) + "\n"
        keep_private(accounts_file(), text)
    return text


def new_password() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def make_account(username: str, name: str, group: str, password: str) -> None:
    first_name, last_name = name.split(" ", 1)
    user = get_user_model()._default_manager.create_user(
        username,
        f"{username}@example.invalid",
        password,
        first_name=first_name,
        last_name=last_name,
        is_staff=True,
        **(REGISTRATION if group == REVIEWERS else {}),
    )
    user.groups.add(Group.objects.get(name=group))


def keep_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, replacing an older one."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
