"""Figures that sessions add to cross-tables: who came, how often and for how long, beside what was planned."""

from django.db.models import F, FloatField, Func, Q
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.report import Figure, Source

from ..choices import CAME
from ..models import Attendance, Session


class Hours(Func):
    """Hours from one moment to a later one, given last to first; in whole minutes."""

    template = "(ROUND((julianday(%(expressions)s)) * 1440) / 60.0)"
    arg_joiner = ") - julianday("
    output_field = FloatField()

    def as_postgresql(self, compiler: SQLCompiler, connection: object) -> tuple[str, list[object]]:
        template = "(EXTRACT(EPOCH FROM (%(expressions)s)) / 3600.0)"
        sql, params = super().as_sql(compiler, connection, template=template, arg_joiner=" - ")  # type: ignore[arg-type]
        return sql, list(params)


_CAME = Q(status__in=CAME)
_OF_PEOPLE = Source(
    Attendance.objects.all,
    institution="session__institution",
    person="learner",
    paths={"sex": "learner__sex", "cohort": "session__cohort", "course": "session__course"},
    is_listed=True,
)
_DATED = "session__planned_at"
FIGURES = (
    Figure("meetings_people", _("Officers who attended sessions"), _CAME, _DATED, _OF_PEOPLE, people=True),
    Figure("meetings_attendances", _("Attendances"), _CAME, _DATED, _OF_PEOPLE, crossed=True),
    Figure("meetings_hours", _("Hours attended"), _CAME, _DATED, _OF_PEOPLE, value=F("minutes") / 60.0),
    Figure(
        "meetings_planned",
        _("Hours planned for those on the lists"),
        Q(session__cancelled_at=None),
        _DATED,
        _OF_PEOPLE,
        value=Hours("session__ends_at", "session__planned_at"),
    ),
    Figure(
        "meetings_sessions",
        _("Hours of sessions"),
        Q(cancelled_at=None),
        "planned_at",
        Source(Session.objects.all, institution="institution", paths={"cohort": "cohort", "course": "course"}),
        value=Hours("ends_at", "planned_at"),
    ),
)
