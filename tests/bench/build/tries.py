"""What attempts at the measured course look like: begun and folded by the activity types and services themselves,
then copied in bulk.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from courses.models import Course
from lms.foundation.plugins.activity import Result, activities
from lms.learning.progress.completion import figures
from lms.learning.progress.models import Attempt, Enrolment
from tests.builders import right_options, wrong_options

from .bulk import dumped

QUIZZES = 40


@dataclass(frozen=True)
class Try:
    """One attempt as it ended: its columns, and the data of its events after the first."""

    entry: Entry
    columns: dict[str, Any]
    seed: str
    data: list[str]
    attempt: Attempt = field(repr=False)
    closed: bool = False


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in a course: the enrolment's figures, as the services count them."""

    columns: dict[str, Any]
    completed: bool
    started: bool


def try_out(
    course: Course,
    entry: Entry,
    *,
    seed: int,
    now: datetime,
    right: bool = True,
    answer: bool = True,
    submit: bool = True,
) -> Try:
    """Begin `entry`, answer what it asks one by one, and finish it, as a learner would;
    the fold is the activity type's own.
    """
    digest = entry.content("en", "", "en")
    kind, definition = activities.get(entry.kind), lookup.content(digest).definition
    form, state = kind.begin(definition, seed=seed, terms={})
    attempt = Attempt(
        activity_id=entry.id, release_id=course.release_id, kind=entry.kind, number=1, form=form, state=state, events=1
    )
    given = list(_answers(entry, form, right=right)) if answer else []
    if submit and answer:
        given.append({"done": ["1"]} if entry.kind == "lesson" else {"submit": ["1"]})
    for data in given:
        step = kind.answer(form, attempt.state, data, now=now)
        deadline = kind.deadline(form, step.state, begun_at=now)
        figures.apply(attempt, step, deadline=deadline, now=now)
    columns = {
        "activity_id": UUID(entry.id),
        "release_id": course.release_id,
        "kind": entry.kind,
        "form": dumped(form),
        "state": dumped(attempt.state),
        "events": attempt.events,
        "passed": attempt.passed,
        "score": attempt.score,
    }
    return Try(
        entry,
        columns,
        dumped({"seed": seed, "content": digest}),
        [dumped(data) for data in given],
        attempt,
        attempt.closed_at is not None,
    )


def _answers(entry: Entry, form: dict, *, right: bool) -> Iterator[dict[str, list[str]]]:
    if entry.kind == "lesson":
        for check, frame in form["checks"].items():
            yield {"check": [check], "choice": frame["key"] if right else frame["order"][:1]}
        return
    for item in form["items"]:
        yield {f"q:{item['id']}": right_options(item) if right else wrong_options(item)[:1]}


def stand(course: Course, tries: list[Try], *, now: datetime) -> Standing:
    """The enrolment's figures after `tries`."""
    release = lookup.release(course.release_id)
    enrolment = Enrolment(course=course, release=release, remaining=len(release.outline.required))
    for one in tries:
        if one.attempt.completed_at is not None:
            figures.count(enrolment, one.entry.id, Result(one.attempt.score, one.attempt.passed), now=now)
    completed = enrolment.completed_at is not None
    status = (
        Enrolment.Status.COMPLETED if completed else Enrolment.Status.STARTED if tries else Enrolment.Status.ASSIGNED
    )
    columns = {
        "status": str(status),
        "remaining": enrolment.remaining,
        "done": dumped(enrolment.done),
        "scores": dumped(enrolment.scores),
        "score": enrolment.score,
    }
    return Standing(columns, completed, bool(tries))


class Ways:
    """A course with the ways in which people stand in it."""

    def __init__(self, course: Course, *, now: datetime, variants: int) -> None:
        self.course = course
        self.release = lookup.release(course.release_id)
        entries = self.release.outline.activities
        self.lessons = [try_out(course, entry, seed=1, now=now) for entry in entries if entry.kind == "lesson"]
        quiz, *longer = [entry for entry in entries if entry.kind == "quiz"]
        self.quizzes = {
            "passed": [try_out(course, quiz, seed=seed, now=now) for seed in range(variants)],
            "failed": [try_out(course, quiz, seed=seed, now=now, right=False) for seed in range(variants)],
            "open": [try_out(course, quiz, seed=seed, now=now, answer=False) for seed in range(variants)],
            "answered": [try_out(course, quiz, seed=seed, now=now, submit=False) for seed in range(variants)],
            "long": [
                try_out(course, entry, seed=seed, now=now, answer=False) for entry in longer for seed in range(variants)
            ],
        }
        self._standings: dict[tuple[int, str], Standing] = {}
        self._now = now

    def tries(self, lessons: int, quiz: str, chance: random.Random) -> list[Try]:
        """`lessons` lessons done, and the quiz as said; nothing where it was not begun."""
        return [*self.lessons[:lessons], *([chance.choice(self.quizzes[quiz])] if quiz else [])]

    def standing(self, lessons: int, quiz: str) -> Standing:
        """The figures of somebody with `lessons` lessons done and the quiz as said."""
        key = (lessons, quiz)
        if key not in self._standings:
            self._standings[key] = stand(self.course, self.tries(lessons, quiz, random.Random(1)), now=self._now)
        return self._standings[key]

    def somewhere(self, chance: random.Random) -> tuple[int, str]:
        """Where somebody stands: six in ten have finished, one in seven has not begun."""
        lot, all_lessons = chance.random(), len(self.lessons)
        if lot < 0.6:
            return all_lessons, "passed"
        if lot < 0.7:
            return all_lessons, "failed"
        if lot < 0.86:
            return chance.randint(1, all_lessons), ""
        return 0, ""
