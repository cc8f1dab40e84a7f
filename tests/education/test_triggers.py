"""A change of the table drops its triggers on SQLite; migrating brings them back."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models

from education.models import Edition
from education.triggers import make_triggers, missing_triggers
from tests.factories import make_topic


@pytest.mark.django_db(transaction=True)
def test_triggers_survive_a_changed_column():
    """``AlterField`` builds the table anew on SQLite, without its triggers and without a word."""
    edition = make_topic().editions.get()
    old = Edition._meta.get_field("saved_by_name")
    new = models.CharField(max_length=999, blank=True)
    new.set_attributes_from_name("saved_by_name")
    new.model = Edition

    try:
        with connection.schema_editor() as editor:
            editor.alter_field(Edition, old, new)
        if connection.vendor == "sqlite":
            assert missing_triggers() == ["education_edition"]
        call_command("migrate", verbosity=0)

        assert missing_triggers() == []
        with pytest.raises(IntegrityError, match="what is frozen cannot be changed"):
            Edition.objects.filter(pk=edition.pk).update(content="{}")
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Edition, new, old)
        make_triggers()
