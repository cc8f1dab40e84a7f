"""Who asks: every screen of the admin is behind its sign-in."""

from typing import Any

from django.http import HttpRequest

from education.models import User


def staff(request: HttpRequest) -> User:
    """The member of staff who sent this request."""
    assert isinstance(request.user, User)
    return request.user


def may_change_rules(user: Any, topic: Any) -> bool:
    """Whether ``user`` may choose the rules that decide when ``topic`` may be published.

    Once a text was approved under them, only who approves. Needs ``with_states()``.
    """
    return not topic.approved_number or user.has_perm("education.approve_edition")
