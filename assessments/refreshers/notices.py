"""Notice to learners that a refresher is due."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words

from .models import OPEN_FOR, Refresher

TOLD_WITHIN = timedelta(days=4)
"""Whoever was not told by then is not told any more."""


class RefresherDue(NoticeKind):
    slug = "refresher_due"
    name = _("A refresher is due")
    duty = "learner"

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        rows = Refresher.objects.open(now).filter(opens_at__gt=now - TOLD_WITHIN, begun_at=None)
        for pk, learner, opens_at in rows.values_list("pk", "learner", "opens_at").iterator():
            yield Occasion(learner, str(pk), opens_at, opens_at + OPEN_FOR, {"refresher": pk})

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        wanted = [one.facts.get("refresher") or 0 for one in told]
        known = Refresher.objects.open(now).select_related("course").in_bulk(set(wanted))
        return [_words(known.get(pk)) for pk in wanted]


def _words(refresher: Refresher | None) -> Words | None:
    if refresher is None:
        return None
    about = {"course": str(refresher.course.title_in(get_language() or "en"))}
    text = gettext("Five minutes: a few questions on “%(course)s”, to see what you remember. It is voluntary.") % about
    return Words(gettext("Refresher: %(course)s") % about, text, reverse("refreshers:show", args=[refresher.pk]))
