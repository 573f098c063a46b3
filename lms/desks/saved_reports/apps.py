"""Saved reports: views, reports as files, schedules."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class SavedReportsConfig(AppConfig):
    name = "lms.desks.saved_reports"
    verbose_name = _("Saved reports")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.files.kinds import file_kinds
        from lms.foundation.plugins.pages import linked_pages
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.people.audit.actions import CHANGED, Action, actions

        from . import files, notices

        notices.register()
        file_kinds.register(files.ReportFile)
        file_kinds.register(files.MailedReport)
        linked_pages.provide(linked_pages.KEEP_REPORT, "saved_reports:keep")
        actions.register(
            Action("report_view_shared", _("View of a report shared"), CHANGED),
            Action("report_view_ended", _("Shared view of a report ended"), CHANGED),
            Action("report_scheduled", _("Report scheduled"), CHANGED),
            Action("report_schedule_changed", _("Schedule of a report changed"), CHANGED),
        )
        for duty, place in (("coordinator", 44), ("administrator", 48)):
            register(Destination(duty, _("Saved reports"), "saved_reports:index", "reports", place))
