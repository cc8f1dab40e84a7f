"""Pages for machines: is the site well, and what may be indexed."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import consultations.triggers
import education.triggers

DISK_NEEDED = 100_000_000  # bytes; below this the database cannot be trusted to grow


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    parts = {
        "database": database_answers(),
        "disk": disk_has_room(),
        "triggers": triggers_are_there(),
    }
    words = {name: "ok" if well else "failing" for name, well in parts.items()}
    return JsonResponse(words, status=200 if all(parts.values()) else 503)


def database_answers() -> bool:
    # A table, because "SELECT 1" does not open SQLite's file.
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            return cursor.fetchone() is not None
    except DatabaseError:
        return False


def triggers_are_there() -> bool:
    """Without them saved texts, consents and the history of requests could be changed unseen."""
    try:
        missing = education.triggers.missing_triggers() + consultations.triggers.missing_triggers()
    except DatabaseError:
        return False
    return not missing


def disk_has_room() -> bool:
    try:
        return shutil.disk_usage(settings.CLINIC_VAR).free > DISK_NEEDED
    except OSError:
        return False


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = (
        ["/"] if is_public_demonstration(request) else ["/admin/", "/request/sent/", "/search/"]
    )
    lines = ["User-agent: *", *[f"Disallow: {path}" for path in closed], ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def is_public_demonstration(request: HttpRequest) -> bool:
    """Sample content that strangers can reach: patients must not find it in a search engine."""
    name = request.get_host().rsplit(":", 1)[0]
    return settings.CLINIC_MODE == "demo" and name not in {"127.0.0.1", "localhost", "[::1]"}
