"""Staff of the clinic. Who may do what is decided by their groups (``education.roles``)."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

# Django allows 150 characters for each of two names; databases other than SQLite count them.
NAME_LENGTH = 301


class User(AbstractUser):
    """A member of staff. People who leave are deactivated, never deleted: approvals name them."""

    job_title = models.CharField(
        _("job title"),
        max_length=120,
        blank=True,
        help_text=_("Printed beside the name on each page this person checks."),
    )
    registration = models.CharField(
        _("registration"),
        max_length=120,
        blank=True,
        help_text=_(
            "Professional register and number, such as “GMC 1234567”. Needed to approve text."
        ),
    )

    class Meta(AbstractUser.Meta):
        # django-stubs gives AbstractUser.Meta plain texts.
        verbose_name = _("member of staff")  # type: ignore[assignment]
        verbose_name_plural = _("staff")  # type: ignore[assignment]

    @property
    def display_name(self) -> str:
        """The name that pages and the history of a text print."""
        return self.get_full_name() or self.username
