"""App of people: users, institutions, cohorts, roles."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig

from .personal_data import PERSONAL_DATA


class PeopleConfig(AppConfig):
    name = "lms.people"
    verbose_name = _("People")
    personal_data = PERSONAL_DATA
    default = True

    def ready(self) -> None:
        from lms.foundation.interface.navigation import provide_order
        from lms.foundation.plugins import health
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.foundation.plugins.pages.linked_pages import (
            CREST,
            E_MAIL,
            LANGUAGE,
            PASSWORD,
            PROFILE,
            SESSIONS,
            SIGN_IN,
            SIGN_OUT,
            provide,
        )

        from .administration.bulk import actions as bulk_actions
        from .administration.bulk import notices as bulk_notices
        from .administration.cards import notices as card_notices
        from .administration.crests import actions as crest_actions
        from .administration.merging import actions as merging_actions
        from .administration.records import receivers  # noqa: F401  connects the receivers
        from .administration.roster import actions as roster_actions
        from .administration.roster import notices as roster_notices
        from .administration.sources import actions as source_actions
        from .administration.sources import built_in as people_sources
        from .administration.stand_ins import actions as stand_in_actions
        from .administration.stand_ins import receivers as stand_in_receivers  # noqa: F401  connects the receivers
        from .administration.transfers import actions as transfer_actions
        from .administration.transfers import receivers as transfer_receivers  # noqa: F401  connects the receivers
        from .administration.workspace import actions as workspace_actions
        from .administration.workspace import destinations as workspace_destinations
        from .administration.workspace import waiting
        from .audit import actions as audit_actions
        from .audit import receivers as audit_receivers  # noqa: F401  connects the receivers
        from .audit.triggers import LOG
        from .directory.choices import DUTIES, STAFF_ROLES, Role
        from .directory.countries import put_shipped
        from .identity import actions as identity_actions
        from .identity.accounts import sms_delivery
        from .identity.factors import receivers as factor_receivers  # noqa: F401  connects the receivers
        from .identity.factors import stepup
        from .identity.mail.delivery import backlog
        from .identity.shared_devices import receivers as device_receivers  # noqa: F401  connects the receivers
        from .identity.sign_in.checks import mail_has_a_server, proxies_are_counted
        from .identity.sso.sign_in import provider_for

        checks.register(proxies_are_counted, deploy=True)
        checks.register(mail_has_a_server, deploy=True)
        bulk_actions.register()
        bulk_notices.register()
        card_notices.register()
        audit_actions.register()
        identity_actions.register()
        roster_actions.register()
        crest_actions.register()
        roster_notices.register()
        source_actions.register()
        people_sources.register()
        merging_actions.register()
        stand_in_actions.register()
        transfer_actions.register()
        stepup.confirm_elsewhere(provider_for)
        workspace_actions.register()
        waiting.register()
        LOG.protect(self)
        post_migrate.connect(put_shipped, sender=self)
        provide_order(DUTIES)
        for role in set(STAFF_ROLES) - {Role.ADMINISTRATOR}:
            register(Destination(str(role), _("Stand-ins"), "stand-ins", "cohorts", 85))
        register(Destination("learner", _("My institution"), "own-transfers", "settings", 80))
        register(Destination("site", _("Admin"), "wagtailadmin_home", "settings", 10))
        workspace_destinations.register()
        health.register("mails", backlog)
        health.register("texts", sms_delivery.backlog)
        for page in (SIGN_IN, SIGN_OUT, LANGUAGE, PASSWORD, E_MAIL, SESSIONS):
            provide(page, page)
        provide(PROFILE, "own-profile")
        provide(CREST, "crest-picture")


class PeopleInWagtail(WagtailUsersAppConfig):
    """Wagtail's groups, which say what editors may do, without its pages about users."""

    default = False
    user_viewset = "lms.people.administration.workspace.viewsets.PeopleElsewhere"
    group_viewset = "lms.people.administration.workspace.viewsets.GroupViewSet"


class AllauthAccounts(AppConfig):
    """The tables that allauth's second factor needs beside its own, without its middleware, which serves its pages:
    none of them is ours.
    """

    name = "allauth.account"
    default = False
    default_auto_field = "django.db.models.AutoField"
