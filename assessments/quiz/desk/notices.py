"""Notices of marking: answers wait, one's own answers were marked, a contested answer was answered."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.models import Activity
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, tell
from lms.learning.progress.models import Attempt
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.queries import Holder, holders

from ..sitting.rules import MARKED_KINDS

KEPT = timedelta(days=14)


class ToMark(NoticeKind):
    """Daily notice of answers to mark, where something came since the day before."""

    slug = "quiz_to_mark"
    name = _("Answers wait to be marked")
    duty = "instructor"
    every = timedelta(hours=1)

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        rows = Attempt.objects.filter(kind__in=MARKED_KINDS, waiting=True, closed_at__isnull=False)
        waiting = list(
            rows.values_list("enrolment__institution__path", "enrolment__learner_id", "activity_id")
            .annotate(number=Count("pk"), last=Max("closed_at"))
            .order_by()
        )
        fresh = [one for one in waiting if one[4] > now - timedelta(days=1)]
        if not fresh:
            return
        numbers: defaultdict[int, Counter[UUID]] = defaultdict(Counter)
        zones: dict[int, str] = {}
        for holder in holders(TEACHING_ROLES):
            numbers[holder.person] |= _waiting_for(holder, waiting)
            if _waiting_for(holder, fresh):
                zones[holder.person] = holder.zone
        for person, zone in zones.items():
            yield _of_today(person, numbers[person], ZoneInfo(zone), now)

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        titles = _titles(told)
        return [_waits(one, titles) for one in told]


def _waiting_for(holder: Holder, waiting: Sequence[tuple[Any, ...]]) -> Counter[UUID]:
    """Return how many attempts at each activity wait within reach of the holder's role, without the holder's own."""
    found: Counter[UUID] = Counter()
    for at, learner, activity, number, _last in waiting:
        if learner != holder.person and holder.reaches(at):
            found[activity] += number
    return found


def _of_today(person: int, numbers: Counter[UUID], zone: ZoneInfo, now: datetime) -> Occasion:
    """Return the occasion of a day; its facts name the activity with the most attempts, and count the others."""
    today = now.astimezone(zone).date()
    begins = datetime.combine(today, time(), tzinfo=zone)
    most = max(numbers, key=lambda activity: (numbers[activity], str(activity)))
    facts = {"number": numbers.total(), "activity": str(most), "others": len(numbers) - 1}
    return Occasion(person, f"{today}", begins, begins + timedelta(days=1), facts)


def _waits(notice: PendingNotice, titles: Mapping[str, str]) -> Words:
    number, others = notice.facts.get("number", 0), notice.facts.get("others", 0)
    sentence = ngettext("%(number)s attempt waits to be marked.", "%(number)s attempts wait to be marked.", number)
    text = sentence % {"number": number}
    title = titles.get(notice.facts.get("activity", ""))
    subject = gettext("To mark: %(title)s") % {"title": title or text}
    if title and others:
        subject = ngettext("To mark: %(title)s and %(count)s more", "To mark: %(title)s and %(count)s more", others)
        subject %= {"title": title, "count": others}
    return Words(subject, text, reverse("quiz:to-mark"))


def _titles(told: Sequence[PendingNotice]) -> dict[str, str]:
    """Return the titles of the activities that notices are about, in the reader's language. One statement."""
    rows = Activity.objects.in_bulk({one.facts.get("activity") for one in told} - {None})
    return {str(pk): str(one.title_in(get_language() or "en")) for pk, one in rows.items()}


class _OfAttempts(NoticeKind):
    duty = "learner"
    subject: Any
    sentence: Any

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        titles = _titles(told)
        return [self._words(one.facts.get("activity", ""), titles) for one in told]

    def _words(self, activity: str, titles: dict[str, str]) -> Words | None:
        if activity not in titles:
            return None
        about = {"quiz": titles[activity]}
        return Words(str(self.subject) % about, str(self.sentence) % about, reverse("learn:to", args=[activity]))


class AnswersMarked(_OfAttempts):
    slug = "quiz_marked"
    name = _("Your answers were marked")
    subject = _("Marked: %(quiz)s")
    sentence = _("Your answers in “%(quiz)s” were marked.")


class ContestAnswered(_OfAttempts):
    slug = "quiz_contest_answered"
    name = _("An answer that you contested has a reply")
    subject = _("Reply to the answer that you contested: %(quiz)s")
    sentence = _("The answer that you contested in “%(quiz)s” has a reply.")


KINDS = (ToMark, AnswersMarked, ContestAnswered)


def tell_of_marks(attempt: Attempt, *, now: datetime) -> None:
    """Tell the learner that nothing of their attempt waits any more."""
    if not attempt.waiting:
        _tell(AnswersMarked.slug, attempt, f"{attempt.pk}", now)


def tell_of_answer(attempt: Attempt, question: str, *, now: datetime) -> None:
    """Tell the learner that what they contested was answered."""
    _tell(ContestAnswered.slug, attempt, f"{attempt.pk}:{question}:{attempt.events}", now)


def _tell(kind: str, attempt: Attempt, subject: str, now: datetime) -> None:
    facts = {"activity": str(attempt.activity_id)}
    tell(kind, [Occasion(attempt.enrolment.learner_id, subject, now, now + KEPT, facts)], now=now)
