"""Queue of answers to mark: by question or by learner, the longest waiting first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from courses.models import Activity, Course
from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort, User

from ..sitting.form import Form
from ..sitting.rules import MARKED_KINDS
from .answers import Answer, texts_of

MOST = 300
"""So many attempts are looked at, those that wait longest; the others move up as these are marked."""
QUESTION, LEARNER = "question", "learner"
_WITH = ("enrolment__learner", "enrolment__course", "enrolment__institution", "activity")


def attempts_of(viewer: User) -> QuerySet[Attempt]:
    """Return the closed attempts that are marked here, of the people whom `viewer` teaches; nobody marks their own."""
    theirs = Enrolment.objects.visible_to(viewer, *TEACHING_ROLES).not_of(viewer)
    attempts = Attempt.objects.filter(Exists(theirs.filter(pk=OuterRef("enrolment"))), closed_at__isnull=False)
    # By their activities, which an index of those that wait is sorted by.
    activities = Activity.objects.filter(kind__in=MARKED_KINDS)
    return attempts.filter(kind__in=MARKED_KINDS, activity__in=activities).select_related(*_WITH)


@dataclass(frozen=True)
class Filters:
    """Filters of the queue: `by` question or learner, of one course, of one cohort.

    What no address can mean is left out.
    """

    by: str = QUESTION
    course: UUID | None = None
    cohort: int | None = None

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Filters":
        try:
            course = UUID(str(data.get("course", "")))
        except ValueError:
            course = None
        by = LEARNER if data.get("by") == LEARNER else QUESTION
        return cls(by, course, whole_number(str(data.get("cohort", ""))))

    def query(self, **other: object) -> str:
        """Return the query as it stands in an address."""
        chosen = {"by": self.by, "course": self.course or "", "cohort": self.cohort or "", **other}
        return urlencode({name: value for name, value in chosen.items() if value})

    def of(self, attempts: QuerySet[Attempt], viewer: User) -> QuerySet[Attempt]:
        if self.course:
            attempts = attempts.filter(enrolment__course=self.course)
        if self.cohort:
            cohorts = Cohort.objects.visible_to(viewer, *TEACHING_ROLES).filter(pk=self.cohort)
            attempts = attempts.filter(enrolment__learner__cohorts__in=cohorts)
        return attempts


@dataclass
class Group:
    """The answers that wait together: to one question, or of one attempt."""

    answers: list[Answer] = field(default_factory=list)

    @property
    def first(self) -> Answer:
        return self.answers[0]

    @property
    def since(self) -> datetime | None:
        return self.first.attempt.closed_at


@dataclass(frozen=True)
class Queue:
    """The answers that wait for the viewer in order, how many others wait for another marker,
    and how many attempts wait in all.
    """

    filters: Filters
    answers: Sequence[Answer]
    elsewhere: int
    attempts: int

    @property
    def more(self) -> int:
        """Attempts that are not looked at yet."""
        return max(self.attempts - MOST, 0)

    def groups(self) -> list[Group]:
        """Return groups by what the filters say, the group first whose oldest answer waits longest."""
        by_key: dict[Any, Group] = {}
        for answer in self.answers:
            by_key.setdefault(self._key(answer), Group()).answers.append(answer)
        return list(by_key.values())

    def after(self, attempt: Attempt, question: str) -> Answer | None:
        """Return the answer to mark next: first the rest of the same group, then the next group. None at the end."""
        here = (attempt.activity_id, question) if self.filters.by == QUESTION else attempt.pk
        same = [answer for answer in self.answers if self._key(answer) == here]
        return next(iter([*same, *self.answers]), None)

    def _key(self, answer: Answer) -> int | tuple[UUID, str]:
        return (answer.attempt.activity_id, answer.question) if self.filters.by == QUESTION else answer.attempt.pk


def gather(attempts: QuerySet[Attempt], viewer: User, filters: Filters, *, language: str) -> Queue:
    """Return the queue of the answers in `attempts` that `viewer` may mark. The number of queries does not grow with
    it.
    """
    waiting = filters.of(attempts.filter(waiting=True), viewer)
    oldest = list(waiting.order_by("closed_at", "pk")[:MOST])
    pending = list(_waiting(oldest, viewer, language))
    mine = [answer for answer in pending if answer.mine]
    total = waiting.count() if len(oldest) == MOST else len(oldest)
    return Queue(filters, mine, len(pending) - len(mine), total)


def _waiting(attempts: Sequence[Attempt], viewer: User, language: str) -> Iterator[Answer]:
    texts = texts_of(attempts, language)
    for attempt in attempts:
        try:
            answers = [
                Answer(attempt, question, viewer, texts[attempt.pk]) for question in Form.read(attempt.form).items
            ]
            yield from [answer for answer in answers if answer.waiting]
        except NotInstalled:  # what asks a question is away: its answers wait until it is back
            continue


def choices(
    attempts: QuerySet[Attempt], viewer: User, *, language: str
) -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
    """Return the courses in which something of `attempts` waits, and the cohorts that `viewer` teaches, to filter by.

    Two queries.
    """
    waiting = attempts.filter(waiting=True).order_by().values("enrolment__course").distinct()
    titles = {str(one.pk): str(one.title_in(language)) for one in Course.objects.filter(pk__in=waiting)}
    cohorts = Cohort.objects.visible_to(viewer, *TEACHING_ROLES).order_by("name").values_list("pk", "name")
    return sorted(titles.items(), key=lambda pair: pair[1]), list(cohorts)


def address_of(answer: Answer, filters: Filters) -> str:
    """Return the address of the marking page of this answer, with the filters of the queue."""
    return f"{reverse('quiz:mark', args=[answer.attempt.pk, answer.question])}?{filters.query()}"
