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
        rows_of = Thread.objects.select_related("course", "activity", "cohort", "institution")
        threads = rows_of.in_bulk({pk for pk in asked if pk is not None})
        rows = Reading.objects.filter(thread__in=threads, person__in={one.person for one in told})
        read = {(row.thread_id, row.person_id): row.up_to for row in rows}
        return [self._words(one, threads.get(one.facts.get("thread")), read) for one in told]

    def _words(self, one: PendingNotice, thread: Thread | None, read: dict[tuple[int, int], int]) -> Words | None:
        if thread is None or read.get((thread.pk, one.person), 0) >= one.facts.get("message", 0):
            return None
        link = reverse("conversations:thread", args=[thread.pk])
        by = gettext("An instructor wrote to you") if one.facts.get("learner") else gettext("A learner wrote to you")
        about = {"by": by, "title": _matter(thread)}
        is_of_course = thread.course_id or thread.activity_id
        subject = gettext("%(by)s about “%(title)s”") if is_of_course else gettext("%(by)s: %(title)s")
        return Words(subject % about, gettext("Sign in to read and answer it."), link)


def _matter(thread: Thread) -> str:
    """Return what a conversation is about: a course or activity, else whose it is. Never the title that a person wrote:
    mails are read by others.
    """
    row = thread.activity or thread.course
    language = get_language() or "en"
    if row is None:
        return str(thread.cohort or thread.institution.name_in(language))
    return str(row.title_in(language))


class ReportReceived(NoticeKind):
    slug = reports.KIND
    name = _("A conversation was reported")
    duty = "administrator"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        asked = {pk for one in told if (pk := one.facts.get("report")) is not None}
        related = ("thread__course", "thread__activity", "thread__cohort", "thread__institution")
        open_ones = Report.objects.open().select_related(*related).in_bulk(asked)
        return [self._words(open_ones.get(one.facts.get("report"))) for one in told]

    def _words(self, report: Report | None) -> Words | None:
        if report is None:
            return None
        subject = gettext("Conversation reported: %(title)s") % {"title": _matter(report.thread)}
        sentence = gettext("Look at it, and note what was done.")
        return Words(subject, sentence, reverse("conversations:report", args=[report.pk]))


KINDS = (NewMessage, ReportReceived)
