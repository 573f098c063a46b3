"""Answers that wait to be marked, and contested ones, for the page of the day."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.today import WAITING, Day, TodayItem
from lms.people.directory.models import User

from .models import Contest
from .queue import attempts_of


def marking_today(person: User, day: Day) -> list[TodayItem]:
    """Return how many attempts wait to be marked and how many answers are contested, since when; two statements."""
    waiting = attempts_of(person).filter(waiting=True).order_by().aggregate(number=Count("pk"), at=Min("closed_at"))
    contests = Contest.objects.visible_to(person).open().aggregate(number=Count("pk"), at=Min("contested_at"))
    lines = (
        (_("Work to mark"), f"{reverse('quiz:to-mark')}?first=1", _("Mark"), waiting),
        (_("Contested answers"), reverse("quiz:contests"), _("Decide"), contests),
    )
    return [
        TodayItem(WAITING, title, url, person.institution, action=action, **counted)
        for title, url, action, counted in lines
        if counted["number"]
    ]
