"""A panel on the page that staff see about a person: the practice logs of an enrolment."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.slots import Panel
from lms.learning.progress.models import Enrolment

from .models import Log


def practice(enrolments: Sequence[Enrolment]) -> dict[int, Panel]:
    """One statement, however many enrolments the page shows."""
    logs: dict[int, list[Log]] = {}
    for log in (
        Log.objects.filter(attempt__enrolment__in=enrolments)
        .select_related("attempt", "countersigned_by")
        .order_by("logged_at")
    ):
        logs.setdefault(log.attempt.enrolment_id, []).append(log)
    about = {
        "title": _("Practice interviews"),
        "template": "fieldnotes/panel.html",
        "stylesheet": "fieldnotes/notes.css",
    }
    return {pk: Panel(**about, context={"logs": found}) for pk, found in logs.items()}
