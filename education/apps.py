from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EducationConfig(AppConfig):
    name = "education"
    verbose_name = _("Patient education")

    def ready(self) -> None:
        from education.triggers import make_triggers

        post_migrate.connect(make_triggers, sender=self)
