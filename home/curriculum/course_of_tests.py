"""A course of tests alone, for a school to look at: what people know before they learn and after that,
and an exam in a room. Its questions are those of the course on trafficking.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wagtail.models import Page

from assessments.quiz.models import Draw, QuizPage
from courses.models import Course
from lms.people.directory.models import User

from .extra_course import put_extra_course
from .files import named
from .ledger import Ledger
from .page_writer import put_page

KEY = "trafficking-tested"
BEFORE, AFTER, EXAM = "trafficking-before", "trafficking-after", "trafficking-exam"
ASKED_IN = "quiz-what-trafficking-is"
"""The quiz whose part of the bank is asked."""
TESTS: Mapping[str, Mapping[str, Any]] = {
    BEFORE: {"half": "a", "pass_mark": 0, "attempts": 1, "minutes": 12},
    AFTER: {"half": "b", "pass_mark": 0, "attempts": 1, "minutes": 12},
    EXAM: {"ticket": True, "pass_mark": 70, "attempts": 2, "minutes": 30, "limit_minutes": 40},
}
QUESTIONS = {BEFORE: 8, AFTER: 8, EXAM: 12}
TEXTS: Mapping[str, Mapping[str, Any]] = {
    "en": {
        "title": "Trafficking in persons: tests and exam",
        "summary": "A test before the course, one of equal measure after it, and an exam in an invigilated room.",
        "objectives": ["Show what you know of trafficking in persons before you learn, and after it"],
        BEFORE: "Test before the course",
        AFTER: "Test after the course",
        EXAM: "Exam: trafficking in persons",
    },
    "fr": {
        "title": "Traite des personnes : tests et examen",
        "summary": "Un test avant le cours, un autre de même mesure après, et un examen en salle surveillée.",
        "objectives": ["Montrer ce que vous savez de la traite des personnes avant d’apprendre, et après"],
        BEFORE: "Test avant le cours",
        AFTER: "Test après le cours",
        EXAM: "Examen : traite des personnes",
    },
    "ar": {
        "title": "الاتجار بالأشخاص: اختبارات وامتحان",
        "summary": "اختبار قبل الدورة، وآخر مساوٍ له بعدها، وامتحان في قاعة مراقبة.",
        "objectives": ["أن تبيّن ما تعرفه عن الاتجار بالأشخاص قبل أن تتعلّم وبعده"],
        BEFORE: "اختبار قبل الدورة",
        AFTER: "اختبار بعد الدورة",
        EXAM: "امتحان: الاتجار بالأشخاص",
    },
}


def put_tests(*, by: User, now: datetime) -> Course:
    """Return the course, released by `by`. The curriculum is there already. Done again it changes nothing."""
    minutes = sum(test["minutes"] for test in TESTS.values())
    about = {"minutes": minutes, "validity_months": 12, "required": False}
    return put_extra_course(KEY, TEXTS, about=about, below=_put_tests, by=by, now=now)


def _put_tests(language: str, course: Page, ledger: Ledger) -> None:
    texts = TEXTS[language]
    category = Draw.objects.filter(page__translation_key=named("quiz", ASKED_IN)).values_list("category", flat=True)[0]
    before = None
    for key, rules in TESTS.items():
        fields: dict[str, Any] = {"title": texts[key], "slug": key, **rules}
        if key == AFTER:
            fields["like"] = before
        else:
            fields["draws"] = [Draw(category_id=category, number=QUESTIONS[key], sort_order=1)]
        page = put_page(
            QuizPage, key=named("quiz", key), language=language, parent=course, fields=fields, ledger=ledger
        )
        before = before or page
