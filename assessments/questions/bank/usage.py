"""Uses of questions. Rooms that draw questions register here, since the bank does not know them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Q
from django.db.models.functions import Cast

from courses.models import Content
from lms.foundation.plugins.runtime.registrations import Registrations
from lms.learning.progress.models import Attempt

FEW = 20
"""So many keys are asked for by name; more are looked up in what each content holds."""


@dataclass(frozen=True)
class QuestionUse:
    """A place that takes questions from the bank.

    `named` where it names this very question, which may then not be deleted.
    """

    title: str
    url: str
    named: bool = False


Reach = Callable[[Collection[str]], Sequence[QuestionUse]]
Finder = Callable[[Sequence[Any]], Mapping[UUID, Sequence[QuestionUse]]]
Phrase = Callable[[], Q]


class UseRegistry:
    """Registry in which rooms that draw questions register how to find the uses of some, and a phrase for all that are
    used.
    """

    def __init__(self) -> None:
        self._sources: Registrations[tuple[Finder, Phrase, Reach]] = Registrations(
            "use of questions", code_of=lambda source: source[0], name="finder"
        )

    def register(self, finder: Finder, phrase: Phrase, reach: Reach = lambda _paths: ()) -> None:
        """Register a use: `finder` gets questions and gives their uses by translation key; `phrase` gives a Q for every
        question that has one.

        `reach` gets paths of categories and gives what learners have that draws from them.
        """
        self._sources.put((finder, phrase, reach), (finder, phrase, reach))

    def of(self, questions: Sequence[Any]) -> dict[UUID, list[QuestionUse]]:
        """Return the uses of each of `questions`, by translation key."""
        uses: dict[UUID, list[QuestionUse]] = {question.translation_key: [] for question in questions}
        for finder, _phrase, _reach in self._sources if uses else []:
            for key, places in finder(questions).items():
                uses[key].extend(places)
        return uses

    def phrase(self) -> Q:
        """Return every question that is used somewhere."""
        used = Q(pk__in=[])
        for _finder, phrase, _reach in self._sources:
            used |= phrase()
        return used

    def reaching(self, paths: Collection[str]) -> list[QuestionUse]:
        """List the uses that draw from these categories and reach learners."""
        return [use for _finder, _phrase, reach in self._sources for use in reach(paths)] if paths else []


uses = UseRegistry()


def released_keys(keys: Collection[UUID]) -> set[UUID]:
    """Return the keys among `keys` (translation keys of questions) in contents that were released: learners may have
    met them. One query.

    A content that is compiled stays, so an attempt that points at a question points at one of these.
    """
    wanted = {str(key): key for key in keys}
    if not wanted:
        return set()
    holding = Content.objects.filter(definition__has_key="questions")
    if len(wanted) <= FEW:
        holding = holding.filter(definition__questions__has_any_keys=list(wanted))
    used: set[UUID] = set()
    for held in holding.values_list("definition__questions", flat=True).iterator(chunk_size=10):
        used.update(wanted[key] for key in wanted.keys() & held.keys())
    return used


def answered_by(key: UUID) -> int:
    """Count the people who met the question with this translation key in an attempt that is closed. One query."""
    kinds = Content.objects.filter(definition__questions__has_key=str(key)).values("kind")
    closed = Attempt.objects.filter(kind__in=kinds, closed_at__isnull=False).alias(drawn=Cast("form", CharField()))
    return closed.filter(drawn__contains=str(key)).aggregate(people=Count("enrolment__learner", distinct=True))[
        "people"
    ]
