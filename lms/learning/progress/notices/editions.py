"""Notices of a new edition of a course: to learners under way in an earlier one, and to those who teach it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Release
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, kinds
from lms.foundation.plugins.pages.linked_pages import COHORTS, address
from lms.people.directory.choices import Role
from lms.people.directory.queries import holders

from ..models import Enrolment
from ..models.assignments import Assignment

KEPT = timedelta(days=7)


def _of(edition: Any, person: int) -> Occasion:
    pk, course, number, made_at = edition
    return Occasion(person, f"{pk}", made_at, made_at + KEPT, {"course": str(course), "edition": number})


def _lately(now: datetime) -> list[tuple[int, UUID, int, datetime]]:
    """Return the recent new editions; the first edition of a course is none."""
    rows = Release.objects.filter(made_at__range=(now - KEPT, now), correction=0, edition__gt=1)
    return list(rows.order_by("pk").values_list("pk", "course_id", "edition", "made_at"))


class NewEdition(NoticeKind):
    """Notice of a new edition, which leaves learners under way in theirs; a correction moves them by itself, without a
    notice.
    """

    slug = "new_edition"
    name = _("A course that you began has a new edition")
    duty = "learner"
    channels = ()
    every = timedelta(hours=1)

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        """Yield the occasions. One statement if there is no new edition, else three."""
        news = {one[1]: one for one in _lately(now)}
        if not news:
            return
        earlier = Release.objects.filter(course__in=news).values_list("pk", "course_id", "edition")
        before = [pk for pk, course, number in earlier if number < news[course][2]]
        rows = Enrolment.objects.under_way().filter(release__in=before).order_by("pk")
        for learner, course in rows.values_list("learner_id", "course_id"):
            yield _of(news[course], learner)

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        """Return the words of each notice; None for people who completed the course, or are in the new edition
        since.
        """
        courses, people = {one.facts["course"] for one in told}, {one.person for one in told}
        rows = Enrolment.objects.under_way().filter(course__in=courses, learner__in=people)
        rows = rows.select_related("course", "release").defer("release__data")
        known = {(row.learner_id, str(row.course_id)): row for row in rows}
        return [self._words(known.get((one.person, one.facts["course"])), one.facts["edition"]) for one in told]

    def _words(self, row: Enrolment | None, edition: int) -> Words | None:
        if row is None or row.release.edition >= edition:
            return None
        title = str(row.course.title_in(get_language() or "en"))
        text = gettext(
            "The course “%(course)s” has a new edition. You finish the one that you began: nothing changes for you."
        )
        return Words(_subject(title), text % {"course": title}, reverse("learn:course", args=[row.course.slug]))


class NewEditionTaught(NoticeKind):
    slug = "new_edition_taught"
    name = _("A course of your cohorts has a new edition")
    duty = "instructor"
    every = timedelta(hours=1)

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        """Yield the occasions. One statement if there is no new edition, else three."""
        news = {one[1]: one for one in _lately(now)}
        if not news:
            return
        places: defaultdict[UUID, set[str]] = defaultdict(set)
        rows = Assignment.objects.in_force().filter(course__in=news, cohort__closed_at=None, cohort__isnull=False)
        for course, path in rows.order_by().values_list("course_id", "cohort__institution__path").distinct():
            places[course].add(path or "")
        teaching = holders([Role.INSTRUCTOR])
        for course, paths in places.items():
            people = {one.person for one in teaching if any(one.reaches(path) for path in paths)}
            for person in sorted(people):
                yield _of(news[course], person)

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        known = {
            str(pk): course for pk, course in Course.objects.in_bulk({one.facts["course"] for one in told}).items()
        }
        return [self._words(known.get(one.facts["course"]), one.facts["edition"]) for one in told]

    def _words(self, course: Course | None, edition: int) -> Words | None:
        if course is None:
            return None
        title = str(course.title_in(get_language() or "en"))
        text = gettext(
            "Edition %(number)s of the course “%(course)s” is out. People who are given the course from now on have "
            "it; who is under way finishes the edition they began."
        )
        return Words(_subject(title), text % {"course": title, "number": edition}, address(COHORTS))


def _subject(title: str) -> str:
    return gettext("New edition: %(course)s") % {"course": title}


def register() -> None:
    """Add them, when the app is ready."""
    for kind in (NewEdition, NewEditionTaught):
        kinds.register(kind)
