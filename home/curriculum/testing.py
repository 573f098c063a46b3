"""A course of tests alone, for a school to look at: what people know before they learn and after that,
and an exam in a room. Its questions are those of the course on trafficking.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from assessments.quiz.models import Draw, QuizPage
from courses.models import Course, CoursePage, ProgrammePage
from lms.people.models import User

from . import blocks
from .files import SOURCE, named, site
from .ledger import Ledger
from .loading import release
from .putting import locale_of, put_page
from .references import indexed_once

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


@transaction.atomic
def put_tests(*, by: User, now: datetime) -> Course:
    """The course, released by `by`. The curriculum is there already. Done again it changes nothing."""
    ledger = Ledger()
    with override(SOURCE), indexed_once():
        for language in TEXTS:
            _put(language, ledger)
        release(named("course", KEY), by=by, now=now)
    return Course.objects.get(pk=named("course", KEY))


def _put(language: str, ledger: Ledger) -> None:
    texts = TEXTS[language]
    programme = ProgrammePage.objects.get(
        translation_key=named("programme", site()["programme"]["key"]), locale=locale_of(language)
    )
    fields = {name: texts[name] for name in ("title", "summary")} | {
        "slug": KEY,
        "minutes": sum(test["minutes"] for test in TESTS.values()),
        "validity_months": 12,
        "required": False,
        "objectives": blocks.objectives({"key": KEY, "objectives": texts["objectives"]}),
    }
    course = put_page(
        CoursePage, key=named("course", KEY), language=language, parent=programme, fields=fields, ledger=ledger
    )
    category = Draw.objects.filter(page__translation_key=named("quiz", ASKED_IN)).values_list("category", flat=True)[0]
    before = None
    for key, rules in TESTS.items():
        fields = {"title": texts[key], "slug": key, **rules}
        if key == AFTER:
            fields["like"] = before
        else:
            fields["draws"] = [Draw(category_id=category, number=QUESTIONS[key], sort_order=1)]
        page = put_page(
            QuizPage, key=named("quiz", key), language=language, parent=course, fields=fields, ledger=ledger
        )
        before = before or page
