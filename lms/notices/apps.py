"""Who is told what, and how it reaches them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "lms.notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from lms.plugins.channel import channels

        from .channels.mail.channel import Mail
        from .channels.sms.channel import Sms

        channels.register(Mail)
        channels.register(Sms)
