"""Refuses bodies that Django would misread, before it reads them.

A chunked form reaches Django empty, and is answered as if nothing had been typed; a body past
Django's limit is a 400 or a broken connection. Both get a clear answer here instead.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings

from clinic.headers import security_headers
from clinic.plain_page import plain_page

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
# Browsers show our answer only when they could send all they had; up to here we let them (bytes).
PATIENCE = 20_000_000
CHUNK = 65_536  # bytes

WSGIApplication = Callable[[Environ, StartResponse], Iterable[bytes]]


def body_limits(application: WSGIApplication) -> WSGIApplication:
    def limited(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        refusal = refused(environ)
        if refusal:
            let_it_pass(environ["wsgi.input"])
            return refuse(refusal, environ, start_response)
        return application(environ, start_response)

    return limited


def refused(environ: Environ) -> HTTPStatus | None:
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return HTTPStatus.LENGTH_REQUIRED
    if body_length(environ) > allowed_length(environ.get("PATH_INFO", "")):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return None


def body_length(environ: Environ) -> int:
    try:
        return int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0  # Django reads nothing then


def allowed_length(path: str) -> int:
    """Bytes. Staff upload pictures; nobody else has a reason to send that much."""
    return (
        settings.CLINIC_UPLOAD_LIMIT if path.startswith("/admin/") else settings.CLINIC_BODY_LIMIT
    )


def let_it_pass(body: Any) -> None:
    """Read what is on its way, and forget it."""
    read = 0
    while read < PATIENCE and (chunk := body.read(CHUNK)):
        read += len(chunk)


def refuse(status: HTTPStatus, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    body = plain_page(status.value).encode()
    headers = security_headers() | {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        # The rest of the body is still on its way and must not be taken for the next request.
        "Connection": "close",
    }
    if settings.SECURE_HSTS_SECONDS and environ.get("wsgi.url_scheme") == "https":
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    start_response(f"{status.value} {status.phrase}", list(headers.items()))
    return [body]
