"""Rules that look at several courses at once: no name, case or sentence is used twice. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..curriculum.files import CourseFiles
from . import limits
from .editions import QUIZ, Edition, Finding, Part, Place, plain, sentences, strings


@dataclass(frozen=True)
class People:
    """Names of people by the key of the course in which they stand, and places that are called alike."""

    names: Mapping[str, Collection[str]] = field(default_factory=dict)
    places: Collection[str] = ()

    def of(self, course: CourseFiles) -> Collection[str]:
        """Return the people of the course; variants have those of their skeleton."""
        return self.names.get(course.key.rpartition("-")[0] if course.family else course.key, ())


def name_twice(edition: Edition, people: People) -> Iterator[Finding]:
    """Find names of people of another course. A course that has none itself is not judged."""
    own = people.of(edition.course)
    owners = {name: course for course, names in people.names.items() for name in names if name not in own}
    for place, name in _named(edition, owners, people.places) if own else ():
        yield Finding("name_twice", place, {"name": name, "course": owners[name]})


def name_again(edition: Edition, people: People) -> Iterator[Finding]:
    """Find people of lessons in questions of the quiz: what is known of them gives the answer."""
    places: dict[str, list[Place]] = defaultdict(list)
    for place, name in _named(edition, people.of(edition.course), people.places):
        places[name].append(place)
    quizzes = {quiz["key"] for quiz in edition.parts(QUIZ)}
    lessons = {lesson["key"] for lesson in edition.lessons}
    for name, found in places.items():
        if lessons & {place.part for place in found}:
            yield from (Finding("name_again", place, {"name": name}) for place in found if place.part in quizzes)


def _named(edition: Edition, names: Collection[str], places: Collection[str]) -> Iterator[tuple[Place, str]]:
    """Yield the names in blocks, questions and scenes, which are spelt in Latin letters: in the source alone."""
    known = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
    for place, part in (*edition.items(), *_scenes(edition)) if names and edition.is_source else ():
        text = plain(" ".join(strings(part)))
        for called_alike in places:
            text = text.replace(called_alike, "")
        yield from ((place, name) for name in sorted(set(known.findall(text))))


def _scenes(edition: Edition) -> Iterator[tuple[Place, Part]]:
    for scenario in edition.course.scenarios:
        for scene in scenario["scenes"]:
            yield Place(edition.language, scenario["key"], scene["key"]), scene


def case_twice(editions: Iterable[Edition]) -> Iterator[tuple[str, Finding]]:
    """Find titles of cases, and long sentences of cases, checks and questions, that stand twice in these editions of
    one language; with each, gives the key of its course. Variants of one course share what they share.
    """
    seen: dict[str, tuple[CourseFiles, Place]] = {}
    for edition in editions:
        for place, text in _told(edition):
            course, first = seen.setdefault(_bare(text), (edition.course, place))
            same_family = course.family and course.family == edition.course.family
            asked_again = first.item == place.item and "-" in place.item  # one question in several tests; no place
            same_place = course.key == edition.course.key and (first == place or asked_again)
            if not (same_place or same_family):
                values = {"text": plain(text).strip(), "course": course.key, "at": str(first)}
                yield edition.course.key, Finding("case_twice", place, values)


def _told(edition: Edition) -> Iterator[tuple[Place, str]]:
    for place, block in edition.blocks("case"):
        yield place, block.get("title", "")
        yield from ((place, one) for one in _long(block.get("html", "")))
    for one in edition.asked():
        yield from ((one.place, text) for text in _long(one.stem))


def _long(html: str) -> Iterator[str]:
    return (one for one in sentences(html) if len(plain(one).split()) >= limits.SHARED_WORDS)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", plain(text).casefold()))
