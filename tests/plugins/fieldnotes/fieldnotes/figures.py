"""A figure of the reports over a table of the plugin's own: practice logs that were finished."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.report import Figure, Source

from .models import Log

LOGS = Figure(
    "fieldnotes_logs",
    _("Practice logs"),
    Q(interviews__gt=0),
    "logged_at",
    source=Source(Log.objects.all, enrolment="attempt__enrolment"),
)
