"""Who asks: every screen of the admin is behind its sign-in."""

from django.http import HttpRequest

from education.models import User


def staff(request: HttpRequest) -> User:
    """The member of staff who sent this request."""
    assert isinstance(request.user, User)
    return request.user
