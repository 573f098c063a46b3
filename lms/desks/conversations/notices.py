"""Notices about conversations; they never contain the messages."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import NoticeKind, PendingNotice, Words

from . import read_marks, reports
from .models import Reading, Report, Thread


class NewMessage(NoticeKind):
    slug = read_marks.KIND
    name = _("Somebody wrote to you")

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        asked = [one.facts.get("thread") for one in told]
        rows_of = Thread.objects.select_related("course", "activity")
        threads = rows_of.in_bulk({pk for pk in asked if pk is not None})
        rows = Reading.objects.filter(thread__in=threads, person__in={one.person for one in told})
        read = {(row.thread_id, row.person_id): row.up_to for row in rows}
        return [self._words(one, threads.get(one.facts.get("thread")), read) for one in told]

    def _words(self, one: PendingNotice, thread: Thread | None, read: dict[tuple[int, int], int]) -> Words | None:
        if thread is None or read.get((thread.pk, one.person), 0) >= one.facts.get("message", 0):
            return None
        link = reverse("conversations:thread", args=[thread.pk])
        by = gettext("An instructor wrote to you") if one.facts.get("learner") else gettext("A learner wrote to you")
        text, matter = gettext("Sign in to read and answer it."), thread.activity or thread.course
        if matter is None:
            return Words(by, text, link)
        about = {"by": by, "title": matter.title_in(get_language() or "en")}
        return Words(gettext("%(by)s about “%(title)s”") % about, text, link)


class ReportReceived(NoticeKind):
    slug = reports.KIND
    name = _("A conversation was reported")
    duty = "administrator"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        asked = {pk for one in told if (pk := one.facts.get("report")) is not None}
        open_ones = set(Report.objects.open().filter(pk__in=asked).values_list("pk", flat=True))
        return [self._words(one.facts.get("report"), open_ones) for one in told]

    def _words(self, report: int | None, open_ones: set[int]) -> Words | None:
        if report not in open_ones:
            return None
        sentence = gettext("Look at it, and note what was done.")
        return Words(gettext("A conversation was reported"), sentence, reverse("conversations:report", args=[report]))


KINDS = (NewMessage, ReportReceived)
