from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ClinicConfig(AppConfig):
    name = "clinic"
    verbose_name = "Clinic"

    def ready(self) -> None:
        from clinic import checks  # noqa: F401  registers the checks


class ClinicAdminConfig(AdminConfig):
    """Django's admin with our own front page and name."""

    default_site = "clinic.admin.ClinicAdminSite"
