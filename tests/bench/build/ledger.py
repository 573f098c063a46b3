"""Enrolments, attempts, the journal and certificates, in bulk, with the values that the services give them."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from certificates import serials
from certificates.models import Certificate
from certificates.rules import RENEWAL_DAYS, Validity
from courses.models import Course
from lms.desks.reporting.sums.refresh import refresh
from lms.desks.teaching.standing.renewal import renew_all
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.learning.progress.models.assignments import Assignment

from .bulk import bare, load
from .tries import QUIZZES, Standing, Try, Ways
from .world import INTAKE, Person, World

GROUPS = {
    "start": 520,
    "submit": 520,
    "save": 80,
    "save-40": 80,
    "result": 80,
    "read": 80,
    "complete": 90,
    "journey": 200,
    "five": 200,
}
"""Learners who are measured, a group for each thing they do; each has six courses, as people have."""
STANDS = {
    "start": (5, ""),
    "submit": (5, "answered"),
    "save": (5, "open"),
    "save-40": (5, "long"),
    "result": (5, "passed"),
    "read": (2, ""),
    "complete": (0, ""),
    "journey": (0, ""),
    "five": (0, ""),
}
FEW = {"read": GROUPS["read"]}
"""Who there is where enrolments are few: nobody but those who are compared with."""
THEIRS = 6
WAY_BACK = 400


@dataclass(frozen=True)
class Line:
    """One enrolment to write, with what its attempts and certificate need."""

    id: int
    person: Person
    ways: Ways
    standing: Standing
    tries: list[Try]
    enrolled_at: datetime
    current: bool


class Ledger:
    """Writes `total` enrolments of the world's people."""

    def __init__(
        self, world: World, courses: list[Course], *, total: int, now: datetime, chance: random.Random
    ) -> None:
        self.world, self.total, self.now, self.chance = world, total, now, chance
        self.ways = [Ways(course, now=now, variants=1 if number else QUIZZES) for number, course in enumerate(courses)]
        kenyans = [person for person in world.people if person.institution.country == "KE"][INTAKE:]
        self.groups: dict[str, list[Person]] = {}
        for name, size in (GROUPS if total >= 100_000 else FEW).items():
            self.groups[name], kenyans = kenyans[:size], kenyans[size:]
        self.group_of = {person.id: name for name, people in self.groups.items() for person in people}
        self.assignments: dict[tuple[int, Any], int] = {}
        self.kept: list[Line] = []
        self.completed: list[tuple[int, Person, Ways, datetime]] = []
        self.open: dict[int, Line] = {}

    def write(self) -> None:
        self._assign()
        with bare(Enrolment, Attempt, Event, Certificate):
            load(Enrolment, map(self._row, self._lines()))
            load(Attempt, self._attempts())
            load(Event, self._events())
            load(Certificate, self._certificates())
        refresh(now=self.now)
        renew_all(now=self.now)

    def _assign(self) -> None:
        """To every cohort the courses it takes now; what else its people have done, they did earlier and elsewhere."""
        due = self.now + timedelta(days=30)
        cohorts = {person.cohort for person in self.world.people} | {self.world.everybody.pk}
        pairs = [(cohort, ways.course.pk) for cohort in sorted(cohorts) for ways in self.ways[: THEIRS // 2]]
        self.assignments = {pair: number for number, pair in enumerate(pairs, start=1)}
        load(
            Assignment,
            (
                {
                    "id": number,
                    "cohort_id": cohort,
                    "course_id": course,
                    "due_at": due,
                    "assigned_at": self.now - timedelta(days=WAY_BACK),
                    "assigned_by_id": self.world.instructor.pk,
                    "status": "done",
                    "touched_at": self.now,
                }
                for (cohort, course), number in self.assignments.items()
            ),
        )

    def _lines(self) -> Iterator[Line]:
        """`total` enrolments in the order in which assigning makes them: a course at a time, cohort by cohort."""
        ordinary = [person for person in self.world.people if person.id not in self.group_of]
        measured = [person for person in self.world.people if person.id in self.group_of]
        each, more = divmod(self.total - len(measured) * THEIRS, len(ordinary))
        shares = [
            *((person, THEIRS) for person in measured),
            *((person, each + (n < more)) for n, person in enumerate(ordinary)),
        ]
        shares.sort(key=lambda share: share[0].cohort)
        turns = range(max(share for _person, share in shares))
        lines = ((person, turn) for turn in turns for person, share in shares if turn < share)
        return (self._line(number, person, turn) for number, (person, turn) in enumerate(lines, start=1))

    def _line(self, number: int, person: Person, turn: int) -> Line:
        """The `turn`-th enrolment of a person: a course each, and when there are no more, earlier rounds, completed."""
        group, again = self.group_of.get(person.id), turn >= len(self.ways)
        ways = self.ways[1 + turn % (len(self.ways) - 1) if again else turn]
        lessons, quiz = ways.somewhere(self.chance)
        if again or (group and turn >= THEIRS // 2):
            lessons, quiz = len(ways.lessons), "passed"
        elif group:
            lessons, quiz = STANDS[group] if turn == 0 else (0, "")
        enrolled_at = self.now - timedelta(
            minutes=self.chance.randrange(30 * 1440, WAY_BACK * 1440) + again * WAY_BACK * 1440
        )
        tries = ways.tries(lessons, quiz, self.chance) if turn == 0 else []
        line = Line(number, person, ways, ways.standing(lessons, quiz), tries, enrolled_at, not again)
        self._keep(line)
        return line

    def _keep(self, line: Line) -> None:
        if line.tries:
            self.kept.append(line)
        if line.person.id in self.group_of and line.ways is self.ways[0]:
            self.open[line.person.id] = line
        if line.standing.completed:
            self.completed.append((line.id, line.person, line.ways, line.enrolled_at + timedelta(days=12)))

    def _row(self, line: Line) -> dict[str, Any]:
        person, standing, enrolled_at = line.person, line.standing, line.enrolled_at
        started_at = enrolled_at + timedelta(days=2) if standing.started else None
        completed_at = enrolled_at + timedelta(days=12) if standing.completed else None
        course = line.ways.course
        return {
            "id": line.id,
            "learner_id": person.id,
            "course_id": course.pk,
            "release_id": course.release_id,
            "assignment_id": self.assignments.get((person.cohort, course.pk)) if line.current else None,
            "institution_id": person.institution.pk,
            "country": person.institution.country,
            "sex": person.sex,
            "rank": person.rank,
            "role_family": "police",
            "due_at": enrolled_at + timedelta(days=60),
            "enrolled_at": enrolled_at,
            "started_at": started_at,
            "seen_at": completed_at or started_at,
            "completed_at": completed_at,
            **standing.columns,
        }

    def _attempts(self) -> Iterator[dict[str, Any]]:
        for number, (line, position, one) in enumerate(self._each_try(), start=1):
            begun_at = line.enrolled_at + timedelta(days=2 + position)
            ended_at = begun_at + timedelta(minutes=30) if one.data else None
            yield {
                "id": number,
                "enrolment_id": line.id,
                "number": 1,
                "begun_at": begun_at,
                "answered_at": ended_at,
                "completed_at": ended_at if one.attempt.completed_at else None,
                "closed_at": ended_at if one.closed else None,
                **one.columns,
            }

    def _events(self) -> Iterator[dict[str, Any]]:
        for number, (line, position, one) in enumerate(self._each_try(), start=1):
            begun_at = line.enrolled_at + timedelta(days=2 + position)
            facts = [("initialized", one.seed), *(("answered", data) for data in one.data)]
            for place, (verb, data) in enumerate(facts):
                at = begun_at + timedelta(seconds=30 * place)
                yield {
                    "id": uuid7(int(at.timestamp() * 1000)),
                    "enrolment_id": line.id,
                    "number": 100 * position + place + 1,
                    "attempt_id": number,
                    "position": place,
                    "verb": verb,
                    "data": data,
                    "occurred_at": at,
                    "received_at": at,
                }

    def _each_try(self) -> Iterable[tuple[Line, int, Try]]:
        return ((line, position, one) for line in self.kept for position, one in enumerate(line.tries))

    def _certificates(self) -> Iterator[dict[str, Any]]:
        for number, (enrolment, person, ways, completed_at) in enumerate(self.completed, start=1):
            outline, day, serial = ways.release.outline, completed_at.date(), serial_of(number)
            rule = Validity(outline.validity_months, RENEWAL_DAYS)
            yield {
                "id": number,
                "enrolment_id": enrolment,
                "earned_by_id": enrolment,
                "of_course_id": ways.course.pk,
                "issuer_id": person.institution.pk,
                "serial": serial,
                "index": number,
                "salt": "",
                "language": "en",
                "name": person.name,
                "service_number": person.number,
                "institution": person.institution.name,
                "course": outline.titles["en"],
                "minutes": outline.minutes,
                "edition": ways.release.number,
                "completed_on": day,
                "valid_until": rule.until(day),
                "renewable_from": rule.renewable_from(rule.until(day)),
                "status": "rendered",
                "tries": 1,
                "pdf": f"certificates/{serial}.pdf",
                "sha256": "0" * 64,
                "issued_at": completed_at,
                "queued_at": completed_at,
                "rendered_at": completed_at,
            }


def serial_of(number: int) -> str:
    scattered, drawn = number * 30_064_771_077 % 32**11, ""
    for _place in range(serials.LENGTH - 1):
        scattered, digit = divmod(scattered, 32)
        drawn += serials.ALPHABET[digit]
    return serials.written(drawn + serials.check(drawn))
