"""Search results of a person: passages of the contents that they may open now, in the version that they have, best
first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

from courses.catalogue.texts import Text
from lms.learning.progress.player.learner_course import LearnerCourse
from lms.learning.progress.player.next_course import ways_of
from lms.people.directory.models import User

from .models import Passage
from .words import TOKEN, begins_with, query_words

LONGEST_QUERY = 200
MOST_WORDS = 8
MOST_ROWS = 200
"""Passages that are looked at; whoever finds more says more."""
AROUND = 14
"""Words that are shown before and after the first that was found."""


@dataclass(frozen=True)
class Place:
    """Place of a content in the courses of a person."""

    order: int
    course: Text
    title: Text
    url: str


@dataclass(frozen=True)
class SearchHit:
    """One passage with the page and the place on it where it stands."""

    course: Text
    title: Text
    heading: str
    url: str
    snippet: Sequence[tuple[str, bool]]


class RankedHits(Sequence[SearchHit]):
    """Passages in their order. The snippet of each is cut when it is read, so that a page pays for what it shows."""

    def __init__(self, rows: Sequence[Any], places: Mapping[str, Place], words: Sequence[str]) -> None:
        self.rows, self.places, self.words = rows, places, words

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> SearchHit: ...

    @overload
    def __getitem__(self, at: slice) -> list[SearchHit]: ...

    def __getitem__(self, at: int | slice) -> SearchHit | list[SearchHit]:
        if isinstance(at, slice):
            return [_found(row, self.places[row[0]], self.words) for row in self.rows[at]]
        return _found(self.rows[at], self.places[self.rows[at][0]], self.words)


@dataclass(frozen=True)
class SearchResult:
    """The passages that were found; `more` where there are more than are looked at. Without `words` nothing was
    asked.
    """

    words: list[str]
    found: Sequence[SearchHit]
    more: bool = False


def find(person: User, query: str, *, language: str, now: datetime) -> SearchResult:
    """Return passages with all words of `query`, or beginning with them; at most three statements, however many
    courses.
    """
    words = query_words(query[:LONGEST_QUERY], most=MOST_WORDS)
    places = _places(ways_of(person, language=language, now=now)) if words else {}
    if not places:
        return SearchResult(words, [])
    rows = Passage.objects.filter(content__in=places)
    for word in words:
        rows = rows.filter(line__contains=f" {word}")
    columns = ("content_id", "number", "anchor", "heading", "text")
    known = list(rows.order_by("content_id", "number").values_list(*columns)[: MOST_ROWS + 1])
    ranked = sorted(known[:MOST_ROWS], key=lambda row: _rank(row, places[row[0]], words))
    return SearchResult(words, RankedHits(ranked, places, words), more=len(known) > MOST_ROWS)


def _places(ways: Iterable[LearnerCourse]) -> dict[str, Place]:
    """Return places by digest, where what they may open now stands. Of several ways through a course the newest counts,
    to which its address leads.
    """
    places: dict[str, Place] = {}
    ways = list(ways)
    newest = {way.enrolment.course_id: way for way in sorted(ways, key=_began)}
    for way in ways:
        if newest[way.enrolment.course_id] is not way or way.enrolment.opens_later(way.now):
            continue
        for entry in way.outline.activities:
            if way.type_of(entry) is None or (way.locks.of(entry.id) and entry.id not in way.enrolment.done):
                continue
            digest = entry.content(way.language, way.enrolment.country, way.outline.source)
            places.setdefault(digest, Place(len(places), way.title, way.title_of(entry), way.url_of(entry)))
    return places


def _began(way: LearnerCourse) -> tuple[datetime, int]:
    return way.enrolment.enrolled_at, way.enrolment.pk


def _rank(row: Any, place: Place, words: Sequence[str]) -> tuple[int, int, int]:
    """Return the sort key of a passage: those with more of the words in their heading first, then by the order of the
    courses and of the text.
    """
    _digest, number, _anchor, heading, _text = row
    named = {word for token in TOKEN.findall(heading) for word in words if begins_with(token, [word])}
    return -len(named), place.order, number


def _found(row: Any, place: Place, words: Sequence[str]) -> SearchHit:
    _digest, _number, anchor, heading, text = row
    url = f"{place.url}#{anchor}" if anchor else place.url
    return SearchHit(place.course, place.title, heading, url, snippet(text, words))


def snippet(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """Return some words around the first of `text` that begins as one of `words`: pieces of text, each with whether it
    was sought.
    """
    tokens = [(match.start(), match.end()) for match in TOKEN.finditer(text)]
    hits = [begins_with(text[start:end], words) for start, end in tokens]
    first = hits.index(True) if True in hits else 0
    shown = range(max(first - AROUND, 0), min(first + AROUND * 2, len(tokens)))
    if not shown:
        return []
    at = tokens[shown.start][0] if shown.start else 0
    end = tokens[shown.stop - 1][1] if shown.stop < len(tokens) else len(text)
    pieces = [("… ", False)] if shown.start else []
    for left, right in (tokens[number] for number in shown if hits[number]):
        pieces += [(text[at:left], False), (text[left:right], True)]
        at = right
    pieces.append((text[at:end], False))
    return [*pieces, (" …", False)] if shown.stop < len(tokens) else pieces
