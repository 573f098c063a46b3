"""Personal data of files that were made: they go with whoever asked, and with the person whose data they hold."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData, Retention


def _delete(rows: Any, person: object) -> None:
    """Delete these files, and those that may hold the person among others: whoever asked for them asks again."""
    from .services import delete, delete_of_several

    delete(rows)
    delete_of_several()


_DAY, _WEEK = Retention(1, "made_at", swept=True), Retention(7, "made_at", swept=True)

PERSONAL_DATA = (
    PersonalData(
        "files.MadeFile",
        person="by",
        what=_("Files that somebody had made; those of reports are deleted after seven days, others after a day."),
        fields=("title", "made_at"),
        staff=("made_at",),
        erase=_delete,
        retention=_WEEK,
    ),
    PersonalData(
        "files.MadeFile",
        person="about",
        what=_("Files with the data of one person that somebody had made; they are deleted after a day."),
        fields=("made_at",),
        staff=("made_at",),
        erase=_delete,
        retention=_DAY,
    ),
)
