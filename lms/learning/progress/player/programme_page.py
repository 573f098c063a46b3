"""A programme as its learner sees it: how far they are, course by course, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.models import Course, Programme
from lms.foundation.interface import words
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.address_cache import address_of
from lms.foundation.plugins.pages.slots import Panel
from lms.people.directory.models import User

from ..models import Enrolment, ProgrammeCompletion
from .learner_course import LearnerCourse
from .next_course import first_of, ways_of


@dataclass(frozen=True)
class CourseLine:
    """One course of a programme: its title, the learner's latest way through it where there is one, and the part of the
    programme that it is or, with others, completes; none for an optional course.
    """

    title: Any
    way: LearnerCourse | None
    part: tuple[str, ...]

    @property
    def required(self) -> bool:
        return bool(self.part)

    @property
    def done(self) -> bool:
        return self.way is not None and self.way.enrolment.completed_at is not None

    @property
    def about(self) -> str:
        """The duration of the course, and whether it may be left out."""
        minutes = words.hours(self.way.outline.minutes) if self.way else ""
        optional = "" if self.required else _("optional")
        if len(self.part) > 1:
            optional = _("one of its group is enough")
        return " · ".join(filter(None, (minutes, optional)))


@dataclass(frozen=True)
class LearnerProgramme:
    """One programme with the learner's ways through its courses."""

    programme: Programme
    title: Any
    lines: Sequence[CourseLine]
    completion: ProgrammeCompletion | None

    @property
    def total(self) -> int:
        return len({line.part for line in self.lines if line.part})

    @property
    def finished(self) -> int:
        return len({line.part for line in self.lines if line.part and line.done})

    @property
    def next(self) -> LearnerCourse | None:
        """The course to go on with."""
        return first_of([line.way for line in self.lines if line.way])


def programme_of(learner: User, slug: str, *, language: str, now: datetime) -> LearnerProgramme:
    """Return the learner's own programme; 404 if they are enrolled in none of its courses. Three statements, and those
    of the ways.
    """
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise Http404
    ways = {str(way.enrolment.course_id): way for way in ways_of(learner, language=language, now=now)}
    if not ways.keys() & set(programme.courses):
        raise Http404
    rows = Course.objects.filter(pk__in=programme.courses, release__isnull=False)
    by_id = {str(row.pk): row for row in rows}
    there = [key for key in programme.courses if key in by_id and (by_id[key].open or key in ways)]
    parts = {key: part for part in programme.parts(there) for key in part}
    lines = [CourseLine(by_id[key].title_in(language), ways.get(key), parts.get(key, ())) for key in there]
    rows_of = ProgrammeCompletion.objects.of(learner).filter(programme=programme)
    completion = rows_of.select_related("enrolment__institution").order_by("pk").first()
    return LearnerProgramme(programme, programme.title_in(language), lines, completion)


def programmes_of(ways: Sequence[LearnerCourse]) -> list[tuple[Programme, object, bool]]:
    """Return the programmes of several courses in which the learner's `ways` are, with their titles, and whether they
    are completed. No statement.
    """
    named: dict[Any, Programme] = {}
    for way in ways:
        if (programme := _several(way)) is not None:
            named.setdefault(programme.pk, programme)
    own: list[Any] = [way.enrolment for way in ways]
    completed = {one.course.programme_id for one in own if one.programme_completed}
    return [
        (one, one.title_in(ways[0].language), one.pk in completed)
        for one in sorted(named.values(), key=lambda one: one.slug)
    ]


@dataclass(frozen=True)
class Assigned:
    """Assigned courses of one programme of several courses, by its title; without a programme, the remaining
    courses.
    """

    programme: Programme | None
    title: Any
    ways: Sequence[LearnerCourse]

    @property
    def url(self) -> str:
        """The address of the programme; nothing where there is none."""
        return address_of("learn:programme", self.programme.slug) if self.programme else ""

    @property
    def cohorts(self) -> list[str]:
        """The names of the cohorts to which it was given."""
        return sorted({name for way in self.ways if (name := way.cohort)})


def by_programme(ways: Sequence[LearnerCourse]) -> list[Assigned]:
    """Return `ways` by programme, in their order. No statement."""
    groups: dict[Any, list[LearnerCourse]] = {}
    for way in ways:
        groups.setdefault(programme.pk if (programme := _several(way)) else None, []).append(way)
    found = [(_several(own[0]), own) for own in groups.values()]
    return [Assigned(one, one.title_in(own[0].language) if one else "", own) for one, own in found]


def _several(way: LearnerCourse) -> Programme | None:
    """Return the programme of the course, if it is open and has more than one."""
    programme: Programme | None = way.enrolment.course.programme
    return programme if programme is not None and programme.open and len(programme.courses) > 1 else None


def completed_panels(enrolments: Sequence[Enrolment]) -> Mapping[int, Panel]:
    """Return the programmes completed with one of these courses, on the page of the learner and on their own page of
    completed courses; one statement, and those of other rooms for their links. None if no course of a programme is
    completed.
    """
    last = [row for row in enrolments if row.completed_at is not None and row.course.programme_id is not None]
    rows = ProgrammeCompletion.objects.filter(enrolment__in=last).order_by("completed_at")
    completions = list(rows.select_related("programme", "enrolment__institution")) if last else []
    links = slots.fill(slots.PROGRAMME, completions)
    by_enrolment: dict[int, list[Any]] = {}
    for one in completions:
        title = one.programme.title_in(get_language() or "en")
        by_enrolment.setdefault(one.enrolment_id, []).append((one, title, links[one.pk]))
    template = "progress/programme_panel.html"
    return {pk: Panel(_("Programme completed"), template, {"lines": lines}) for pk, lines in by_enrolment.items()}
