"""The WSGI layers in front of Django, and the logs."""

import logging
from io import BytesIO

import pytest

from clinic.body_limits import body_limits
from clinic.logs import WithoutTokens, WithoutValues
from clinic.proxies import behind_proxies


def ask(application, **environ):
    """The environment as the application saw it, or nothing if it was not asked."""
    seen = {}
    started = []

    def inner(environ, start_response):
        seen.update(environ)
        return [b""]

    application(inner)(
        {"wsgi.input": BytesIO(b"x" * 100), "PATH_INFO": "/", **environ},
        lambda status, headers: started.append(status),
    )
    return seen, started


def test_a_body_of_the_exact_limit_passes(settings):
    settings.CLINIC_BODY_LIMIT = 100

    passed, _ = ask(body_limits, CONTENT_LENGTH="100")
    stopped, status = ask(body_limits, CONTENT_LENGTH="101")

    assert passed
    assert not stopped
    assert status == ["413 Request Entity Too Large"]


@pytest.mark.parametrize("length", ["", "many", "-1"])
def test_a_length_that_is_none_is_left_to_django(length):
    passed, _ = ask(body_limits, CONTENT_LENGTH=length)

    assert passed


def test_a_stranger_cannot_claim_an_address_or_encryption(settings):
    settings.CLINIC_PROXIES = ["10.0.0.0/8"]

    seen, _ = ask(
        behind_proxies,
        REMOTE_ADDR="203.0.113.9",
        HTTP_X_FORWARDED_FOR="198.51.100.1",
        HTTP_X_FORWARDED_PROTO="https",
    )

    assert seen["REMOTE_ADDR"] == "203.0.113.9"
    assert "HTTP_X_FORWARDED_PROTO" not in seen


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("192.0.2.66, 198.51.100.1", "198.51.100.1"),
        ("198.51.100.1, 10.0.0.3", "198.51.100.1"),
        ("", "10.0.0.2"),
        ("not an address", "10.0.0.2"),
    ],
)
def test_a_configured_proxy_is_believed_about_the_last_step(settings, forwarded, client):
    settings.CLINIC_PROXIES = ["10.0.0.0/8"]

    seen, _ = ask(
        behind_proxies,
        REMOTE_ADDR="10.0.0.2",
        HTTP_X_FORWARDED_FOR=forwarded,
        HTTP_X_FORWARDED_PROTO="https",
    )

    assert seen["REMOTE_ADDR"] == client
    assert seen["HTTP_X_FORWARDED_PROTO"] == "https"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Not Found: /request/sent/s3cr3t/", "Not Found: /request/sent/[token]"),
        ("GET /request/s3cr3t/ 200", "GET /request/[token] 200"),
        ("GET /fr/request/s3cr3t/more 200", "GET /fr/request/[token] 200"),
        ("GET /request/sent 404", "GET /request/sent 404"),
        ("GET /request/check/ 200", "GET /request/check/ 200"),
        ("GET /request/find/ 200", "GET /request/find/ 200"),
        ("POST /request/ 302", "POST /request/ 302"),
        ("GET /admin/reset/MQ/s3cr3t/ 200", "GET /admin/reset/[token] 200"),
        ("GET /treatments/mesotherapy/ 200", "GET /treatments/mesotherapy/ 200"),
        ("GET /\nGET /admin/ 200", "GET /?GET /admin/ 200"),
    ],
)
def test_logs_keep_the_page_and_lose_the_token(said, kept):
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%(line)s", ({"line": said},), None)

    WithoutTokens().filter(record)

    assert record.getMessage() == kept


def test_a_traceback_says_where_and_what_kind_but_no_values():
    typed = "ada@example.org"
    try:
        raise ValueError(typed)
    except ValueError as error:
        text = WithoutValues().formatException((ValueError, error, error.__traceback__))

    assert "test_fronts.py" in text
    assert text.endswith("ValueError")
    assert typed not in text
