"""What the database itself refuses of an edition, whatever the code above it does."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import F, Q

# Stands for "no end". A value, not null, so that "shown" is one flat comparison on any database.
OPEN_END = datetime(9999, 12, 31, tzinfo=UTC)

# What is printed of an approval; written together with who and when, or not at all.
APPROVER = ["statement", "approved_by_name", "approved_by_role", "approved_by_registration"]

CONSTRAINTS: list[models.BaseConstraint] = [
    models.UniqueConstraint(
        fields=["topic", "language", "number"], name="education_edition_number_once"
    ),
    models.UniqueConstraint(
        fields=["topic", "language", "publish_from"],
        name="education_edition_one_at_an_instant",
    ),
    models.UniqueConstraint(
        fields=["topic", "language"],
        condition=Q(superseded_from=OPEN_END),
        name="education_edition_one_open_end",
    ),
    models.CheckConstraint(
        condition=Q(publish_from__isnull=True) | Q(approved_at__isnull=False) | Q(sample=True),
        name="education_edition_public_needs_approval",
    ),
    models.CheckConstraint(
        condition=Q(sample=False) | Q(approved_at__isnull=True),
        name="education_edition_sample_is_not_approved",
    ),
    models.CheckConstraint(
        condition=Q(publish_from__isnull=True)
        | Q(approved_at__isnull=True)
        | Q(publish_from__gte=F("approved_at")),
        name="education_edition_approved_before_public",
    ),
    models.CheckConstraint(
        condition=Q(
            approved_by__isnull=True,
            approved_at__isnull=True,
            review_due__isnull=True,
            self_approved=False,
            **dict.fromkeys(APPROVER, ""),
        )
        | (
            Q(
                approved_by__isnull=False,
                approved_at__isnull=False,
                review_due__isnull=False,
            )
            & ~Q(statement="")
            & ~Q(approved_by_name="")
            & ~Q(approved_by_role="")
            & ~Q(approved_by_registration="")
        ),
        name="education_edition_approval_is_whole",
    ),
    models.CheckConstraint(
        condition=Q(approved_by__isnull=True)
        | Q(saved_by__isnull=True)
        | ~Q(approved_by=F("saved_by"))
        | Q(self_approved=True),
        name="education_edition_not_approved_by_author",
    ),
    # A check passes when it is unknown, so each column is asked for null by name.
    models.CheckConstraint(
        condition=Q(publish_from__isnull=True, superseded_from__isnull=True)
        | Q(
            publish_from__isnull=False,
            superseded_from__isnull=False,
            superseded_from__gt=F("publish_from"),
        ),
        name="education_edition_ends_after_it_begins",
    ),
    models.CheckConstraint(
        condition=Q(
            withdrawn_at__isnull=True,
            withdrawn_by__isnull=True,
            withdrawn_by_name="",
            withdrawn_reason="",
        )
        | Q(
            publish_from__isnull=False,
            withdrawn_at__isnull=False,
            withdrawn_at__gte=F("publish_from"),
            withdrawn_by__isnull=False,
        )
        & ~Q(withdrawn_by_name="")
        & ~Q(withdrawn_reason=""),
        name="education_edition_withdrawal_is_whole",
    ),
]
