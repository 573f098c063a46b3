"""Checklists of a cohort, the people who may be observed by them, and the criteria."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from courses.catalogue.lookup import content, release
from courses.models import Course
from lms.learning.progress.models import Enrolment
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort, User

from .activity import Checklist
from .rules import worth_of


@dataclass(frozen=True)
class ChecklistRow:
    """A checklist of a course that the cohort was assigned."""

    activity: UUID
    title: str
    course: str


def checklists_of(cohort: Cohort) -> list[ChecklistRow]:
    """Return the checklists of `cohort`, in the reader's language. One statement."""
    language = get_language() or "en"
    found: dict[UUID, ChecklistRow] = {}
    for course in _courses(cohort):
        outline = release(course.release_id).outline
        for entry in outline.activities:
            if entry.kind == Checklist.slug:
                title = str(entry.title(language, outline.source))
                found[UUID(entry.id)] = ChecklistRow(UUID(entry.id), title, str(course.title_in(language)))
    return list(found.values())


def enrolments_of(cohort: Cohort, activity: UUID, learners: Collection[int], *, observer: User) -> dict[int, Enrolment]:
    """Return by learner their latest enrolment in a course of `cohort` at an institution where `observer` teaches,
    where its release has the checklist: what somebody learned elsewhere is that institution's. Two statements.
    """
    taught = Enrolment.objects.visible_to(observer, *TEACHING_ROLES)
    rows = taught.filter(course__in=_courses(cohort), learner__in=learners).order_by("pk")
    with_it = [row for row in rows if release(row.release_id).outline.by_id(str(activity)) is not None]
    return {enrolment.learner_id: enrolment for enrolment in with_it}


def definition_of(enrolment: Enrolment, activity: UUID) -> Mapping[str, Any]:
    """Return the checklist for the learner of `enrolment`, in the language of the reader."""
    return definition_in(enrolment.release_id, activity, enrolment.country)


def current_definition(cohort: Cohort, activity: UUID) -> Mapping[str, Any]:
    """Return the present checklist, for learners who are enrolled from now on. Raises `LookupError`. One statement."""
    for course in _courses(cohort):
        if release(course.release_id).outline.by_id(str(activity)) is not None:
            return definition_in(course.release_id, activity, cohort.institution.country)
    raise LookupError(f"{cohort} has no checklist {activity}.")


def definition_in(release_pk: int | None, activity: UUID, country: str) -> Mapping[str, Any]:
    """Return the checklist of a release. Raises `LookupError` where the release has none."""
    outline = release(release_pk).outline
    entry = outline.by_id(str(activity))
    if entry is None:
        raise LookupError(f"The release {release_pk} has no activity {activity}.")
    found: Mapping[str, Any] = content(entry.content(get_language() or "en", country, outline.source)).definition
    return found


def have_same_criteria(enrolments: Collection[Enrolment], activity: UUID) -> bool:
    """Return whether all of them have the same criteria and levels. People on another edition of the course may have
    others.
    """
    worths = [worth_of(definition_of(one, activity)["criteria"]) for one in enrolments]
    return all(worth == worths[0] for worth in worths)


def _courses(cohort: Cohort) -> list[Course]:
    rows = Course.objects.filter(assignments__cohort=cohort, assignments__withdrawn_at=None, release__isnull=False)
    return list(rows.order_by("assignments__pk"))
