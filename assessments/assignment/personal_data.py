"""Personal data of hand-ins: how it is shown, and what is deleted with a person."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData, Retention

if TYPE_CHECKING:
    from lms.people.directory.models import User

UPLOAD_DAYS = 2


def _file(row: Any) -> Mapping[str, object]:
    """Return the facts of a file, and the address under which its learner gets it."""
    from django.urls import reverse

    return {
        "name": row.name,
        "size": row.size,
        "added_at": row.added_at,
        "file": reverse("assignment:file", args=[row.pk]),
    }


def _content_goes(rows: Any, person: "User") -> None:
    from .models import Bundle
    from .services import delete_files

    delete_files(rows)
    for bundle in Bundle.objects.filter(cohort__people=person).exclude(archive=""):
        bundle.archive.delete()


PERSONAL_DATA = (
    PersonalData(
        "assignment.HandedFile",
        person="attempt__enrolment__learner",
        what=_("Files that somebody handed in or has in a draft."),
        shown=_file,
        erase=_content_goes,
        corrected=_("Hand in again, where your instructor returns your work."),
        staff=("added_at",),
    ),
    PersonalData(
        "assignment.Scan",
        person="file__attempt__enrolment__learner",
        what=_("Files that wait to be checked for viruses."),
        fields=("made_at", "tries"),
    ),
    PersonalData(
        "assignment.Bundle",
        person="by",
        what=_("Person who had the work of a cohort packed; it is deleted after seven days."),
        erased="kept without the person",
    ),
    PersonalData(
        "assignment.GroupMember",
        person="learner",
        what=_("The group in which somebody hands in work."),
        fields=("group",),
        merged="moved",
        staff=("group",),
    ),
    PersonalData(
        "assignment.Upload",
        person="by",
        what=_("Files that are being uploaded."),
        fields=("name", "size", "received", "touched_at"),
        retention=Retention(UPLOAD_DAYS, "touched_at", swept=True),
    ),
    PersonalData(
        "assignment.Upload",
        person="attempt__enrolment__learner",
        what=_("Work for which a file is being uploaded."),
        fields=("touched_at",),
        retention=Retention(UPLOAD_DAYS, "touched_at", swept=True),
    ),
    PersonalData(
        "assignment.UploadPart",
        person="upload__by",
        what=_("Parts of files that are being uploaded."),
        fields=("offset",),
    ),
    PersonalData(
        "assignment.UploadPart",
        person="upload__attempt__enrolment__learner",
        what=_("Parts of files that are being uploaded."),
        fields=("offset",),
    ),
)
