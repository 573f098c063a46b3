"""Questions without an answer, for the page of the day; reports without an outcome, for the home of administrators."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.office import Waiting
from lms.foundation.plugins.pages.today import WAITING, Day, TodayItem
from lms.people.directory.current_viewer import CountOfViewer
from lms.people.directory.models import User

from .models import Report, Thread

_WAITING = CountOfViewer(
    lambda viewer: Thread.objects.answered_by(viewer).filter(waiting=True, closed_at=None), "last_at"
)


def questions_today(person: User, day: Day) -> list[TodayItem]:
    """Return how many questions of learners wait for an answer, and since when; one statement."""
    counted = _WAITING.of(person)
    if not counted["number"]:
        return []
    title, url = _("Questions without an answer"), reverse("conversations:index")
    return [TodayItem(WAITING, title, url, person.institution, action=_("Answer"), **counted)]


def reported(person: User) -> list[Waiting]:
    """Return how many reports wait for an outcome; one statement."""
    number = Report.objects.visible_to(person).filter(handled_at=None).count()
    return [Waiting(_("Reported conversations"), number, reverse("conversations:reports"))]
