"""Staff: managers invite, give roles and deactivate. Nobody is deleted: approvals name people."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.admin.widgets import Ticks
from education.models import User
from education.roles import ROLES


class NewPersonForm(AdminUserCreationForm):
    usable_password = None  # type: ignore[assignment]  # everybody signs in with a password

    class Meta:
        model = User
        fields = ["username"]


# What decides what a person may do and approve: another manager fills it in.
GIVEN_BY_OTHERS = ["groups", "job_title", "registration"]


class PersonForm(UserChangeForm):
    is_self = False

    class Meta:
        model = User
        fields = "__all__"

    def clean_is_active(self) -> bool:
        active = self.cleaned_data["is_active"]
        if self.is_self and not active:
            raise forms.ValidationError(_("You cannot deactivate your own account."))
        return active


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Never offers superuser or single permissions, so nobody can give more than the roles."""

    form = PersonForm
    add_form = NewPersonForm
    actions = None
    list_display = ["username", "display_name", "job_title", "roles", "is_active"]
    list_filter = ["is_active", "groups"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password", "is_active"]}),
        (
            gettext_lazy("The person"),
            {"fields": ["first_name", "last_name", "email", "job_title", "registration"]},
        ),
        (gettext_lazy("Roles"), {"fields": ["groups"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "password1", "password2"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a superuser touches a superuser: its password would open every door."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Nobody gives themselves a role or a registration. A superuser has all of it anyway."""
        is_self = obj is not None and obj.pk == request.user.pk
        return GIVEN_BY_OTHERS if is_self and not request.user.is_superuser else []

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, **kwargs)
        form.is_self = obj is not None and obj.pk == request.user.pk
        return form

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["queryset"] = Group.objects.filter(name__in=ROLES)
            kwargs["widget"] = Ticks(label=gettext_lazy("Roles"))
            kwargs["help_text"] = _("What this person may do. Nobody has more than these.")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        if not change:
            obj.is_staff = True  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, person: User) -> str:
        if person.is_superuser:
            return _("everything (superuser)")
        return ", ".join(group.name for group in person.groups.all())
