"""The quiz of a course and, where its file has one, its exercise: pages,
and the questions in the bank that they ask.
"""

from wagtail.models import Page

from assessments.questions.models import Category
from assessments.quiz.models import Draw, QuizPage

from .bank import put_objectives, put_questions, retire
from .file_shapes import QuestionText
from .files import CourseFiles, named
from .ledger import Ledger
from .page_writer import locale_of, put_page

WHOLE, EXERCISES = "Core curriculum", "Exercises"
"""The part of the question bank in which each course has its own, and the part of that for what no quiz draws."""
AS_MANY_AS_WANTED = 0


def put_quiz(files: CourseFiles, language: str, parent: Page, ledger: Ledger) -> Page:
    """Return the quiz page and its questions: so many of each objective of the course are drawn."""
    quiz, category = files.versions[language]["quiz"], _drawn_from(files)
    _questions(files, quiz["questions"], language, category, ledger)
    retire(quiz.get("retired", []), ledger)
    drawn = enumerate(zip(put_objectives(files.source["objectives"]), quiz["draws"], strict=True), 1)
    draws = [Draw(category=category, objective_id=pk, number=number, sort_order=place) for place, (pk, number) in drawn]
    fields = {
        "title": quiz["title"],
        "slug": quiz["key"],
        "introduction": quiz.get("introduction", ""),
        "minutes": quiz["minutes"],
        "pass_mark": quiz["pass_mark"],
        "attempts": quiz["attempts"],
        "shuffle": quiz["shuffle"],
        "draws": draws,
    }
    return put_page(
        QuizPage, key=named("quiz", quiz["key"]), language=language, parent=parent, fields=fields, ledger=ledger
    )


def put_exercise(files: CourseFiles, language: str, parent: Page, ledger: Ledger) -> Page:
    """Return the page of the exercise: everybody gets all its questions, in the order of the file, and can have each
    answer checked.
    """
    exercise = files.versions[language]["exercise"]
    below = Category.objects.get_or_create(name=EXERCISES, parent=_whole())[0]
    category = Category.objects.get_or_create(name=files.source["title"], parent=below)[0]
    questions = _questions(files, exercise["questions"], language, category, ledger, "exercise")
    fields = {
        "title": exercise["title"],
        "slug": exercise["key"],
        "introduction": exercise.get("introduction", ""),
        "minutes": exercise["minutes"],
        "pass_mark": exercise["pass_mark"],
        "required": exercise.get("required", False),
        "attempts": AS_MANY_AS_WANTED,
        "shuffle": False,
        "behaviour": QuizPage.Behaviour.IMMEDIATE,
        "draws": [Draw(question=question, sort_order=place) for place, question in enumerate(questions, 1)],
    }
    return put_page(
        QuizPage, key=named("quiz", exercise["key"]), language=language, parent=parent, fields=fields, ledger=ledger
    )


def _questions(
    files: CourseFiles, questions: list[QuestionText], language: str, category: Category, ledger: Ledger, *tags: str
) -> list[object]:
    return put_questions(
        questions,
        category=category,
        locale=locale_of(language),
        objectives=put_objectives(files.source["objectives"]),
        tags=[files.key.partition("-")[0], *tags],
        ledger=ledger,
    )


def _drawn_from(files: CourseFiles) -> Category:
    """Return the part of the bank that the course's quiz draws from, also after the course got another title."""
    draws = Draw.objects.filter(
        page__translation_key=named("quiz", files.source["quiz"]["key"]), category__isnull=False
    )
    if draw := draws.select_related("category").first():
        return draw.category
    return Category.objects.get_or_create(name=files.source["title"], parent=_whole())[0]


def _whole() -> Category:
    return Category.objects.get_or_create(name=WHOLE, parent=None)[0]
