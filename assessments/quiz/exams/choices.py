"""Quizzes, cohorts and people that a member of the teaching staff may choose."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.catalogue.lookup import content, release
from courses.models import Course
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort, User
from lms.people.directory.requests import SignedInRequest

from ..sitting.rules import MARKED_KINDS
from .models import Sitting, SittingQuerySet, Ticket
from .sittings import refuse_examined


def teacher(request: SignedInRequest) -> User:
    """Return the signed-in user, narrowed to where the quiz is on; 404 for a person who teaches nobody."""
    if not (request.user.is_superuser or request.user.duties & set(TEACHING_ROLES)):
        raise Http404
    return request.user


def cohort_of(request: SignedInRequest, pk: int) -> Cohort:
    return get_object_or_404(
        Cohort.objects.visible_to(teacher(request), *TEACHING_ROLES).select_related("institution"), pk=pk
    )


def sittings_of(request: SignedInRequest) -> SittingQuerySet:
    """Return the sittings where the person teaches, each saying whether it examines them: then a colleague invigilates
    it.
    """
    return _sittings(teacher(request))


def _sittings(person: User) -> SittingQuerySet:
    rows = Sitting.objects.visible_to(person, *TEACHING_ROLES).saying_whom_they_examine(person)
    return rows.select_related("activity", "cohort", "institution", "invigilator")


def invigilated(request: SignedInRequest, pk: int) -> Sitting:
    """Return a sitting that the person may invigilate. Raises `OwnCase` where they are examined in it."""
    return invigilated_by(teacher(request), pk)


def invigilated_by(person: User, pk: object) -> Sitting:
    """Return the same for a person who asks for a file."""
    sitting = get_object_or_404(_sittings(person), pk=pk)
    refuse_examined(person, sitting)
    return sitting


def ticket_of(request: SignedInRequest, pk: int) -> Ticket:
    """Return a ticket of a sitting that the person may invigilate. Raises `OwnCase` where they are examined in it."""
    rows = Ticket.objects.visible_to(teacher(request), *TEACHING_ROLES).in_force()
    around = ("sitting__activity", "sitting__cohort", "sitting__institution", "learner", "attempt__activity")
    ticket = get_object_or_404(
        rows.select_related(*around, "attempt__enrolment__learner", "attempt__enrolment__institution"), pk=pk
    )
    refuse_examined(request.user, ticket.sitting)
    return ticket


def quizzes(cohort: Cohort, *, language: str, ticket: bool = False) -> list[tuple[UUID, str]]:
    """Return id and title of the quizzes in what the cohort is assigned, but for what was withdrawn; with `ticket`
    those only that are taken in a room.
    """
    titles: dict[str, str] = {}
    rows = Course.objects.filter(assignments__cohort=cohort, assignments__withdrawn_at=None, release__isnull=False)
    for course in rows.order_by("assignments__pk"):
        outline = release(course.release_id).outline
        for entry in outline.activities:
            if entry.kind in MARKED_KINDS and (not ticket or _definition(entry, outline.source).get("ticket")):
                titles[entry.id] = f"{entry.title(language, outline.source)} · {course.title_in(language)}"
    return [(UUID(pk), title) for pk, title in titles.items()]


def _definition(entry: Any, language: str) -> Mapping[str, Any]:
    return content(entry.content(language, "", language)).definition
