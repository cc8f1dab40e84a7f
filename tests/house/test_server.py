"""The real server, which Django's test client never sees: limits, headers, signals, logs."""

import json
import os
import resource
import signal
import time

import psycopg
import pytest

from clinic.from_environment import new_secret_key
from tests.house.server import environment, free_port, manage, started, wait_until

# One server for all of these, whichever worker runs them.
pytestmark = pytest.mark.xdist_group("server")

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PROMISED = {
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def database(var):
    """SQLite in var/, or with `make test-postgres` a new database beside the one for tests."""
    throw_away = os.environ.get("CLINIC_TEST_DATABASE")
    if not throw_away:
        return {}
    # Its own for each worker, and new when the module is set up again in the same one.
    name = f"started_{os.getpid()}"
    with psycopg.connect(throw_away, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return {"DATABASE_URL": throw_away.replace("/postgres?", f"/{name}?")}


@pytest.fixture(scope="module")
def server(var, database):
    with started(var, **database) as server:
        yield server


def chunks():
    yield b"name=Ada&"
    yield b"message=hello"


def test_a_body_without_length_is_refused_before_django(server):
    status, headers, body = server.ask("POST", "/request/", chunks(), FORM)

    assert status == 411
    assert headers["Connection"] == "close"
    assert b"Nothing was stored" in body


def test_a_body_that_is_too_long_is_refused_before_django(server):
    status, _, body = server.ask("POST", "/request/", b"a" * 1_000_001, FORM)

    assert status == 413
    assert b"Nothing was stored" in body


def test_staff_may_upload_more_than_patients_may_type(server):
    upload, _, _ = server.ask("POST", "/admin/login/", b"a" * 1_000_001, FORM)
    too_much, _, _ = server.ask("POST", "/admin/login/", b"a" * 10_000_001, FORM)

    assert upload == 403
    assert too_much == 413


def test_an_odd_charset_is_a_bad_request_and_no_server_error(server):
    _, form, _ = server.ask("GET", "/admin/login/")
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-7",
        # With the cookie, the CSRF check goes on to read the body.
        "Cookie": form["Set-Cookie"].split(";")[0],
    }

    status, _, _ = server.ask("POST", "/admin/login/", b"a=b", headers)

    assert status == 400


def static_address(var):
    manifest = json.loads((var / "static" / "staticfiles.json").read_text())
    return "/static/" + manifest["paths"]["vendor/bootstrap-5.3.9/bootstrap.min.css"]


@pytest.mark.parametrize(
    ("expected", "method", "path", "body", "headers"),
    [
        (200, "GET", "/healthz", None, {}),
        (301, "GET", "/admin", None, {}),
        (302, "GET", "/admin/", None, {}),
        (400, "GET", "/", None, {"Host": "elsewhere.invalid"}),
        (403, "POST", "/admin/login/", b"a=b", FORM),
        (404, "GET", "/no-such-page/", None, {}),
        (411, "POST", "/request/", chunks, FORM),
        (413, "POST", "/request/", b"a" * 1_000_001, FORM),
        (200, "GET", static_address, None, {}),
        (404, "GET", "/static/missing.css", None, {}),
    ],
)
def test_every_answer_carries_the_security_headers(
    server, var, expected, method, path, body, headers
):
    path = path(var) if callable(path) else path
    body = body() if callable(body) else body

    status, answered, _ = server.ask(method, path, body, headers)

    assert status == expected
    missing = {n: answered[n] for n, v in PROMISED.items() if not (answered[n] or "").startswith(v)}
    assert missing == {}


def test_static_files_are_compressed_and_kept_for_ever(server, var):
    status, headers, body = server.ask(
        "GET", static_address(var), headers={"Accept-Encoding": "br, gzip"}
    )

    assert status == 200
    assert headers["Content-Encoding"] == "br"
    assert "immutable" in headers["Cache-Control"]
    assert len(body) < 40_000
    assert "Access-Control-Allow-Origin" not in headers


def test_the_log_has_neither_questions_nor_tokens(server):
    server.ask("GET", "/search/?q=hiv-and-fillers")
    server.ask("GET", "/request/sent/canary-token-in-path/?canary=query")
    server.ask("GET", "/request/canary-token-in-path/")

    wait_until(lambda: "GET /request/[token] 404" in server.log.read_text())
    log = server.log.read_text()
    assert "GET /search/ " in log
    assert "GET /request/sent/[token] 404" in log
    assert "canary" not in log
    assert "hiv" not in log
    assert "127.0.0.1" not in log.split("Stop it with Ctrl-C.")[1]


def test_a_worker_that_dies_is_replaced(server):
    wait_until(lambda: len(server.workers()) == 2)
    before = server.workers()
    victim = min(before)

    os.kill(victim, signal.SIGKILL)

    wait_until(lambda: len(server.workers() - {victim}) == 2)
    assert server.is_up()


def seconds_of_work():
    """Of all children that ended; unlike the clock, it does not depend on what else runs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_second_start_is_quick_keeps_everything_and_ends_when_told(server, var, database, how):
    accounts = (var / "demo-accounts.txt").read_text()
    worked_before = seconds_of_work()

    with started(var, **database) as second:
        # A signal that comes while a worker still starts is only obeyed after ten seconds.
        time.sleep(1)
        workers = second.workers()
        ending = second.end(how)

    assert seconds_of_work() - worked_before < 5
    assert ending < 5
    assert not any(os.path.exists(f"/proc/{pid}") for pid in workers)
    assert second.process.returncode == 0
    assert (var / "demo-accounts.txt").read_text() == accounts
    said = second.log.read_text()
    assert "Collected" not in said
    assert accounts.splitlines()[1] not in said


def test_what_is_written_is_for_the_owner_alone(server, var, database):
    modes = {
        path.name: path.stat().st_mode & 0o777
        for path in var.iterdir()
        if path.is_file() and not path.name.startswith("server-")
    }

    expected = {"demo-accounts.txt", "encryption-key", "secret-key"}
    assert expected | ({"clinic.sqlite3"} if not database else set()) <= set(modes)
    assert set(modes.values()) == {0o600}


def test_a_busy_port_is_said_in_plain_words(server, var):
    done = manage("start", env=environment(var, PORT=server.port))

    assert done.returncode != 0
    assert f"Port {server.port} on 127.0.0.1 is already in use" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_a_port_that_is_none_is_said_in_plain_words(tmp_path, port):
    done = manage("start", env=environment(tmp_path, PORT=port))

    assert "PORT must be a number from 1 to 65535" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_does_not_start_with_what_a_demonstration_left(server, var, database):
    env = environment(
        var,
        **database,
        PORT=free_port(),
        CLINIC_MODE="production",
        ALLOWED_HOSTS="clinic.example",
        CLINIC_PROXIES="127.0.0.1",
        SECRET_KEY=new_secret_key(),
        CLINIC_ENCRYPTION_KEYS=(var / "encryption-key").read_text().strip(),
    )

    done = manage("start", env=env)

    assert done.returncode != 0
    assert "telephone number of the demonstration" in done.stderr
    assert "demonstration accounts" in done.stderr
    assert "Traceback" not in done.stderr
