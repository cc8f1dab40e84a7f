"""The desk: one file for each screen that an editor, a reviewer or a manager knows."""

from django.contrib import admin
from django.contrib.auth.models import Group

from education.admin import clinic, people, shared, topic

__all__ = ["clinic", "people", "shared", "topic"]

# Roles come from education.roles; a changed group would be a role that nobody reviewed.
admin.site.unregister(Group)
