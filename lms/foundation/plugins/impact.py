"""The socket through which editors learn whom a change touches, without the pages knowing who keeps the records."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .runtime.registrations import Registrations


@dataclass(frozen=True)
class Impact:
    """People in one course: `under_way` have not completed it yet, `completed` have."""

    under_way: int = 0
    completed: int = 0

    def __add__(self, other: "Impact") -> "Impact":
        return Impact(self.under_way + other.under_way, self.completed + other.completed)

    @property
    def total(self) -> int:
        return self.under_way + self.completed


@dataclass(frozen=True)
class Unable:
    """Number of people who could not complete a course, and the parts responsible: titles by language, and the missing
    plugin.
    """

    people: int = 0
    parts: tuple[tuple[Mapping[str, str], str], ...] = ()


ALL_CAN = Unable()
"""Everybody can complete."""
Barrier = Callable[[UUID, Any, Callable[[str], Mapping[str, Any]]], Unable]
Need = Callable[[str, Collection[int]], Mapping[UUID, int]]
Newcomers = Callable[[UUID, UUID], int]
Counter = Callable[[Collection[UUID]], Mapping[UUID, Impact]]


@dataclass(frozen=True)
class OwnEnrolment:
    """Enrolment of a person: the address to continue, and a word on its state (with the pill's kind: done, due or
    nothing).
    """

    url: str
    label: Any
    state: Any = ""
    pill: str = ""


Finder = Callable[[Any, Collection[UUID]], Mapping[UUID, OwnEnrolment]]


Recorder = Callable[[Collection[UUID], Collection[UUID]], int]


def _shelf(what: str) -> Registrations[Any]:
    return Registrations("impact", name=what)


def parts_of(unable: Unable, language: str) -> list[tuple[str, str]]:
    """Return the parts with their titles in `language`, or in any that there is."""
    return [(titles.get(language) or next(iter(titles.values()), ""), name) for titles, name in unable.parts]


class Impacts:
    """Registry of functions that count people with records of learners and find one's own; rooms that keep records
    register here.
    """

    def __init__(self) -> None:
        self._counters: Registrations[Counter] = _shelf("counts people")
        self._finders: Registrations[Finder] = _shelf("finds own enrolments")
        self._recorders: Registrations[Recorder] = _shelf("counts records")
        self._barriers: Registrations[Barrier] = _shelf("counts who cannot complete")
        self._needs: Registrations[Need] = _shelf("counts who needs a plugin")
        self._newcomers: Registrations[Newcomers] = _shelf("counts newcomers")

    def register(self, counter: Counter) -> None:
        """Let `counter` count people by course; it gets course ids and gives the impact for those that have any."""
        self._counters.put(counter, counter)

    def of(self, courses: Collection[UUID]) -> dict[UUID, Impact]:
        """Return the impact for each of `courses`, which is zero if no room keeps records."""
        impact_of = {course: Impact() for course in courses}
        for counter in self._counters if impact_of else []:
            for course, impact in counter(list(impact_of)).items():
                impact_of[course] += impact
        return impact_of

    def register_records(self, recorder: Recorder) -> None:
        """Let `recorder` say how many people have a record in any of some courses or of some activities."""
        self._recorders.put(recorder, recorder)

    def people(self, *, courses: Collection[UUID], activities: Collection[UUID]) -> int:
        """Return how many people have a record in any of `courses`, or of any of `activities`."""
        return sum(recorder(courses, activities) for recorder in self._recorders) if courses or activities else 0

    def register_barriers(self, barrier: Barrier) -> None:
        """Let `barrier` count who under way in a course could not complete it as an outline says; a function gives the
        definition of a content by its digest.
        """
        self._barriers.put(barrier, barrier)

    def unable(self, course: UUID, outline: object, definition: Callable[[str], Mapping[str, object]]) -> Unable:
        """Return the people under way in `course` who could not complete it as `outline` says, as a number with the
        parts.
        """
        counts = [barrier(course, outline, definition) for barrier in self._barriers]
        return Unable(sum(one.people for one in counts), tuple(part for one in counts for part in one.parts))

    def register_newcomers(self, newcomers: Newcomers) -> None:
        """Let `newcomers` count who will be enrolled in a course because it comes to a programme."""
        self._newcomers.put(newcomers, newcomers)

    def newcomers(self, course: UUID, programme: UUID) -> int:
        """Count the people who will be enrolled in `course` automatically once it is out, since `programme` has it."""
        return sum(count(course, programme) for count in self._newcomers)

    def register_needs(self, need: Need) -> None:
        """Let `need` count by course who under way at some institutions could not complete it without a plugin."""
        self._needs.put(need, need)

    def who_need(self, plugin: str, institutions: Collection[int]) -> dict[UUID, int]:
        """Return by course how many people under way at `institutions` could not complete it without `plugin`."""
        numbers: dict[UUID, int] = {}
        for need in self._needs if institutions else []:
            for course, number in need(plugin, institutions).items():
                numbers[course] = numbers.get(course, 0) + number
        return numbers

    def register_own_enrolments(self, finder: Finder) -> None:
        """Let `finder` find a person's own enrolments in some courses."""
        self._finders.put(finder, finder)

    def own_enrolments(self, person: Any, courses: Collection[UUID]) -> dict[UUID, OwnEnrolment]:
        """Return the enrolments of `person` in `courses`, if there are any."""
        by_course: dict[UUID, OwnEnrolment] = {}
        for finder in self._finders if courses else []:
            by_course.update(finder(person, courses))
        return by_course


impacts = Impacts()
