from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ClinicConfig(AppConfig):
    name = "clinic"
    verbose_name = "Clinic"


class ClinicAdminConfig(AdminConfig):
    """Django's admin with our own front page and name."""

    default_site = "clinic.admin.ClinicAdminSite"
