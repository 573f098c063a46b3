"""Indicators: define, count, seal, show, give to auditors."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class IndicatorsConfig(AppConfig):
    name = "lms.desks.indicators"
    verbose_name = _("Indicators")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.files.kinds import file_kinds
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.people.audit.actions import CHANGED, EXPORTED, Action, actions

        from .files import OF_ENDING
        from .triggers import KEPT

        for table in KEPT:
            table.protect(self)
        for kind in OF_ENDING.values():
            file_kinds.register(kind)
        actions.register(
            Action("indicator_defined", _("Indicator defined"), CHANGED),
            Action("indicator_target_set", _("Target of an indicator set"), CHANGED),
            Action("indicator_scheduled", _("Days of an indicator set"), CHANGED),
            Action("indicator_counted", _("Value of an indicator asked for"), CHANGED),
            Action("indicators_exported", _("Indicators downloaded"), EXPORTED),
            Action("indicator_evidence_taken", _("Evidence of an indicator downloaded"), EXPORTED),
        )
        for duty, place in (("coordinator", 42), ("administrator", 46)):
            register(Destination(duty, _("Indicators"), "indicators:index", "indicators", place))
