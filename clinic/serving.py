"""Hands this process over to the server. The flags are explained in docs/operating.md."""

import errno
import os
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

# No address of the client, no query string: both can say who somebody is and what they fear.
ACCESS_LOG = "%(method)s %(path)s %(status)d %(dt_ms).1f ms"

FLAGS = [
    "--interface=wsgi",
    "--http=1",  # HTTP/2 bodies may come without a length; the proxy in front speaks it
    "--no-ws",
    "--workers=2",
    "--blocking-threads=8",
    # Without this the whole server ends when one worker dies.
    "--respawn-failed-workers",
    "--respawn-interval=1",
    # Without this a signal that comes while workers start can hang the stop for ever.
    "--workers-kill-timeout=10",
    "--log-level=error",
    "--access-log",
    f"--access-log-fmt={ACCESS_LOG}",
]


def refuse_busy_port(host: str, port: int) -> None:
    """Raise ``CommandError`` in words, before minutes of preparation end in a traceback."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(why_not(host, port, error)) from error


def why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is already in use, perhaps by another Clinic. "
            f"Stop that one, or choose another port: make run PORT={port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not open to this user. Choose one above 1023, such as PORT=8000."
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}"


def serve(host: str, port: int) -> None:
    """Never returns: the server takes the place of this process, so that signals reach it."""
    log_config = Path(__file__).parent / "server-log.json"
    os.chdir(settings.BASE_DIR)
    hand_over("-m", "granian", *FLAGS, f"--log-config={log_config}", f"--host={host}",
              f"--port={port}", "clinic.worker:application")  # fmt: skip


def serve_and_reload(host: str, port: int) -> None:
    """Never returns. For developers: Django's own server, which restarts on every change."""
    os.chdir(settings.BASE_DIR)
    hand_over("manage.py", "runserver", f"[{host}]:{port}" if ":" in host else f"{host}:{port}")


def hand_over(*arguments: str) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *arguments])
