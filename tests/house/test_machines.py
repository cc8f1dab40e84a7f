import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db


def test_a_healthy_site_says_so(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "disk": "ok", "triggers": "ok"}


@pytest.mark.parametrize(
    "table",
    [
        "education_edition",
        "education_recheck",
        "consultations_consentwording",
        "consultations_consent",
        "consultations_requestevent",
    ],
)
def test_a_missing_trigger_is_said_until_the_site_is_prepared_again(client, table):
    drop_trigger(table)

    broken = client.get("/healthz")
    call_command("migrate", verbosity=0)
    well = client.get("/healthz")

    assert broken.status_code == 503
    assert broken.json() == {"database": "ok", "disk": "ok", "triggers": "failing"}
    assert well.status_code == 200


def drop_trigger(table: str) -> None:
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_frozen{on_table}")


def test_a_database_that_is_down_is_said_and_no_error(client):
    def fail(*_args):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json() == {"database": "failing", "disk": "ok", "triggers": "failing"}


def test_crawlers_are_told_what_is_private(client):
    response = client.get("/robots.txt", headers={"host": "127.0.0.1:8000"})

    lines = response.content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Disallow: /request/sent/" in lines
    assert "Disallow: /" not in lines


def test_a_demonstration_that_strangers_can_reach_is_not_indexed(client, settings):
    settings.ALLOWED_HOSTS = ["demo.example"]

    response = client.get("/robots.txt", headers={"host": "demo.example"})

    assert "Disallow: /" in response.content.decode().splitlines()


def test_a_clinic_in_production_may_be_found(client, settings):
    settings.ALLOWED_HOSTS = ["clinic.example"]
    settings.CLINIC_MODE = "production"

    response = client.get("/robots.txt", headers={"host": "clinic.example"})

    assert "Disallow: /" not in response.content.decode().splitlines()
