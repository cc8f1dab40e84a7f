import pytest

pytestmark = pytest.mark.django_db


def test_a_healthy_site_says_so(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "disk": "ok"}


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
