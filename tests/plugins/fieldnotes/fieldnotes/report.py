"""A report: practice interviews by institution."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Sum
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.report import Column, Report, Row
from lms.people.directory.choices import REPORTING_ROLES

from .models import Log


class Interviews(Report):
    slug = "fieldnotes_interviews"
    name = _("Practice interviews")

    def columns(self, params: Mapping[str, str]) -> list[Column]:
        return [
            Column("institution", _("Institution")),
            Column("learners", _("Learners"), "number"),
            Column("interviews", _("Interviews"), "number"),
            Column("minutes", _("Minutes"), "number"),
            Column("countersigned", _("Logs countersigned"), "number"),
        ]

    def rows(self, viewer: Any, params: Mapping[str, str], *, now: datetime) -> Iterable[Row]:
        """The viewer sees no more than the institutions where the plugin is on: whoever asks has seen to that."""
        counted = (
            Log.objects.visible_to(viewer, *REPORTING_ROLES)
            .values(institution=F("attempt__enrolment__institution__name"))
            .annotate(
                learners=Count("attempt__enrolment__learner", distinct=True),
                interviews=Sum("interviews"),
                minutes=Sum("minutes"),
                countersigned=Count("countersigned_at"),
            )
            .order_by("institution")
        )
        return [Row(cells) for cells in counted]
