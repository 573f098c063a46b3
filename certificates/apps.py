"""Certificates: issue, render, verify, revoke."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.foundation.plugins import health
        from lms.foundation.plugins.pages import linked_pages, slots
        from lms.foundation.plugins.pages.destinations import INSTITUTION, Destination, register
        from lms.foundation.plugins.pages.office import provide_person_part, register_step
        from lms.foundation.plugins.report import figures
        from lms.people.audit.actions import CHANGED, EXPORTED, Action, actions

        from . import notices, receivers  # noqa: F401  connects the receivers
        from . import slots as own
        from .bulk import notices as ceremony_notices
        from .figures import CERTIFIED, CROSSED
        from .issuers.first_step import SIGNATORY
        from .pages.academy_panel import certificates_of
        from .pdf_queue import backlog
        from .register.triggers import REGISTER
        from .statement import keys

        register(Destination("learner", _("Certificates"), "certificates:mine", "certificates", 30))
        for duty, place in (("instructor", 50), ("coordinator", 45), ("administrator", 57)):
            register(Destination(duty, _("Certificates"), "certificates:index", "certificates", place))
        actions.register(
            Action("certificates_exported", _("List of certificates downloaded"), EXPORTED),
            Action("ceremony_begun", _("Files for a ceremony begun"), EXPORTED),
            Action("ceremony_fetched", _("Files for a ceremony downloaded"), EXPORTED),
            Action("certificate_shared", _("Certificate shared by a link"), CHANGED),
            Action("certificate_share_ended", _("Link to a certificate ended"), CHANGED),
            Action("certificate_design_used", _("Certificate design put in use"), CHANGED),
        )
        for duty in ("administrator", "site"):
            label, url_name = _("Certificate designs"), "certificates:designs"
            register(Destination(duty, label, url_name, "certificates", 94, group=INSTITUTION))
        register_step(SIGNATORY)
        provide_person_part(certificates_of)
        for slug, name in (
            ("certificate_issued", _("Certificate issued by hand")),
            ("certificate_revoked", _("Certificate revoked")),
            ("certificate_reinstated", _("Certificate reinstated")),
            ("certificate_made_again", _("PDF of a certificate made again")),
            ("certificate_replaced", _("Name on a certificate corrected")),
            ("certificate_settings_changed", _("Signatories or validity of certificates changed")),
        ):
            actions.register(Action(slug, name, CHANGED, delicate=True))
        health.register("certificates", backlog)
        health.register("certificate_keys", keys.check, asks_database=False)
        slots.provide(slots.ENROLMENT, own.certificate_links)
        slots.provide(slots.COURSE, own.waiting_panels)
        slots.provide(slots.COMPLETED, own.completion_panels)
        slots.provide(slots.COMPLETED, own.waiting_panels)
        slots.provide(slots.PERSON, own.kept_back_panels)
        slots.provide(slots.PERSON, own.record_panels)
        slots.provide(slots.COHORT, own.cohort_panels)
        slots.provide(slots.PROGRAMME, own.programme_links)
        for figure in (CERTIFIED, *CROSSED):
            figures.register(figure)
        notices.register()
        REGISTER.protect(self)
        linked_pages.provide(linked_pages.ISSUER, "certificates:issuer")
        ceremony_notices.register()
