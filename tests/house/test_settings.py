"""What production must be told. Each start is a process of its own, as an operator sees it."""

import pytest

from clinic.from_environment import new_encryption_key, new_secret_key
from tests.house.server import environment, manage

COMPLETE = {
    "CLINIC_MODE": "production",
    "ALLOWED_HOSTS": "clinic.example",
    "CLINIC_PROXIES": "127.0.0.1",
    "SECRET_KEY": new_secret_key(),
    "CLINIC_ENCRYPTION_KEYS": new_encryption_key(),
}


def check(var, **changes):
    values = {**COMPLETE, **changes}
    given = {name: value for name, value in values.items() if value is not None}
    return manage("check", "--deploy", "--fail-level=WARNING", env=environment(var, **given))


def test_production_starts_with_complete_settings(tmp_path):
    done = check(tmp_path)

    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", None),
        ("ALLOWED_HOSTS", "*"),
        ("CLINIC_PROXIES", None),
        ("CLINIC_PROXIES", ""),
        ("CLINIC_PROXIES", "none"),
        ("CLINIC_PROXIES", "the proxy"),
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "changeme" * 10),
        ("CLINIC_ENCRYPTION_KEYS", None),
        ("CLINIC_ENCRYPTION_KEYS", "not-a-fernet-key"),
    ],
)
def test_production_stops_with_a_hint_for_the_value(tmp_path, name, value):
    done = check(tmp_path, **{name: value})

    hints = [line for line in done.stderr.splitlines() if line.startswith("  * ")]
    assert done.returncode != 0
    assert [hint.split(":")[0] for hint in hints] == [f"  * {name}"]
    assert "not-a-fernet-key" not in done.stderr
    assert "Traceback" not in done.stderr


def test_one_start_names_everything_that_is_missing(tmp_path):
    done = manage("check", env=environment(tmp_path, CLINIC_MODE="production"))

    hints = [line for line in done.stderr.splitlines() if line.startswith("  * ")]
    assert [hint.split(":")[0] for hint in hints] == [
        "  * SECRET_KEY",
        "  * CLINIC_ENCRYPTION_KEYS",
        "  * ALLOWED_HOSTS",
        "  * CLINIC_PROXIES",
    ]


def test_production_never_shows_tracebacks_to_the_browser(tmp_path):
    done = manage(
        "shell",
        "-c",
        "from django.conf import settings; print(settings.DEBUG)",
        env=environment(tmp_path, **COMPLETE, CLINIC_DEBUG="true"),
    )

    assert done.stdout.split()[-1] == "False"


def test_an_unknown_mode_is_refused(tmp_path):
    done = manage("check", env=environment(tmp_path, CLINIC_MODE="prod"))

    assert done.stderr == "CLINIC_MODE must be demo or production.\n"


def test_a_demonstration_needs_no_settings_and_keeps_its_secrets(tmp_path):
    env = environment(tmp_path)
    manage("check", env=env)
    first = (tmp_path / "secret-key").read_text(), (tmp_path / "encryption-key").read_text()

    manage("check", env=env)

    assert (tmp_path / "secret-key").read_text() == first[0]
    assert (tmp_path / "encryption-key").read_text() == first[1]
