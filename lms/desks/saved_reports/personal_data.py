"""Personal data of this room, as declared for access, correction and erasure."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData, Retention

if TYPE_CHECKING:
    from lms.people.directory.models import User


def _files_go(rows: Any, person: "User") -> None:
    from .files import delete, delete_about

    delete(rows)
    delete_about(person)


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
    PersonalData(
        "saved_reports.ReportFile",
        person="person",
        what=_("Files of reports that somebody had made; they are deleted after seven days."),
        fields=("title", "kind", "asked_at"),
        erase=_files_go,
        retention=Retention(7, "asked_at", swept=True),
    ),
)
