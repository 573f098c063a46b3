"""The questions of a course that can come back: of the release that the learner completed, as far as the course still
asks them in the same way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.questions.models import Question
from assessments.quiz.sitting.rules import LATER, RIGHT, Rules
from courses.catalogue.lookup import content, release
from courses.models import Course
from lms.foundation.plugins.question import questions
from lms.people.directory.institutions import Institution

KIND = "quiz"
ASKED = ("kind", "shown", "key", "stem")
"""What of a question has to be the same for its answer to be right today."""


@dataclass(frozen=True)
class Source:
    """A question as a content froze it, and the digest of that content."""

    digest: str
    question: Mapping[str, Any]


def pool_of(release_id: int, *, language: str, institution: Institution) -> dict[str, Source]:
    """Return by question where its texts stand. Three statements at most, besides what a process reads once.

    Left out are questions that people mark or that nobody scores, whose type is not there, that were archived, that
    the course asks otherwise now, or no more, and those of exams.
    """
    outline, course = release(release_id).outline, release(release_id).course
    frozen = dict(_sources(outline, language, institution.country))
    today = _today(course)
    kept = {name: one for name, one in frozen.items() if _is_asked(one, today.get(name), institution)}
    gone = _archived(kept)
    return {name: one for name, one in kept.items() if name not in gone}


def language_of(release_id: int, language: str) -> str:
    """Return the language in which somebody who reads `language` gets the course."""
    outline = release(release_id).outline
    return language if language in outline.languages else outline.source


def _sources(outline: Any, language: str, country: str) -> Iterator[tuple[str, Source]]:
    for entry in outline.activities:
        if entry.kind == KIND:
            digest = entry.content(language, country, outline.source)
            definition = content(digest).definition
            for name, question in definition["questions"].items() if _is_open(definition) else ():
                yield name, Source(digest, question)


def _is_open(definition: Mapping[str, object]) -> bool:
    """Return whether its learners may know in the end which answers are right. An exam’s questions are nobody’s to
    learn by heart.
    """
    rules = Rules.of(definition)
    return not rules.ticket and RIGHT in rules.shown(LATER)


def _today(course: Course) -> dict[str, list[Mapping[str, object]]]:
    """Return by question how the course asks it now, in any language; without what an exam asks now."""
    pk = Course.objects.filter(pk=course.pk).values_list("release", flat=True).first()
    if pk is None:
        return {}
    found: dict[str, list[Mapping[str, Any]]] = {}
    examined: set[str] = set()
    for entry in release(pk).outline.activities:
        for digest in sorted(set(entry.contents.values())) if entry.kind == KIND else ():
            definition = content(digest).definition
            examined |= set() if _is_open(definition) else definition["questions"].keys()
            for name, question in definition["questions"].items():
                found.setdefault(name, []).append(question)
    return {name: asked for name, asked in found.items() if name not in examined}


def _is_asked(one: Source, today: Iterable[Mapping[str, object]] | None, institution: Institution) -> bool:
    kind = questions.peek(one.question["kind"])
    if kind is None or not kind.scored or kind.by_people or not questions.is_on(kind.slug, institution):
        return False
    then = [one.question.get(name) for name in ASKED]
    return any([question.get(name) for name in ASKED] == then for question in today or ())


def _archived(names: Iterable[str]) -> set[str]:
    """Return the names of questions that are no longer drawn in any language."""
    rows = Question.objects.filter(translation_key__in=list(names), archived=True)
    return {str(key) for key in rows.values_list("translation_key", flat=True)}
