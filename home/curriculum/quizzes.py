"""Quizzes of a course: its quiz or sealed test, its exercise, and tests that draw from another quiz; pages, and the
questions in the bank that they ask.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from taggit.models import Tag
from wagtail.models import Page

from assessments.questions.models import Category, Question
from assessments.quiz.models import Draw, QuizPage
from assessments.quiz.sitting.rules import DURING, MARKS, PHASES

from .bank import Shelf, put_category, put_objectives, put_questions, questions_in, retire
from .files import SOURCE, CourseFiles, named
from .schema import BadFile
from .shapes import ExerciseText, QuizText, TestText
from .writing import Ledger, put_page

WHOLE, EXERCISES, SEALED = "Core curriculum", "Exercises", "Sealed tests"
"""Parts of the question bank: the first, in which each course has its own, has one for what no quiz draws; what sealed
tests ask stands outside, so that no draw of the curriculum reaches it.
"""
AS_MANY_AS_WANTED = 0


def put_quiz(files: CourseFiles, language: str, parent: Page, ledger: Ledger, *, now: datetime) -> Page:
    """Return the page of the quiz and put its questions: so many of each objective of the course are drawn, or, of a
    sealed test, all are asked.
    """
    quiz, source = files.versions[language]["quiz"], files.source["quiz"]
    objectives = put_objectives(source.get("objectives", files.source["objectives"]))
    category = put_category(SEALED, files.source["title"]) if quiz.get("sealed") else _drawn_from(files, ledger)
    rows = put_questions(quiz["questions"], _shelf(files, category, objectives), language, ledger, now=now)
    retire(quiz.get("retired", []), ledger)
    fields = {
        "title": quiz["title"],
        "introduction": quiz.get("introduction", ""),
        "minutes": quiz["minutes"],
        "pass_mark": quiz["pass_mark"],
        "attempts": quiz["attempts"],
        "shuffle": quiz["shuffle"],
    }
    if quiz.get("sealed"):
        fields |= _sealed(quiz, rows, language, ledger)
    else:
        tag = Tag.objects.get_or_create(name=files.key)[0] if files.variants else None
        numbers = enumerate(zip(objectives, quiz["draws"], strict=True), 1)
        fields["draws"] = [
            Draw(category=category, tag=tag, objective_id=pk, number=number, sort_order=place)
            for place, (pk, number) in numbers
        ]
    return _put(quiz["key"], fields, language, parent, ledger)


def _sealed(quiz: QuizText, rows: Sequence[Question], language: str, ledger: Ledger) -> dict[str, Any]:
    """Return what a sealed test is besides: everybody gets all its questions, once, and sees marks alone afterwards."""
    asked = [*rows, *questions_in(quiz.get("anchors", []), language)]
    return {
        "pass_mark": 0,
        "attempts": 1,
        "review": {phase: [] if phase == DURING else [MARKS] for phase in PHASES},
        "draws": _each(asked),
        "like": _quiz_page(quiz["like"], language, ledger) if "like" in quiz else None,
    }


def put_exercise(files: CourseFiles, language: str, parent: Page, ledger: Ledger, *, now: datetime) -> Page:
    """Return the page of the exercise: everybody gets all its questions, in the order of the file, and can have each
    answer checked.
    """
    exercise: ExerciseText = files.versions[language]["exercise"]
    category = put_category(WHOLE, EXERCISES, files.family or files.source["title"])
    shelf = _shelf(files, category, put_objectives(files.source["objectives"]), "exercise")
    questions = put_questions(exercise["questions"], shelf, language, ledger, now=now)
    fields = {
        "title": exercise["title"],
        "introduction": exercise.get("introduction", ""),
        "minutes": exercise["minutes"],
        "pass_mark": exercise["pass_mark"],
        "required": exercise.get("required", False),
        "attempts": AS_MANY_AS_WANTED,
        "shuffle": False,
        "behaviour": QuizPage.Behaviour.IMMEDIATE,
        "draws": _each(questions),
    }
    return _put(exercise["key"], fields, language, parent, ledger)


def put_test(test: TestText, language: str, parent: Page, ledger: Ledger) -> Page:
    """Return the page of a test that draws from what the quiz `of` draws from, or is the other form of `like`."""
    settings = ("title", "minutes", "pass_mark", "attempts", "half", "ticket", "limit_minutes")
    fields: dict[str, Any] = {name: value for name, value in test.items() if name in settings}
    if "like" in test:
        fields["like"] = _quiz_page(test["like"], language, ledger)
    if "of" in test:
        category = _category_of(test["of"], ledger)
        if category is None:
            raise BadFile(f"The test “{test['key']}” draws from “{test['of']}”, which is not there. Load it first.")
        fields["draws"] = [Draw(category=category, number=test.get("number", 0), sort_order=1)]
    return _put(test["key"], fields, language, parent, ledger)


def _put(key: str, fields: dict[str, Any], language: str, parent: Page, ledger: Ledger) -> Page:
    return put_page(
        QuizPage,
        key=named("quiz", key),
        language=language,
        parent=parent,
        fields={"slug": key, **fields},
        ledger=ledger,
    )


def _each(questions: Sequence[Question]) -> list[Draw]:
    return [Draw(question=question, sort_order=place) for place, question in enumerate(questions, 1)]


def _shelf(files: CourseFiles, category: Category, objectives: Sequence[int], *tags: str) -> Shelf:
    """Return the place of questions. Those of a variant have the tags of the courses that draw them."""
    if not files.variants:
        return Shelf(category, objectives, [files.key.partition("-")[0], *tags])
    own = {key: [variant for variant in files.variants if variant != files.key] for key in files.shared}
    return Shelf(category, objectives, [files.key.partition("-")[0], files.key, *tags], own)


def _quiz_page(key: str, language: str, ledger: Ledger) -> QuizPage:
    """Return the page of a quiz in `language`, or else in the source language. Raises `BadFile`."""
    ledger.write_waiting()
    pages = QuizPage.objects.filter(translation_key=named("quiz", key), alias_of=None).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    page = by_language.get(language) or by_language.get(SOURCE)
    if page is None:
        raise BadFile(f"A test is to be like “{key}”, which is not there. Load its course first.")
    return page


def _drawn_from(files: CourseFiles, ledger: Ledger) -> Category:
    """Return the part of the bank that the course's quiz draws from, also after the course got another title."""
    return _category_of(files.source["quiz"]["key"], ledger) or put_category(
        WHOLE, files.family or files.source["title"]
    )


def _category_of(quiz: str, ledger: Ledger) -> Category | None:
    if not ledger.has(named("quiz", quiz)):
        return None
    ledger.write_waiting()
    draws = Draw.objects.filter(page__translation_key=named("quiz", quiz), category__isnull=False)
    draw = draws.select_related("category").first()
    return draw.category if draw else None
