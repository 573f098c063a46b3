"""Notices to people, and the channels that carry them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class NoticesConfig(AppConfig):
    name = "lms.desks.notices"
    verbose_name = _("Notices")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.foundation.plugins import health, institution_settings, notice
        from lms.foundation.plugins.channel import channels, read_own_with
        from lms.foundation.plugins.pages import linked_pages, slots
        from lms.foundation.plugins.pages.destinations import INSTITUTION, LOG, Destination, register
        from lms.people.audit.actions import SAW, Action, actions

        from . import first_step, outbox, own_addresses, receivers, services  # noqa: F401  connects the receivers
        from .channels.inapp.channel import InApp
        from .channels.mail.channel import Mail
        from .channels.push.channel import Push
        from .channels.sms import gateway_settings
        from .channels.sms.channel import Sms
        from .delivery import sender
        from .meeting_notices import MeetingToAttend, MeetingToLead
        from .news_panel import news_panels
        from .own_test import TestMessage
        from .triggers import UNREAD
        from .views.log import OPENED

        channels.register(InApp)
        channels.register(Mail)
        channels.register(Sms)
        channels.register(Push)
        notice.kinds.register(MeetingToAttend)
        notice.kinds.register(MeetingToLead)
        notice.kinds.register(TestMessage)
        notice.tell_with(outbox.tell)
        read_own_with(own_addresses.confirmed)
        slots.provide(slots.LEARNER, news_panels)
        notice.mark_with(services.mark_seen)
        linked_pages.provide(linked_pages.NOTICES, "notices:mine")
        linked_pages.provide(linked_pages.NOTICE_PREFERENCES, "notices:preferences")
        for duty in ("administrator", "site"):
            register(Destination(duty, _("Notices that were sent"), "notices:log", "reports", 92, group=LOG))
            register(Destination(duty, _("Text messages"), "notices:text-messages", "settings", 91, group=INSTITUTION))
        first_step.register()
        health.register("notices", sender.backlog)
        institution_settings.declare(gateway_settings.PART, gateway_settings.SETTINGS)
        actions.register(Action(OPENED, _("Opened the list of notices that were sent"), SAW))
        UNREAD.keep(self)
