"""Notices to learners about their courses: assigned, open now, due soon, overdue."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.words import day
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, kinds, tell
from lms.people.directory.institutions import Institution

from ..models import Enrolment

STEPS = (7, 2, 0)
"""Days before a course is due on which its learner is told."""
TOLD_OF_ASSIGNMENTS = timedelta(days=7)
TOLD_OF_OVERDUE = timedelta(days=14)
TOLD_OF_OPENING = timedelta(days=3)
_zone = lru_cache(maxsize=64)(ZoneInfo)


class OfEnrolments(NoticeKind):
    """Notice about an enrolment that is under way: nothing is said of one that is completed by then."""

    duty = "learner"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        courses, people = {one.facts["course"] for one in told}, {one.person for one in told}
        rows = Enrolment.objects.under_way().filter(course__in=courses, learner__in=people).select_related("course")
        dates = ("opens_at", "due_at", "closes_at", "required", "extended_to", "completed_at")
        rows = rows.only("learner", *dates, "course__slug", "course__titles")
        known = {(row.learner_id, str(row.course_id)): row for row in rows}
        titles: dict[Any, str] = {}
        return [self._words(known.get((one.person, one.facts["course"])), titles, one.facts, now) for one in told]

    def _words(
        self, enrolment: Enrolment | None, titles: dict[object, str], facts: Mapping[str, object], now: datetime
    ) -> Words | None:
        if enrolment is None or not self.still_so(enrolment, facts):
            return None
        course = enrolment.course
        title = titles.get(course.pk) or titles.setdefault(course.pk, str(course.title_in(get_language() or "en")))
        subject, text = self.say(enrolment, title, now)
        return Words(subject, text, reverse("learn:course", args=[course.slug])) if text else None

    def still_so(self, enrolment: Enrolment, facts: Mapping[str, object]) -> bool:
        """Return whether the content of the notice still holds."""
        return True

    def say(self, enrolment: Enrolment, title: str, now: datetime) -> tuple[str, str]:
        """Return subject and sentence; an empty sentence if it makes no sense any more."""
        raise NotImplementedError


class Assigned(OfEnrolments):
    slug = "assigned"
    name = _("A course was assigned to you")

    def say(self, enrolment: Enrolment, title: str, now: datetime) -> tuple[str, str]:
        subject = gettext("New course: %(course)s") % {"course": title}
        text = gettext("The course “%(course)s” was assigned to you.") % {"course": title}
        if enrolment.due_at is not None:
            text = gettext("The course “%(course)s” was assigned to you. It is due on %(day)s.")
            text %= {"course": title, "day": day(enrolment.due_at, today=timezone.localdate(now))}
        if not enrolment.required:
            text = gettext("You may do the course “%(course)s”. It is optional.") % {"course": title}
        return subject, " ".join(part for part in (text, opens(enrolment, now)) if part)


class Opened(OfEnrolments):
    slug = "opened"
    name = _("An assigned course has opened")

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        rows = Enrolment.objects.under_way().filter(opens_at__range=(now - TOLD_OF_OPENING, now))
        rows = rows.filter(enrolled_at__lt=F("opens_at"), started_at=None).order_by("pk")
        found: Any = rows.values_list("pk", "learner_id", "course_id", "opens_at")
        for pk, learner, course, opens_at in found:
            facts = {"course": str(course)}
            yield Occasion(learner, f"{pk}:{opens_at:%Y-%m-%dT%H:%M}", opens_at, opens_at + TOLD_OF_OPENING, facts)

    def say(self, enrolment: Enrolment, title: str, now: datetime) -> tuple[str, str]:
        if enrolment.opens_later(now) or enrolment.is_closed(now):
            return "", ""
        subject = gettext("Open now: %(course)s") % {"course": title}
        return subject, gettext("The course “%(course)s” is open: you can begin.") % {"course": title}


class DueSoon(OfEnrolments):
    slug = "due_soon"
    name = _("A course is due in 7 days, in 2 days, today")

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        until = now + timedelta(days=STEPS[0] + 2)
        for row in _due_between(now, until):
            pk, learner, course, due_at, enrolled_at, place = row
            zone = _zone(place)
            last, today = due_at.astimezone(zone).date(), now.astimezone(zone).date()
            step = next((step for step in reversed(STEPS) if (last - today).days <= step), None)
            if step is None or enrolled_at.astimezone(zone).date() == today:
                continue
            after = [one for one in STEPS if one < step]
            ends = datetime.combine(last - timedelta(days=after[0]), time(), tzinfo=zone) if after else due_at
            begins = datetime.combine(last - timedelta(days=step), time(), tzinfo=zone)
            yield Occasion(learner, f"{pk}:{last}:{step}", begins, ends, {"course": str(course)})

    def say(self, enrolment: Enrolment, title: str, now: datetime) -> tuple[str, str]:
        if enrolment.due_at is None or enrolment.is_overdue(now) or enrolment.opens_later(now):
            return "", ""
        left = (timezone.localdate(enrolment.due_at) - timezone.localdate(now)).days
        if left == 0:
            subject = gettext("Due today: %(course)s") % {"course": title}
            return subject, gettext("The course “%(course)s” is due today.") % {"course": title}
        subject = gettext("Due soon: %(course)s") % {"course": title}
        text = ngettext(
            "The course “%(course)s” is due in %(days)s day, on %(day)s.",
            "The course “%(course)s” is due in %(days)s days, on %(day)s.",
            left,
        )
        return subject, text % {
            "course": title,
            "days": left,
            "day": day(enrolment.due_at, today=timezone.localdate(now)),
        }


class Overdue(OfEnrolments):
    slug = "overdue"
    name = _("A course is overdue")

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        for pk, learner, course, due_at, _enrolled_at, _place in _due_between(now - TOLD_OF_OVERDUE, now):
            facts = {"course": str(course)}
            yield Occasion(learner, f"{pk}:{due_at:%Y-%m-%dT%H:%M}", due_at, due_at + TOLD_OF_OVERDUE, facts)

    def say(self, enrolment: Enrolment, title: str, now: datetime) -> tuple[str, str]:
        if not enrolment.is_overdue(now):
            return "", ""
        subject = gettext("Overdue: %(course)s") % {"course": title}
        due = day(enrolment.due_at, today=timezone.localdate(now)) if enrolment.due_at else ""
        text = gettext("The course “%(course)s” was due on %(day)s. You can still complete it.")
        if enrolment.is_closed(now):
            text = gettext(
                "The course “%(course)s” was due on %(day)s and is closed. Ask your instructor if you need more time."
            )
        return subject, text % {"course": title, "day": due}


def opens(enrolment: Enrolment, now: datetime) -> str:
    """Return a sentence that the course opens later; empty if it does not."""
    if enrolment.opens_at is None or not enrolment.opens_later(now):
        return ""
    return gettext("The course opens on %(day)s.") % {"day": day(enrolment.opens_at, today=timezone.localdate(now))}


def _due_between(begin: datetime, end: datetime) -> Iterable[tuple[Any, ...]]:
    """Return the enrolments under way that are due from `begin` to `end`. The institutions are named, so that an index
    finds them. Two statements.
    """
    places = list(Institution.objects.values_list("pk", flat=True))
    rows = Enrolment.objects.under_way().filter(institution__in=places, due_at__range=(begin, end))
    columns = ("pk", "learner_id", "course_id", "due_at", "enrolled_at", "institution__timezone")
    return rows.order_by("pk").values_list(*columns)


def tell_of_assignment(enrolments: Sequence[Enrolment], *, now: datetime) -> None:
    """Tell the learners of `enrolments` that they have a course to do."""
    tell("assigned", [_of_assignment(row, now) for row in enrolments], now=now)


def _of_assignment(row: Enrolment, now: datetime) -> Occasion:
    """Return the occasion of an assignment; a new one if it was withdrawn and given again."""
    since = int(row.assignment.assigned_at.timestamp()) if row.assignment else 0
    facts = {"course": str(row.course_id)}
    return Occasion(row.learner_id, f"{row.assignment_id}:{since}", now, now + TOLD_OF_ASSIGNMENTS, facts)


def register() -> None:
    """Add them, when the app is ready."""
    for kind in (Assigned, Opened, DueSoon, Overdue):
        kinds.register(kind)
