from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Consultation requests")

    def ready(self) -> None:
        from consultations.triggers import make_triggers

        post_migrate.connect(make_triggers, sender=self)
