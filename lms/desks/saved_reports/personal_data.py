"""Personal data of this room, as declared for access, correction and erasure."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

PERSONAL_DATA = (
    PersonalData(
        "saved_reports.SavedView",
        person="person",
        what=_("Reports that somebody saved under a name, with their filters."),
        fields=("name", "report", "query", "role", "made_at"),
        merged="moved",
    ),
    PersonalData(
        "saved_reports.Schedule",
        person="person",
        what=_("Reports that somebody receives again and again."),
        fields=("report", "query", "every", "by", "kind", "made_at", "ended_at"),
        merged="moved",
    ),
)
