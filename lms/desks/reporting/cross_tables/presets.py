"""Reports that are cross-tables with a figure and divisions to begin with; whoever opens one changes them there."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.report import InvalidFilter, reports

from .report import CrossTable

if TYPE_CHECKING:
    from lms.people.directory.models import User


class Preset(CrossTable):
    """A cross-table that begins with `defaults`: the parameters of its address."""

    defaults: Mapping[str, str]

    def ask(self, viewer: "User", params: Mapping[str, str], *, now: datetime) -> Any:
        """Return the question; with fewer divisions to begin with where small groups are hidden, and without the figure
        to begin with where its plugin is off.
        """
        try:
            return super().ask(viewer, {**self.defaults, **params}, now=now)
        except InvalidFilter:
            for fewer in self._fewer(viewer, params, now):
                return super().ask(viewer, {**fewer, **params}, now=now)
            raise

    def _fewer(self, viewer: "User", params: Mapping[str, str], now: datetime) -> Iterator[Mapping[str, str]]:
        """Yield what there is to begin with where `defaults` are refused by themselves, whatever was chosen."""
        if not self._is_offered(viewer, self.defaults, now):
            for name in ("then", "figure"):
                fewer = {**self.defaults, name: ""}
                if name not in params and self._is_offered(viewer, fewer, now):
                    yield fewer

    def _is_offered(self, viewer: "User", params: Mapping[str, str], now: datetime) -> bool:
        """Return whether a question to begin with can be asked, so that a refusal is about what was chosen."""
        try:
            super().ask(viewer, params, now=now)
        except InvalidFilter:
            return False
        return True


@reports.register
class OfficersByRank(Preset):
    """Each number opens the list that says which course every officer completed, and with which score."""

    slug = "officers"
    name = _("Officers by academy, rank and sex")
    defaults = {"figure": "persons", "rows": "academy", "then": "rank", "columns": "sex"}


@reports.register
class AttendanceAndHours(Preset):
    slug = "attendance"
    name = _("Attendance and hours")
    defaults = {"figure": "meetings_hours", "rows": "academy", "then": "cohort", "columns": "month"}


@reports.register
class AttendanceByCourse(Preset):
    slug = "attendance-by-course"
    name = _("Attendance by course")
    defaults = {"figure": "meetings_hours", "rows": "course", "columns": "month"}


@reports.register
class CertificatesByMonth(Preset):
    slug = "certificates"
    name = _("Certificates issued, expiring, revoked and replaced")
    defaults = {"figure": "certificates_issued", "rows": "academy", "columns": "month"}


@reports.register
class NeedsAttention(Preset):
    slug = "attention"
    name = _("Overdue and at risk, by cohort")
    defaults = {"figure": "attention", "rows": "academy", "then": "cohort", "columns": "sex"}
