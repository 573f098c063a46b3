"""Notices: the questions with two reminders, the survey, and what a supervisor is asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words

from . import links, services
from .models import Confirmation, Inquiry
from .questions import SURVEY

REMINDED = (timedelta(days=7), timedelta(days=21))
"""Times of the reminders, from when the questions are asked."""
REMINDED_WITHIN = timedelta(days=4)
"""The time after which a reminder that was missed is left out."""


class OfInquiries(NoticeKind):
    """Notice that leads to open questions, until they are answered."""

    duty = "learner"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        wanted = {one.facts.get("inquiry") or 0 for one in told}
        known = Inquiry.objects.open(now).select_related("course").in_bulk(wanted)
        return [self._words(known.get(one.facts.get("inquiry") or 0), one) for one in told]

    def _words(self, row: Inquiry | None, told: PendingNotice) -> Words | None:
        if row is None or row.learner_id != told.person:
            return None
        subject, text = self.say({"course": str(row.course.title_in(get_language() or "en"))})
        return Words(subject, text, links.address(row))

    def say(self, about: Mapping[str, str]) -> tuple[str, str]:
        """Return subject and sentence."""
        raise NotImplementedError


class UseAsked(OfInquiries):
    slug = services.ASKED
    name = _("Questions on the use of a course at work")
    every = timedelta(hours=1)

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        """Yield the reminders that are due; the question itself is told where it is asked. One statement for each."""
        for step, after in enumerate(REMINDED, start=1):
            since = now - after
            rows = Inquiry.objects.open(now).filter(asked_at__lte=since, asked_at__gt=since - REMINDED_WITHIN)
            for row in rows.exclude(months=SURVEY).order_by("pk").iterator(2000):
                yield services.occasion(row, step, (row.asked_at or now) + after)

    def say(self, about: Mapping[str, str]) -> tuple[str, str]:
        text = gettext("Have you used “%(course)s” at work? Three questions, two minutes, no sign-in.")
        return gettext("Use at work: %(course)s") % about, text % about


class SurveyOffered(OfInquiries):
    slug = services.SURVEYS
    name = _("Survey at the end of a course")

    def say(self, about: Mapping[str, str]) -> tuple[str, str]:
        text = gettext("What do you think of “%(course)s”? Four questions. The answers are kept without your name.")
        return gettext("Survey: %(course)s") % about, text % about


class ConfirmationAsked(NoticeKind):
    slug = services.CONFIRM
    name = _("Confirmation that a course was used at work")

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        wanted = {one.facts.get("confirmation") or 0 for one in told}
        known = Confirmation.objects.open(now).select_related("inquiry__course", "inquiry__learner").in_bulk(wanted)
        return [self._words(known.get(one.facts.get("confirmation") or 0), one) for one in told]

    def _words(self, row: Confirmation | None, told: PendingNotice) -> Words | None:
        if row is None or row.supervisor_id != told.person or not row.inquiry.learner.is_active:
            return None
        course = str(row.inquiry.course.title_in(get_language() or "en"))
        about = {"name": row.inquiry.learner.name, "course": course}
        text = gettext("%(name)s says that “%(course)s” was of use at work, and names you. Do you confirm it?")
        return Words(gettext("Confirm the use of a course: %(name)s") % about, text % about, links.address(row))


KINDS: Iterable[type[NoticeKind]] = (UseAsked, SurveyOffered, ConfirmationAsked)
