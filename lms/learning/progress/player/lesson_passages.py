"""Passages of a course's lessons that explain a question: those that share the most telling words with it."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import strip_tags

from courses.catalogue import lookup
from courses.catalogue.outline import Entry, Outline
from courses.catalogue.texts import Text
from lms.foundation.plugins.activity import Compiled, activities
from lms.foundation.text.folding import words

from .learner_course import LearnerCourse

_PART = re.compile(r'<h2 id="([\w-]+)">(.*?)</h2>')
_STEM = 6
"""Letters by which two words are taken for one: “inspector”, “inspection”."""
_LEAST = 0.1
"""Likeness (0 to 1) below which a passage is not said to explain a question."""


@dataclass(frozen=True)
class Topic:
    """Passage to read again: its heading, the lesson in which it stands (nothing where that is the heading), its
    address, and the numbers of the questions that it explains.
    """

    heading: str
    lesson: str
    url: str
    questions: list[int]


def topics_of(way: LearnerCourse, asked: Mapping[int, str]) -> list[Topic]:
    """Return the passages of the learner's course that explain the questions `asked`, HTML by number; the passage that
    explains most of them first. Lessons that are locked for the learner are left out. The lessons are read once a
    process, in one statement.
    """
    own = way.enrolment
    key = ("lesson passages", own.release_id, way.language, own.country)
    passages = lookup.derived(key, lambda: _Passages.of(way.outline, way.language, own.country))
    numbers: dict[_Passage, list[int]] = {}
    for number, html in asked.items():
        passage = passages.explaining(html)
        if passage is not None and not way.locks.of(passage.entry.id):
            numbers.setdefault(passage, []).append(number)
    return [_topic(way, one, numbers[one]) for one in sorted(numbers, key=lambda one: -len(numbers[one]))]


def has_lessons(way: LearnerCourse) -> bool:
    """Return whether anything in the learner's course is read."""
    return bool(_lessons(way.outline))


@dataclass(frozen=True, eq=False)
class _Passage:
    """Part of a lesson below one heading of the first level; the part before any heading has neither `heading` nor
    `anchor`.
    """

    entry: Entry
    anchor: str
    heading: str
    words: Counter[str]


@dataclass
class _Passages:
    """The passages of a course, the weight of each word in them, and what was found before."""

    passages: Sequence[_Passage]
    weights: Mapping[str, float]
    known: dict[str, _Passage | None] = field(default_factory=dict)

    @classmethod
    def of(cls, outline: Outline, language: str, country: str) -> "_Passages":
        passages = list(_passages(outline, language, country))
        numbers = Counter(word for passage in passages for word in passage.words)
        return cls(passages, {one: math.log((len(passages) + 1) / (n + 0.5)) ** 2 for one, n in numbers.items()})

    def explaining(self, html: str) -> _Passage | None:
        """Return the passage that explains a question; None where none does."""
        if html not in self.known:
            asked = _words(html)
            best = max(self.passages, key=lambda one: self._likeness(asked, one.words), default=None)
            fits = best is not None and self._likeness(asked, best.words) >= _LEAST
            self.known[html] = best if fits else None
        return self.known[html]

    def _likeness(self, asked: Counter[str], passage: Counter[str]) -> float:
        """Return the cosine between the two vectors of weighted words."""
        both = [word for word in asked if word in passage]
        shared = sum(_often(asked[word]) * _often(passage[word]) * self.weights[word] for word in both)
        return shared / (self._length(asked) * self._length(passage))

    def _length(self, counted: Counter[str]) -> float:
        square = sum(_often(number) ** 2 * self.weights.get(word, 0) for word, number in counted.items())
        return math.sqrt(square) or 1.0


def _lessons(outline: Outline) -> list[Entry]:
    """Return the activities that are read and need not be started."""
    return [one for one in outline.activities if (kind := activities.find(one.kind)) and kind.begins_by_itself]


def _passages(outline: Outline, language: str, country: str) -> Iterator[_Passage]:
    entries = _lessons(outline)
    contents = lookup.contents([one.content(language, country, outline.source) for one in entries])
    for entry, content in zip(entries, contents, strict=True):
        html = activities.get(entry.kind).findable(Compiled(content.title, content.html, content.definition))
        pieces = ["", content.title, *_PART.split(html)]
        for anchor, heading, text in zip(pieces[0::3], pieces[1::3], pieces[2::3], strict=True):
            if heading:  # the sources at the foot of a lesson have none
                counted = _words(f"{heading} {heading} {text}")
                yield _Passage(entry, anchor, strip_tags(heading) if anchor else "", counted)


def _topic(way: LearnerCourse, passage: _Passage, numbers: list[int]) -> Topic:
    title, url = way.title_of(passage.entry), way.url_of(passage.entry)
    if not passage.heading:
        return Topic(title, "", url, numbers)
    return Topic(Text(passage.heading, title.language), title, f"{url}#{passage.anchor}", numbers)


def _words(html: str) -> Counter[str]:
    return Counter(word[:_STEM] for word in words(strip_tags(html)) if len(word) > 2)


def _often(number: int) -> float:
    """Return how much a word counts that occurs so often: the second time less than the first."""
    return 1 + math.log(number)
