"""Shares of right answers of a cohort by question and topic, of five people at least, and never a name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags

from assessments.questions.models import Question
from courses.models import Course
from lms.foundation.interface.words import shortened
from lms.foundation.plugins.question import is_fully_right
from lms.people.directory.models import Cohort

from .models import Answer

FEWEST = 5
"""Of fewer people nothing is said."""
LONGEST = 160


@dataclass(frozen=True)
class Share:
    """Share of right answers of `people` who answered; `title` is a question or a topic."""

    title: str
    people: int
    share: float


@dataclass(frozen=True)
class CourseShares:
    """Shares of one course, the lowest first."""

    course: Any
    topics: list[Share]
    questions: list[Share]


@dataclass(frozen=True)
class GivenAnswer:
    """One answer: whose, to which question, and whether it was right."""

    learner: int
    question: str
    right: bool


def course_shares(cohort: Cohort, *, language: str) -> tuple[list[CourseShares], int]:
    """Return shares by course, and how many people answered at all. Three statements, however many answers there
    are.
    """
    columns = ("refresher__course", "refresher__learner", "question", "mark")
    by_course: dict[Any, list[GivenAnswer]] = defaultdict(list)
    for course, learner, question, mark in Answer.objects.of_cohort(cohort).values_list(*columns):
        by_course[course].append(GivenAnswer(learner, question, is_fully_right(mark)))
    people = {one.learner for given in by_course.values() for one in given}
    titles = {row.pk: row.title_in(language) for row in Course.objects.filter(pk__in=by_course)}
    known = _known({one.question for given in by_course.values() for one in given}, language)
    found = [_of_course(titles[course], given, known) for course, given in by_course.items()]
    return [one for one in found if one.topics or one.questions], len(people)


def _of_course(title: object, given: Iterable[GivenAnswer], known: dict[str, tuple[str, str]]) -> CourseShares:
    by_question: dict[str, list[GivenAnswer]] = defaultdict(list)
    for one in given:
        by_question[one.question].append(one)
    questions = {name: rows for name, rows in by_question.items() if has_enough_people(rows)}
    by_topic: dict[str, list[list[GivenAnswer]]] = defaultdict(list)
    for name, rows in by_question.items():
        by_topic[known.get(name, ("", ""))[1]].append(rows)
    return CourseShares(
        title,
        _sorted(_share(topic, part) for topic, rows in by_topic.items() if topic and (part := pooled_answers(rows))),
        _sorted(_share(known[name][0], rows) for name, rows in questions.items() if name in known),
    )


def has_enough_people(given: Iterable[GivenAnswer]) -> bool:
    """Return whether they are of so many people that nobody is recognised."""
    return len({one.learner for one in given}) >= FEWEST


def pooled_answers(questions: Iterable[list[GivenAnswer]]) -> list[GivenAnswer]:
    """Return the answers to the questions of a topic of which something may be said: those that are shown one by one,
    and the others where they are of enough people together, so that the difference of two figures says nothing of few.
    """
    questions = list(questions)
    alone = [one for rows in questions if has_enough_people(rows) for one in rows]
    rest = [one for rows in questions if not has_enough_people(rows) for one in rows]
    return alone + (rest if has_enough_people(rest) else [])


def _share(title: str, given: list[GivenAnswer]) -> Share:
    return Share(title, len({one.learner for one in given}), sum(one.right for one in given) / len(given))


def _sorted(shares: Iterable[Share]) -> list[Share]:
    return sorted(shares, key=lambda one: (one.share, one.title))


def _known(names: Iterable[str], language: str) -> dict[str, tuple[str, str]]:
    """Return by question what it asks, in `language` where there is a translation, and its topic. One statement."""
    rows = Question.objects.filter(translation_key__in=list(names)).select_related("locale", "category")
    found: dict[str, tuple[str, str]] = {}
    for row in sorted(rows, key=lambda one: (one.locale.language_code == language, one.pk)):
        found[str(row.translation_key)] = (shortened(strip_tags(row.stem), LONGEST), str(row.category))
    return found
