"""The pages of a topic's desk, through the client."""

import pytest
from django.urls import reverse

from education.admin.panels import PANELS
from tests.factories import make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("panel", [*PANELS, "review", "versions"])
@pytest.mark.parametrize("role", ["editor", "reviewer", "superuser"])
def test_who_works_on_texts_opens_every_page(client, role, panel):
    topic = make_topic()
    client.force_login(make_user(role))

    response = client.get(reverse(f"admin:education_topic_{panel}", args=[topic.pk]))

    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1
