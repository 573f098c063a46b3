"""Notices to learners whose dates change: other dates, more time, a withdrawn course."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from lms.foundation.interface.words import day
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, kinds, tell

from ..models import Enrolment
from .courses import OfEnrolments, opens

TOLD_OF_CHANGES = timedelta(days=7)


class DatesChanged(OfEnrolments):
    """Notice of changed dates; of several changes in succession only the last is told."""

    slug = "dates_changed"
    name = _("The dates of a course changed")

    def still_so(self, enrolment: Enrolment, facts: Mapping[str, object]) -> bool:
        return bool(facts.get("dates") == moments(enrolment))

    def say(self, enrolment: Enrolment, title: str, now: datetime) -> tuple[str, str]:
        subject = gettext("Other dates: %(course)s") % {"course": title}
        about = {"course": title, "day": _last(enrolment, now)}
        text = gettext("The course “%(course)s” has no due date any more.")
        if enrolment.due_at is not None:
            text = gettext("The course “%(course)s” is due on %(day)s now.")
        elif not enrolment.required:
            text = gettext("You may do the course “%(course)s”. It is optional.")
        return subject, " ".join(part for part in (text % about, opens(enrolment, now)) if part)


class Extended(OfEnrolments):
    slug = "extended"
    name = _("You were given more time for a course")

    def still_so(self, enrolment: Enrolment, facts: Mapping[str, object]) -> bool:
        return enrolment.extended_to is not None and facts.get("until") == int(enrolment.extended_to.timestamp())

    def say(self, enrolment: Enrolment, title: str, now: datetime) -> tuple[str, str]:
        subject = gettext("More time: %(course)s") % {"course": title}
        text = gettext("You have until %(day)s for the course “%(course)s”.")
        return subject, text % {"course": title, "day": _last(enrolment, now)}


class Withdrawn(NoticeKind):
    """Notice of a withdrawal, also where no enrolment is left; not to whoever has the course by another assignment."""

    slug = "withdrawn"
    name = _("An assigned course was withdrawn")
    duty = "learner"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        courses, people = {UUID(one.facts["course"]) for one in told}, {one.person for one in told}
        rows = Enrolment.objects.under_way().filter(required=True, course__in=courses, learner__in=people)
        have_to = set(rows.values_list("learner", "course"))
        known = Course.objects.in_bulk(courses)
        asked = [(one.person, UUID(one.facts["course"])) for one in told]
        return [None if one in have_to else self._words(known.get(one[1])) for one in asked]

    def _words(self, course: Course | None) -> Words | None:
        if course is None:
            return None
        title = str(course.title_in(get_language() or "en"))
        subject = gettext("Withdrawn: %(course)s") % {"course": title}
        text = gettext("You need not do the course “%(course)s” any more. Your work in it is kept.")
        return Words(subject, text % {"course": title}, reverse("learn:mine"))


def _last(enrolment: Enrolment, now: datetime) -> str:
    last = enrolment.due_at or enrolment.closes_at
    return day(last, today=timezone.localdate(now)) if last else ""


def moments(enrolment: Enrolment) -> list[int]:
    """Return the dates of the enrolment as a notice keeps them."""
    dates = (enrolment.opens_at, enrolment.due_at, enrolment.closes_at)
    return [int(moment.timestamp()) if moment else 0 for moment in dates] + [int(enrolment.required)]


def tell_of_dates(enrolments: Iterable[Enrolment], *, now: datetime) -> None:
    """Tell the learners of `enrolments`, which have other dates now."""
    tell("dates_changed", [_of_dates(row, now) for row in enrolments], now=now)


def _of_dates(row: Enrolment, now: datetime) -> Occasion:
    facts = {"course": str(row.course_id), "dates": (dates := moments(row))}
    subject = ":".join(map(str, [row.pk, *dates, int(now.timestamp())]))
    return Occasion(row.learner_id, subject, now, now + TOLD_OF_CHANGES, facts)


def tell_of_extension(enrolments: Iterable[Enrolment], until: datetime, *, now: datetime) -> None:
    """Tell the learners of `enrolments` that they have until `until`."""
    facts = {"until": int(until.timestamp())}
    occasions = [
        Occasion(row.learner_id, f"{row.pk}:{until:%Y-%m-%dT%H:%M}", now, until, facts | {"course": str(row.course_id)})
        for row in enrolments
    ]
    tell("extended", occasions, now=now)


def tell_of_withdrawal(enrolments: Iterable[Enrolment], assignment: int, *, now: datetime) -> None:
    """Tell the learners of `enrolments` that they need not do them any more."""
    subject = f"{assignment}:{now.timestamp():.0f}"
    occasions = [
        Occasion(row.learner_id, subject, now, now + TOLD_OF_CHANGES, {"course": str(row.course_id)})
        for row in enrolments
    ]
    tell("withdrawn", occasions, now=now)


def register() -> None:
    """Add them, when the app is ready."""
    for kind in (DatesChanged, Extended, Withdrawn):
        kinds.register(kind)
