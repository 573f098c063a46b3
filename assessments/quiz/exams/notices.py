"""Notice to learners that an exam is planned. It never carries the code."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.words import day
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, tell

from .models import Sitting


class ExamPlanned(NoticeKind):
    slug = "quiz_exam_planned"
    name = _("An exam is planned")
    duty = "learner"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        rows = Sitting.objects.filter(closed_at=None).select_related("activity")
        sittings = rows.in_bulk({one.facts.get("sitting") for one in told} - {None})
        return [self._words(sittings.get(one.facts.get("sitting")), now) for one in told]

    def _words(self, sitting: Sitting | None, now: datetime) -> Words | None:
        if sitting is None:
            return None
        here = timezone.localtime(sitting.planned_at)
        about = {"title": sitting.activity.title_in(get_language() or "en"), "room": sitting.room}
        about |= {"day": day(here, today=timezone.localdate(now)), "time": time_format(here, "TIME_FORMAT")}
        sentence = gettext("The exam “%(title)s” takes place on %(day)s at %(time)s, %(room)s.")
        return Words(gettext("New exam: %(title)s") % about, sentence % about, reverse("quiz:exam"))


def tell_planned(sitting: Sitting, learners: Sequence[int], *, now: datetime) -> None:
    """Tell the learners that the exam is planned, until it begins."""
    facts = {"sitting": sitting.pk}
    occasions = [Occasion(learner, f"{sitting.pk}", now, sitting.planned_at, facts) for learner in learners]
    tell(ExamPlanned.slug, occasions if sitting.planned_at > now else [], now=now)
