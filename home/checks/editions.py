"""A course in one language as the rules read it, and findings about places in it. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, cast

from ..curriculum.files import CourseFiles
from ..curriculum.shapes import CourseText, LessonText

Part = Mapping[str, Any]
"""A lesson, block, question or option."""


@dataclass(frozen=True, order=True)
class Place:
    """The language of an edition, the key of a lesson, quiz or exercise, and there the key of a question or block (its
    number from 1 where it has no key). Empty parts: the whole of what stands before them.
    """

    language: str
    part: str = ""
    item: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, (self.language, self.part, self.item)))


@dataclass(frozen=True)
class Finding:
    """One fault. `values` are those of the sentence of its rule; `also` are further places that it concerns."""

    rule: str
    place: Place
    values: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        return self.place, *self.also


@dataclass(frozen=True)
class Surroundings:
    """Facts from outside the course: provisions by key, with `valid_to` and `checked_on` where they are known, the
    countries that learners come from, and today's date.
    """

    today: date
    provisions: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    countries: Sequence[str] = ()


@dataclass(frozen=True)
class Asked:
    """A check or question with its options; none where its type keeps them in a body of its own."""

    place: Place
    group: str
    stem: str
    options: Sequence[Part]
    shuffled: bool
    question: Part

    @property
    def one_right(self) -> bool:
        return sum(bool(option.get("right")) for option in self.options) == 1 and len(self.options) > 2

    @property
    def lengths(self) -> list[int]:
        return [len(plain(option["text"])) for option in self.options]

    @property
    def right(self) -> int:
        """Position of the first right option."""
        return next(place for place, option in enumerate(self.options) if option.get("right"))


CHECK, QUIZ, EXERCISE = "check", "quiz", "exercise"
OTHERS = ("tests", "checklists", "cases", "others")
"""Further parts in which learners show what they can do."""


@dataclass(frozen=True)
class Edition:
    """A course in one of its languages."""

    course: CourseFiles
    language: str
    around: Surroundings

    @property
    def text(self) -> CourseText:
        return self.course.versions[self.language]

    @property
    def source(self) -> "Edition":
        """The edition from which this one is translated."""
        return Edition(self.course, next(iter(self.course.versions)), self.around)

    @property
    def is_source(self) -> bool:
        return self.language == next(iter(self.course.versions))

    @cached_property
    def lessons(self) -> Sequence[LessonText]:
        """Return the lessons; of a block that is written as it is stored, what is stored stands beside its type."""
        lessons: list[Any] = [dict(one) for one in self.text.get("lessons") or []]
        return [one | {"blocks": [_spread(block) for block in one.get("blocks") or []]} for one in lessons]

    @property
    def here(self) -> Place:
        return Place(self.language)

    def blocks(self, *types: str) -> Iterator[tuple[Place, Part]]:
        """Yield the blocks of all lessons with their places; of these types alone where some are named."""
        for lesson in self.lessons:
            for number, block in enumerate(lesson["blocks"], 1):
                if not types or block["type"] in types:
                    yield Place(self.language, lesson["key"], str(block.get("key") or number)), block

    def parts(self, *names: str) -> list[Part]:
        """Return the quizzes, exercises and others of these names: files have one quiz and one exercise, pages any
        number.
        """
        values = [cast(Any, self.text.get(name) or []) for name in names]
        return [part for value in values for part in ([value] if isinstance(value, Mapping) else value)]

    def asked(self, *groups: str) -> Iterator[Asked]:
        """Yield checks, questions of the quiz and those of the exercise; of these groups alone where some are named."""
        everything = (*self._checks(), *self._questions(QUIZ), *self._questions(EXERCISE))
        return (one for one in everything if not groups or one.group in groups)

    def items(self) -> Iterator[tuple[Place, Part]]:
        """Yield every block, and every question of the quiz and the exercise, with its place."""
        yield from self.blocks()
        yield from ((one.place, one.question) for one in self.asked(QUIZ, EXERCISE))

    def _checks(self) -> Iterator[Asked]:
        for place, block in self.blocks("check"):
            shuffled = not block.get("in_order")
            yield Asked(place, CHECK, block.get("stem", ""), block.get("options") or [], shuffled, block)

    def _questions(self, group: str) -> Iterator[Asked]:
        for part in self.parts(group):
            for question in part.get("questions") or []:
                place = Place(self.language, part["key"], question["key"])
                options, shuffled = question.get("options") or [], part.get("shuffle", False)
                yield Asked(place, group, question.get("stem", ""), options, shuffled, question)


def _spread(block: Part) -> Part:
    if "value" not in block:
        return block
    value = bare(block["value"])
    parts = dict(value) if isinstance(value, Mapping) else {"html": value}
    renamed = {{"text": "html", "alt_text": "alt"}.get(name, name): part for name, part in parts.items()}
    return {**renamed, "key": block["key"], "type": block["type"]}


def bare(value: object) -> Any:
    """Return what a block stores without the wrappers of the items of its lists."""
    if isinstance(value, Mapping):
        is_item = value.get("type") == "item" and "value" in value
        return bare(value["value"]) if is_item else {name: bare(inner) for name, inner in value.items()}
    return [bare(one) for one in value] if isinstance(value, list) else value


def countries_of(block: Part) -> Sequence[str]:
    """Return the countries whose learners see this card."""
    return block.get("countries") or list(filter(None, [block.get("country")]))


def plain(html: str) -> str:
    """Return the text without its markup."""
    return re.sub(r"<[^<>]+>", " ", html)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in any of the languages."""
    return [one for one in re.split(r"(?<=[.!?؟።])[”»’\"]?\s+|</p>", text) if one and one.strip()]


def strings(value: object, leave_out: Collection[str] = ()) -> Iterator[str]:
    """Yield all texts within a value of JSON, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in leave_out:
                yield from strings(inner, leave_out)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner, leave_out)
