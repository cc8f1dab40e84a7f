"""What an operator must say. Missing values are collected, so that one start names them all."""

import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


class SettingsMissing(ImproperlyConfigured):
    """The message is for the operator and complete: manage.py shows it without a traceback."""


class Missing:
    """Values that production cannot do without; `stop()` ends the start with one hint for each."""

    def __init__(self) -> None:
        self.hints: list[str] = []

    def note(self, name: str, hint: str) -> None:
        self.hints.append(f"{name}: {hint}")

    def stop(self) -> None:
        if self.hints:
            lines = "\n".join(f"  * {hint}" for hint in self.hints)
            raise SettingsMissing(
                "Clinic cannot start in production, because settings are missing or unsafe:\n"
                f"{lines}\n"
                "Set them in the environment; docs/operating.md explains each one.\n"
                "To try Clinic without any settings, use CLINIC_MODE=demo."
            )


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret in this file, made once. Several processes may start at the same moment."""
    if not path.exists():
        write_once(path, make())
    return path.read_text().strip()


def write_once(path: Path, text: str) -> None:
    """Write a file that only its owner can read; if somebody was faster, theirs stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp makes the file with mode 600; the link appears complete or not at all.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text + "\n")
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(temporary)


def new_secret_key() -> str:
    return secrets.token_urlsafe(64)


def new_encryption_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()
