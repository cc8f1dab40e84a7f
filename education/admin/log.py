"""The admin's own log: who did what to what. It names fields and actions, never values."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model


def log_change(user: Any, row: Model, said: str) -> None:
    """Note in the history of ``row`` what ``user`` did."""
    LogEntry.objects.log_actions(
        user_id=user.pk,
        queryset=[row],
        action_flag=CHANGE,
        change_message=said,
        single_object=True,
    )
