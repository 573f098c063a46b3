"""Matters of learners’ questions: read from the address of a page, and looked up among the learner’s own courses,
activities and attempts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from courses.catalogue.lookup import release
from courses.models import Activity
from lms.foundation.interface.parsing import whole_number
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import User


class NoSuchMatter(LookupError):
    """Refusal where the learner has no such course, activity or attempt."""


@dataclass(frozen=True)
class Matter:
    """`key` is the same for the same matter; `columns` are those of a thread that say what it is."""

    key: str = ""
    columns: dict[str, Any] = field(default_factory=dict)

    def about(self, language: str) -> str:
        row = self.columns.get("activity") or self.columns.get("course")
        return str(row.title_in(language)) if row else ""


def of_course(course: object) -> str:
    """Return the word for a course in an address."""
    return f"course:{course}"


def of_activity(course: object, activity: object) -> str:
    """Return the word for an activity of a course in an address."""
    return f"activity:{course}:{activity}"


def of_attempt(attempt: object) -> str:
    """Return the word for an attempt in an address."""
    return f"attempt:{attempt}"


def read(word: str, learner: User) -> Matter:
    """Return the matter that `word` names, of those of `learner`; at most two statements. Raises `NoSuchMatter`."""
    kind, _colon, rest = word.partition(":")
    if not kind:
        return Matter()
    known = _KINDS.get(kind)
    if known is None:
        raise NoSuchMatter(kind)
    return known(rest, learner)


def _course(text: str, learner: User) -> Matter:
    enrolment = _enrolment(text, learner)
    return Matter(of_course(enrolment.course_id), {"course": enrolment.course})


def _activity(text: str, learner: User) -> Matter:
    course, _colon, activity = text.partition(":")
    enrolment = _enrolment(course, learner)
    pk = _uuid(activity)
    entry = release(enrolment.release_id).outline.by_id(str(pk))
    row = Activity.objects.filter(pk=pk).first() if entry else None
    if row is None:
        raise NoSuchMatter(activity)
    return Matter(of_activity(enrolment.course_id, pk), {"course": enrolment.course, "activity": row})


def _attempt(text: str, learner: User) -> Matter:
    own = Attempt.objects.filter(enrolment__learner=learner.pk, closed_at__isnull=False)
    row = own.filter(pk=whole_number(text) or 0).select_related("activity", "enrolment__course").first()
    if row is None:
        raise NoSuchMatter(text)
    return Matter(of_attempt(row.pk), {"course": row.enrolment.course, "activity": row.activity})


def _enrolment(course: str, learner: User) -> Enrolment:
    own = Enrolment.objects.of(learner).filter(course=_uuid(course)).select_related("course")
    enrolment = own.order_by("-enrolled_at", "-pk").first()
    if enrolment is None:
        raise NoSuchMatter(course)
    return enrolment


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NoSuchMatter(text) from error


_KINDS: dict[str, Callable[[str, User], Matter]] = {"course": _course, "activity": _activity, "attempt": _attempt}
