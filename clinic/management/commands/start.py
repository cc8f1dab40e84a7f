import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clinic.demo_accounts import accounts_file
from clinic.preparing import prepare
from clinic.serving import refuse_busy_port, serve, serve_and_reload
from education.demo import left_over


class Command(BaseCommand):
    help = "Prepares the database, content, roles and static files, then serves the site."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--prepare-only", action="store_true", help="do everything but serve the site"
        )
        parser.add_argument(
            "--reload", action="store_true", help="for developers: restart on every change"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)  # what is written in var/ is for this user alone
        host, port = os.environ.get("HOST", "127.0.0.1"), port_from_environment()
        if not options["prepare_only"]:
            refuse_busy_port(host, port)
        accounts = prepare(self.stdout.write, collect=not options["reload"])
        refuse_unsafe_production()
        if options["prepare_only"]:
            return
        self.stdout.write(what_to_open(address(host, port), accounts))
        (serve_and_reload if options["reload"] else serve)(host, port)


def port_from_environment() -> int:
    port = os.environ.get("PORT", "8000")
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {port!r}.")
    return int(port)


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds the site; 0.0.0.0 and :: only mean "everywhere"."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def refuse_unsafe_production() -> None:
    if hints := left_over():
        lines = "\n".join(f"  * {hint}" for hint in hints)
        raise CommandError(
            f"Clinic cannot start in production with what a demonstration left behind:\n{lines}\n"
            "Use a new database, or put it right in the admin while still in demo mode."
        )


def what_to_open(site: str, accounts: str | None) -> str:
    if settings.CLINIC_MODE == "production":
        return f"Clinic serves at {site}, for the proxy in front of it. Stop it with Ctrl-C."
    return "\n".join(
        [
            "",
            "Clinic is starting. In a few seconds, open in a browser:",
            f"  {site}/treatments/mesotherapy/   a treatment, as a patient reads it",
            f"  {site}/                          the start page",
            f"  {site}/admin/                    for staff",
            "",
            *demo_accounts_lines(accounts),
            "Stop it with Ctrl-C.",
            "",
        ]
    )


def demo_accounts_lines(accounts: str | None) -> list[str]:
    where = f"{accounts_file()} (only you can read it)"
    if accounts:
        return [
            "These demo accounts were made. They are shown this once and kept in",
            f"{where}:",
            "",
            accounts,
        ]
    return [f"The demo accounts are in {where}."] if accounts_file().exists() else []
