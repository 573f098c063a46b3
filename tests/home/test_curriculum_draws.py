"""A quiz of the curriculum asks about each objective of its course,
and what becomes of attempts and questions when that changes.
"""

from collections import Counter
from datetime import timedelta

import pytest

from assessments.questions.models import Question
from assessments.quiz.models import Draw, QuizPage
from courses.models import Course, CoursePage
from home.curriculum import files
from home.curriculum.bank import retire
from home.curriculum.writing import Ledger
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.builders import right_answers
from tests.releasing import release_waiting

from .loaded import contents


class TestDraws:
    @pytest.fixture
    def begin(self, wanjiru, now):
        """Begins the quiz of a course."""

        def begin(course):
            services.enrol(people=[wanjiru], course=Course.objects.get(pk=course.pk), now=now)
            enrolment = Enrolment.objects.get(learner=wanjiru)
            *lessons, entry = (entry for entry in enrolment.release.outline.activities if entry.required)
            for lesson in lessons:
                attempt = services.begin(
                    enrolment=enrolment, entry=lesson, event_id=uuid7(), now=now, language="en", seed=1
                )
                services.answer(attempt=attempt, data={"done": ["1"]}, event_id=uuid7(), now=now)
            return services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)

        return begin

    @pytest.fixture
    def quizzes(self, loaded):
        return QuizPage.objects.filter(translation_key=files.named("quiz", "quiz-what-trafficking-is"))

    def test_everybody_is_asked_about_each_objective(self, loaded, quizzes, begin):
        source = files.course("tip-1").source
        for quiz in quizzes:
            rows = [(row.objective.name, row.number) for row in quiz.draws.order_by("sort_order")]
            assert rows == list(zip(source["objectives"], source["quiz"]["draws"], strict=True))
        attempt = begin(loaded)
        asked = Question.objects.filter(
            translation_key__in=[item["id"] for item in attempt.form["items"]], locale__language_code="en"
        )
        assert Counter(asked.values_list("objective__name", flat=True)) == dict(rows)

    def test_the_one_draw_of_before_is_replaced_and_attempts_under_way_are_finished(self, loaded, quizzes, begin, now):
        category = quizzes[0].draws.first().category
        for quiz in quizzes:
            quiz.draws = [Draw(category=category, number=8, sort_order=1)]
            quiz.save_revision().publish()
        assert release_waiting() == []
        attempt = begin(loaded)

        ledger = contents(now + timedelta(days=1))

        assert len(ledger.written) == 3
        assert {row.category for quiz in quizzes.all() for row in quiz.draws.all()} == {category}
        assert Course.objects.get(pk=loaded.pk).release.number == "1.2"
        done = services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=now)
        assert (done.passed, done.score, len(done.form["items"])) == (True, 1.0, 8)
        assert Enrolment.objects.get().completed_at == now

    def test_a_question_that_is_retired_is_archived_in_every_language_and_drawn_no_more(
        self, loaded, quizzes, now, folder
    ):
        for file in (folder / "tip-1").glob("??.toml"):
            text = file.read_text(encoding="utf-8")
            first, marker, last = text.partition('key = "tip-1-q01"')
            assert marker
            gone = last.partition("[[quiz.questions]]\n")
            text = first.removesuffix("[[quiz.questions]]\n").replace("retired = [", 'retired = ["tip-1-q01", ')
            file.write_text(text + gone[1] + gone[2], encoding="utf-8")
        ledger = contents(now + timedelta(days=1), folder)

        retired = Question.objects.filter(translation_key=files.named("question", "tip-1-q01"))
        assert [row.archived for row in retired] == [True] * 3
        assert len(ledger.written) == 3
        drawn = Question.objects.usable().filter(quizzes[0].draws.first().phrase())
        assert str(retired[0].translation_key) not in {str(row.translation_key) for row in drawn}
        assert contents(now + timedelta(days=2), folder).written == []

    def test_a_retired_question_that_somebody_edited_here_is_left(self, loaded, superuser):
        question = Question.objects.get(
            translation_key=files.named("question", "tip-1-q01"), locale__language_code="en"
        )
        question.save_revision(user=superuser).publish()
        ledger = Ledger()
        retire(["tip-1-q01"], ledger)
        question.refresh_from_db()
        assert not question.archived
        assert (ledger.left, len(ledger.written)) == ([str(question)], 2)

    def test_a_retired_question_that_a_quiz_of_the_site_names_is_left(self, loaded):
        question = Question.objects.get(
            translation_key=files.named("question", "tip-1-q01"), locale__language_code="en"
        )
        own = QuizPage(title="Our own quiz", slug="our-own-quiz", draws=[Draw(question=question)])
        CoursePage.objects.get(translation_key=loaded.pk, locale__language_code="en").add_child(instance=own)
        ledger = Ledger()
        retire(["tip-1-q01"], ledger)
        assert not Question.objects.filter(translation_key=question.translation_key, archived=True).exists()
        assert (len(ledger.left), ledger.written) == (3, [])
