"""Three months of learning: courses assigned, begun, answered, failed, repeated, left lying, completed,
each at its own time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from django.db import transaction

from courses.catalogue.outline import Entry
from courses.models import Course
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.question import questions
from lms.learning.progress.access.lock_rules import Locked
from lms.learning.progress.enrolments import assignment_services
from lms.learning.progress.journal import services, statements
from lms.learning.progress.journal.arrivals import Arrival
from lms.learning.progress.journal.batch import Batch
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import User

from .academies import NAMED
from .marks import give_marks, mark
from .replies import decision, fields, reply
from .school import Campus, School

if TYPE_CHECKING:
    from uuid import UUID

LEARNED = ("tip-1", "som-2", "tip-6")
"""The courses that the school was assigned; the others of the curriculum are there to be assigned."""
# Weeks before today in which a course was assigned, and weeks until it is due, for the earlier and the later intake.
PLAN: tuple[tuple[tuple[int, int], ...], ...] = (((12, 5), (6, 7), (3, 5)), ((5, 4), (2, 5)))
JOINED_WEEKS_AGO = 6
Answer = Callable[[Mapping[str, list[str]]], bool]
EXERCISED = 0.5
"""The share of people who do an exercise that they come to."""


@dataclass(frozen=True)
class Manner:
    """Manner in which a learner learns: how much they know, days before they begin and between activities, and after
    how many activities they stop.
    """

    knows: float
    waits: tuple[float, float]
    gap: tuple[float, float]
    stops_after: int = 99


KEEN = Manner(knows=0.96, waits=(0.2, 5), gap=(0.1, 2))
STEADY = Manner(knows=0.87, waits=(1, 12), gap=(0.5, 4))
LATE = Manner(knows=0.84, waits=(14, 34), gap=(1, 6))
STUCK = Manner(knows=0.45, waits=(2, 14), gap=(1, 5))
STOPPED = Manner(knows=0.8, waits=(1, 20), gap=(1, 5), stops_after=2)
ABSENT = Manner(knows=0.8, waits=(400, 400), gap=(1, 1))
THROUGH, UNDER_WAY = Manner(0.99, (1, 2), (1, 3)), Manner(0.9, (3, 4), (2, 3), stops_after=3)
EXAMPLES = {NAMED["KE"]: (THROUGH, UNDER_WAY, ABSENT), NAMED["DJ"]: (UNDER_WAY, ABSENT, ABSENT)}
"""What the learners do whom one can sign in as, course by course."""


def _at(moment: datetime) -> datetime:
    return moment


def create_history(school: School, courses: Sequence[Course], *, now: datetime, chance: Random) -> None:
    """Let three months pass: the courses are assigned to every cohort, and everybody does something about it,
    or nothing.
    """
    for campus in school.campuses:
        for cohort, plan in zip(campus.cohorts, PLAN, strict=True):
            for course, (weeks_ago, weeks) in zip(courses, plan, strict=False):
                at = _hour(now - timedelta(weeks=weeks_ago), 6)
                due_at = _friday(at + timedelta(weeks=weeks))
                for assignment in assignment_services.assign(
                    cohort=cohort, courses=[course], due_at=due_at, by=campus.instructors[0], now=at
                ):
                    assignment_services.run_assignment(assignment.pk, clock=partial(_at, at))
        joined = now - timedelta(weeks=JOINED_WEEKS_AGO)
        people_services.join(cohort=campus.cohorts[0], people=campus.late, now=joined)
        _learn(campus, courses, now=now, chance=chance)


def _learn(campus: Campus, courses: Sequence[Course], *, now: datetime, chance: Random) -> None:
    people = User.objects.filter(cohorts__in=campus.cohorts).order_by("pk")
    manners = {person.pk: _manner(campus.about.pace, chance) for person in people}
    for place, course in enumerate(courses):
        for enrolment in (
            Enrolment.objects.filter(course=course, learner__in=people)
            .select_related("learner", "institution")
            .order_by("pk")
        ):
            example = EXAMPLES.get(enrolment.learner.service_number)
            manner = example[place] if example else manners[enrolment.learner_id]
            Journey(enrolment, manner, now, chance, clock=enrolment.enrolled_at).go()
    written = Attempt.objects.filter(enrolment__learner__in=people, waiting=True).order_by("closed_at")
    mark(list(written), by=campus.instructors[0], now=now, chance=chance)


def _manner(pace: int, chance: Random) -> Manner:
    if chance.randrange(10) < pace:
        return chance.choice((KEEN, STEADY, STEADY))
    return chance.choice((LATE, LATE, STUCK, STOPPED, ABSENT))


@dataclass
class Journey:
    """One person's way through one course, until they are through, stop, have failed for good, or today comes."""

    enrolment: Enrolment
    manner: Manner
    today: datetime
    chance: Random
    clock: datetime = field(kw_only=True)
    marker: User | None = None
    """Person who marks what was written before it goes on; without one it waits."""

    def take(self, entry: Entry, manner: Manner) -> None:
        """Take one quiz alone, in the manner in which somebody comes to it."""
        self.manner = manner
        self._pass(days=self.chance.uniform(*manner.waits))
        list(self._quiz(entry))

    def fill(self, attempt: Attempt, *, submitting: bool = True) -> Attempt:
        """Answer every question, and submit."""
        with self._at(attempt) as (held, answer):
            for item in held.form["items"]:
                self._pass(minutes=self.chance.uniform(0.5, 2))
                answer(self._reply(item))
            if submitting:
                answer({"submit": ["1"]})
        return held

    def go(self) -> None:
        self._pass(days=self.chance.uniform(*self.manner.waits))
        try:
            self._through(self.enrolment.release.outline.activities[: self.manner.stops_after])
        except Locked:  # until they have completed what comes before
            return

    def _through(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry.kind == "quiz" and not entry.required:
                self._exercise(entry)
                continue
            if entry.kind == "scenario":
                self._scenario(entry, Random(self.enrolment.learner.service_number))  # noqa: S311
                continue
            tries = self._quiz(entry) if entry.kind == "quiz" else self._lesson(entry)
            if not any(tries):
                return
            self._pass(days=self.chance.uniform(*self.manner.gap))

    def _lesson(self, entry: Entry) -> Iterator[bool]:
        """Read, answer the checks on the way, and say that it is done."""
        if self._over():
            return
        with self._at(self._begin(entry)) as (held, answer):
            for check, frame in held.form["checks"].items():
                self._pass(minutes=self.chance.uniform(4, 12))
                answer({"check": [check], "choice": self._choose(frame["order"], frame["key"])})
            self._pass(minutes=self.chance.uniform(4, 15))
            answer({"done": ["1"]})
        yield not self._over()

    def _quiz(self, entry: Entry) -> Iterator[bool]:
        """Sit the quiz, and once more some days later after failing, as long as an attempt is left."""
        while not self._over():
            try:
                attempt = self._begin(entry)
            except services.NoAttemptLeft:
                return
            attempt = self.fill(attempt)
            if attempt.waiting and self.marker is not None:
                self._pass(days=self.chance.uniform(1, 3))
                attempt = give_marks(attempt, by=self.marker, at=self.clock)
            yield bool(attempt.passed)
            self._pass(days=self.chance.uniform(1, 6))

    def _exercise(self, entry: Entry) -> None:
        """Take exercises: some do what nobody has to do: they have each answer checked, and correct themselves once."""
        if self.chance.random() > EXERCISED or self._over():
            return
        with self._at(self._begin(entry)) as (held, answer):
            for item in held.form["items"]:
                self._pass(minutes=self.chance.uniform(1, 3))
                if questions.get(item["kind"]).by_people:
                    answer(self._reply(item))
                    continue
                answer({**self._reply(item), "check": [item["id"]]})
                is_right = held.state.get("checked", {}).get(item["id"], {}).get("done")
                if not is_right and self.chance.random() < self.manner.knows:
                    self._pass(minutes=1)
                    answer({**self._reply(item), "check": [item["id"]]})
            answer({"submit": ["1"]})
        self._pass(days=self.chance.uniform(*self.manner.gap))

    def _scenario(self, entry: Entry, chance: Random) -> None:
        """Play scenarios: half of them play what nobody has to play."""
        if chance.random() < 0.5 or self._over():
            return
        with self._at(self._begin(entry, chance)) as (held, answer):
            while choice := decision(held.form, held.state, knows=self.manner.knows, chance=chance):
                self._pass(minutes=2)
                if not answer(choice):
                    return

    def _reply(self, item: Mapping[str, object]) -> dict[str, list[str]]:
        return fields(item, reply(item, knows=self.chance.random() < self.manner.knows, chance=self.chance))

    def _choose(self, order: Sequence[str], key: Sequence[str]) -> list[str]:
        """Return the right options as often as this person knows them, else another one."""
        if self.chance.random() < self.manner.knows:
            return list(key)
        return [self.chance.choice([option for option in order if option not in key])]

    def _begin(self, entry: Entry, chance: Random | None = None) -> Attempt:
        person = self.enrolment.learner
        return services.begin(
            enrolment=self.enrolment,
            entry=entry,
            event_id=self._event(),
            now=self.clock,
            language=person.language,
            seed=(chance or self.chance).randrange(2**31),
        )

    @contextmanager
    def _at(self, attempt: Attempt) -> Iterator[tuple[Attempt, Answer]]:
        """Sit at an attempt: gives it, and what answers it, each time at its own time, and says whether that was before
        today. All is written at the end.
        """
        with transaction.atomic(savepoint=False):
            held = statements.lock(attempt)
            batch = Batch({held.pk: held}, now=self.clock)

            def answer(data: Mapping[str, list[str]]) -> bool:
                if self._over():
                    return False
                batch.now = self.clock
                batch.fold(Arrival(held.pk, data, self._event(), occurred_at=self.clock))
                return True

            yield held, answer
            batch.save()

    def _event(self) -> "UUID":
        return _event(self.clock)

    def _over(self) -> bool:
        return self.clock >= self.today

    def _pass(self, *, days: float = 0, minutes: float = 0) -> None:
        """Let time pass, never backwards; another day's learning begins between 8 and 19 o'clock in the region."""
        before = self.clock
        self.clock += timedelta(days=days, minutes=minutes)
        if days:
            self.clock = self.clock.replace(hour=self.chance.randint(5, 15), minute=self.chance.randrange(60))
        if self.clock < before:
            self.clock += timedelta(days=1)


def _event(at: datetime) -> "UUID":
    return uuid7(int(at.timestamp() * 1000))


def _hour(moment: datetime, hour: int) -> datetime:
    return moment.replace(hour=hour, minute=0, second=0, microsecond=0)


def _friday(moment: datetime) -> datetime:
    """Return the moment: five in the afternoon, in Nairobi, on the Friday of that week."""
    return _hour(moment + timedelta(days=4 - moment.weekday()), 14)
