"""Questions after a course: plan, ask, answer, confirm, count."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class FollowupsConfig(AppConfig):
    name = "lms.desks.followups"
    verbose_name = _("Questions after courses")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.foundation.plugins import institution_settings
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.pages.destinations import Destination, register

        from . import rules
        from .notices import KINDS

        for kind in KINDS:
            kinds.register(kind)
        institution_settings.declare(rules.PART, rules.SETTINGS)
        register(Destination("learner", _("After courses"), "followups:mine", "learning", 46))
        for duty, place in (("coordinator", 43), ("administrator", 47)):
            register(Destination(duty, _("Use at work"), "followups:answers", "reports", place))
