"""Answers that wait to be marked, and contested ones, for the page of the day."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.today import WAITING, Day, TodayItem
from lms.people.directory.current_viewer import CountOfViewer
from lms.people.directory.models import User

from .models import Contest
from .queue import attempts_of

_TO_MARK = CountOfViewer(lambda viewer: attempts_of(viewer).filter(waiting=True), "closed_at")
_CONTESTED = CountOfViewer(lambda viewer: Contest.objects.visible_to(viewer).open(), "contested_at")


def marking_today(person: User, day: Day) -> list[TodayItem]:
    """Return how many attempts wait to be marked and how many answers are contested, since when; two statements."""
    lines = (
        (_("Work to mark"), f"{reverse('quiz:to-mark')}?first=1", _("Mark"), _TO_MARK.of(person)),
        (_("Contested answers"), reverse("quiz:contests"), _("Decide"), _CONTESTED.of(person)),
    )
    return [
        TodayItem(WAITING, title, url, person.institution, action=action, **counted)
        for title, url, action, counted in lines
        if counted["number"]
    ]
