import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from consultations.encryption import Unreadable
from consultations.models import ConsultationRequest, RequestEvent
from tests.consultations.making import make_request, one
from tests.factories import make_user

pytestmark = pytest.mark.django_db

OWN_WORDS = "SELECT own_words FROM consultations_consultationrequest"


def stored_tokens() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(OWN_WORDS)
        return [row[0] for row in cursor.fetchall()]


def test_own_words_and_notes_are_not_readable_in_the_database():
    request = make_request(own_words="canary words")
    request.events.create(kind="noted", note="canary note", earlier_answers="canary answers")

    with connection.cursor() as cursor:
        cursor.execute("SELECT note, earlier_answers FROM consultations_requestevent")
        rows = str(cursor.fetchall())

    assert "canary" not in str(stored_tokens()) + rows
    assert ConsultationRequest.objects.get().own_words == "canary words"
    assert RequestEvent.objects.get(kind="noted").note == "canary note"


def test_the_same_words_are_never_stored_as_the_same_bytes():
    make_request(own_words="the same")
    make_request(own_words="the same")

    first, second = stored_tokens()
    assert first != second


def test_empty_words_stay_empty():
    make_request(own_words="")

    assert stored_tokens() == [""]


def test_encrypted_words_cannot_be_searched():
    with pytest.raises(TypeError, match="cannot be compared"):
        ConsultationRequest.objects.filter(own_words="canary")


@pytest.fixture
def second_key(settings):
    """A new key in front of the old one, as an operator adds it."""
    old = settings.CLINIC_ENCRYPTION_KEYS
    settings.CLINIC_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *old]
    return settings


def test_rotation_brings_everything_under_the_new_key(second_key):
    second_key.CLINIC_ENCRYPTION_KEYS = second_key.CLINIC_ENCRYPTION_KEYS[::-1]
    make_request(own_words="canary words").events.create(kind="noted", note="canary note")
    second_key.CLINIC_ENCRYPTION_KEYS = second_key.CLINIC_ENCRYPTION_KEYS[::-1]

    call_command("rotate_encryption")

    second_key.CLINIC_ENCRYPTION_KEYS = second_key.CLINIC_ENCRYPTION_KEYS[:1]
    assert ConsultationRequest.objects.get().own_words == "canary words"
    assert RequestEvent.objects.get(kind="noted").note == "canary note"


def test_rotation_again_changes_nothing(second_key):
    make_request()
    before = stored_tokens()

    call_command("rotate_encryption")

    assert stored_tokens() == before


def test_without_the_key_the_desk_still_sees_whom_to_call(client, settings):
    request = make_request(own_words="canary words")
    settings.CLINIC_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    client.force_login(make_user("desk"))

    page = client.get(one(request.pk)).content.decode()

    assert "07700 900123" in page
    assert "its encryption key is missing" in page


def test_words_without_their_key_are_never_overwritten(settings):
    make_request(own_words="canary words")
    before, keys = stored_tokens(), settings.CLINIC_ENCRYPTION_KEYS
    settings.CLINIC_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    request = ConsultationRequest.objects.get()

    assert isinstance(request.own_words, Unreadable)
    with pytest.raises(ValueError, match="cannot be stored"), transaction.atomic():
        request.save()
    with pytest.raises(CommandError, match="fit none of the keys"):
        call_command("rotate_encryption")

    settings.CLINIC_ENCRYPTION_KEYS = keys
    assert stored_tokens() == before
