"""Personal data of people: showing it to them, erasing it, and deleting it after its time."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class PrivacyConfig(AppConfig):
    name = "lms.desks.privacy"
    verbose_name = _("Privacy")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.files.kinds import file_kinds
        from lms.foundation.plugins import health
        from lms.foundation.plugins.pages import linked_pages
        from lms.foundation.plugins.pages.destinations import LOG, Destination, register
        from lms.people.administration.merging.services import hindrances

        from . import audit, office, services
        from .checks import retention_names_tables
        from .declarations import store_declarations
        from .files import PersonalDataPaper

        file_kinds.register(PersonalDataPaper)
        checks.register(retention_names_tables)
        audit.register()
        hindrances.append(services.hindrance)
        post_migrate.connect(store_declarations, sender=self)
        health.register("erasures", services.remainders)
        linked_pages.provide(linked_pages.PERSONAL_DATA, "privacy:mine")
        for duty in ("administrator", "site"):
            register(Destination(duty, _("Erasures"), "privacy:erasures", "reports", 95, group=LOG))
            register(Destination(duty, _("Privacy notices"), "privacy:notices", "reports", 96, group=LOG))
            register(Destination(duty, _("Rules in force"), "privacy:rules", "reports", 97, group=LOG))
        office.register()
