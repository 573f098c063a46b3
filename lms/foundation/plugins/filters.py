"""Filters: three points at which a plugin may say no, with a sentence for the person.

A filter gets all that is about to happen at once, and answers for what it refuses: position in the list, and why. The
first no counts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .runtime import faults, guard
from .runtime.activation import is_on
from .runtime.registrations import Registrations

Refusals = Mapping[int, Any]
Filter = Callable[[Sequence[Any]], Refusals]
UNANSWERED = _(
    "The permission could not be checked. Try again later; if it goes on, tell the person who runs the site."
)


class Vetoed(ValueError):
    """Refusal by a plugin. The message is for the person who asked."""


@dataclass(frozen=True)
class Enrolling:
    """`learner` is about to be enrolled in `course` from `institution`."""

    learner: Any
    course: Any
    institution: Any


@dataclass(frozen=True)
class Beginning:
    """The learner of `enrolment` is about to begin an attempt at an activity: a line of the release's outline (id,
    slug, kind).
    """

    enrolment: Any
    activity: Any

    @property
    def institution(self) -> Any:
        return self.enrolment.institution


@dataclass(frozen=True)
class Issuing:
    """A certificate is about to be issued for the completed `enrolment`.

    Refused, it is asked again by the daily sweep.
    """

    enrolment: Any

    @property
    def institution(self) -> Any:
        return self.enrolment.institution


def sound_refusals(said: object, number: int) -> Refusals:
    """Return the result of a filter as positions and sentences.

    Raises `TypeError` where it is anything else: it has not agreed either.
    """
    if not isinstance(said, Mapping):
        raise TypeError(f"a filter gives a mapping, not {said!r:.200}")
    strange = [position for position, why in said.items() if position not in range(number) or not why]
    if strange:
        raise TypeError(f"a filter gives a sentence for each position that it refuses, not for {strange!r:.200}")
    return {position: str(why) for position, why in said.items()}


_number = count()
"""Filters of the same order are asked as they were registered."""


class Point:
    """One place at which filters are asked."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._filters: Registrations[Filter] = Registrations("filter", name=name)

    def register(self, filter: Filter, *, order: int = 100) -> None:
        """Ask `filter` too; those of a lower `order` are asked first."""
        for key, known in self._filters.items():
            if known is filter:
                self._filters.remove(key)
        self._filters.put((order, next(_number)), filter)

    def refusals(self, subjects: Sequence[Any]) -> dict[int, Any]:
        """Return why which of `subjects` must not happen, by position.

        A plugin that is off where it would happen is not asked.
        """
        refused: dict[int, Any] = {}
        for key, filter in sorted(self._filters.items()):
            plugin = self._filters.owner(key)
            asked = [
                n
                for n, subject in enumerate(subjects)
                if n not in refused and (not plugin or is_on(plugin, subject.institution))
            ]
            if asked:
                said = self._answer(filter, plugin, [subjects[position] for position in asked])
                refused |= {asked[position]: why for position, why in said.items()}
        return refused

    def _answer(self, filter: Filter, plugin: str, subjects: Sequence[object]) -> Refusals:
        """Return the refusals of `filter`.

        One that breaks has not agreed: all are refused for now, and whoever asked may ask again.
        """

        def said() -> Refusals:
            with transaction.atomic():  # what it did to the database before it broke is taken back
                return sound_refusals(filter(subjects), len(subjects))

        call = guard.Call(plugin, faults.FILTER, f"{self.name} {guard.name_of(filter)}")
        return guard.answer_or(call, said, instead=lambda: dict.fromkeys(range(len(subjects)), UNANSWERED))

    def ask(self, subject: object) -> None:
        """Raise `Vetoed` if a filter refuses `subject`."""
        if why := self.refusals([subject]):
            raise Vetoed(str(why[0]))

    def withdraw(self, plugin: str) -> None:
        """Forget the filters of `plugin`."""
        self._filters.withdraw(plugin)

    def filters_of(self, plugin: str) -> list[Filter]:
        """Return the filters of `plugin`."""
        return self._filters.of(plugin)

    def __bool__(self) -> bool:
        return bool(self._filters)


enrol = Point("enrol")
begin = Point("begin")
issue = Point("issue")
points = (enrol, begin, issue)
