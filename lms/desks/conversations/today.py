"""Questions without an answer, for the page of the day."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.today import WAITING, Day, TodayItem
from lms.people.directory.models import User

from .models import Thread


def questions_today(person: User, day: Day) -> list[TodayItem]:
    """Return how many questions of learners wait for an answer, and since when; one statement."""
    waiting = Thread.objects.answered_by(person).filter(waiting=True, closed_at=None)
    counted = waiting.aggregate(number=Count("pk"), at=Min("last_at"))
    if not counted["number"]:
        return []
    title, url = _("Questions without an answer"), reverse("conversations:index")
    return [TodayItem(WAITING, title, url, person.institution, action=_("Answer"), **counted)]
