"""Figure that sessions add to cross-tables: the minutes that people attended."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.report import Figure, Source

from ..models import Attendance

MINUTES = Figure(
    "meetings_minutes",
    _("Minutes attended"),
    Q(minutes__gt=0),
    "session__planned_at",
    Source(Attendance.objects.all, institution="session__institution", person="learner"),
    value="minutes",
)
