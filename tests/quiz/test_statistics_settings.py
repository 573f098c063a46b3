"""Statistics of attempts that were made through the services,
under every setting that changes what a question earns.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from assessments.questions.models import Category
from assessments.quiz.models import Draw, QuizPage, Section, StatisticsRun
from assessments.quiz.statistics import services as statistics_services
from courses.models import Activity, Course, CoursePage
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from tests.builders import make_question, right_options, unsearched, wrong_options
from tests.conftest import make_person
from tests.questions.open import ask, freetext
from tests.releasing import release_waiting


@pytest.fixture
def asked(programme_page, academy):
    """`asked(behaviour="immediate")` is a quiz of two sections: a single choice for 2 marks; one of two more for half a
    mark, and an essay where `essay` is said. Its `sit` has somebody take it.
    """

    @unsearched()
    def asked(*, essay=False, **settings):
        page = CoursePage(title="Papers", slug="papers", summary="Papers.", minutes=20)
        programme_page.add_child(instance=page)
        fixed, drawn = (Category.objects.create(name=name) for name in ("Fixed", "Drawn"))
        first = make_question(fixed, "Who holds the papers?")
        others = [make_question(drawn, f"Drawn {number}?") for number in (1, 2)]
        quiz = QuizPage(title="Papers", slug="papers-quiz", pass_mark=50, attempts=3, shuffle=False, **settings)
        quiz.sections = [Section(heading="One", sort_order=0), Section(heading="Two", sort_order=1)]
        quiz.draws = [
            Draw(question=first, mark=2.0, section=1, sort_order=0),
            Draw(category=drawn, number=1, mark=0.5, section=2, sort_order=1),
        ]
        if essay:
            written = ask(fixed, "freetext", freetext(), "Why?")
            quiz.draws = [*quiz.draws.all(), Draw(question=written, mark=4.0, section=2, sort_order=2)]
        page.add_child(instance=quiz)
        for node in (page, quiz):
            node.save_revision().publish()
        assert release_waiting() == []
        names = {"first": str(first.translation_key), "others": {str(one.translation_key) for one in others}}
        if essay:
            names["essay"] = str(written.translation_key)
        return Sat(SimpleNamespace(**names), Course.objects.get(pk=page.translation_key), quiz, academy)

    return asked


class Sat:
    """A quiz, and people who sit it one after the other."""

    def __init__(self, names, course, page, academy) -> None:
        self.names, self.course, self.page, self.academy, self.number = names, course, page, academy, 0
        self.activity = Activity.objects.get(pk=page.translation_key)

    def begin(self) -> Attempt:
        self.number += 1
        self.course.refresh_from_db()
        person = make_person(f"KE-8{self.number:03}", f"Cadet {self.number}", self.academy)
        services.enrol(people=[person], course=self.course, now=timezone.now())
        enrolment = Enrolment.objects.get(learner=person)
        entry = enrolment.release.outline.by_id(str(self.activity.pk))
        return services.begin(
            enrolment=enrolment, entry=entry, event_id=uuid7(), now=timezone.now(), language="en", seed=self.number
        )

    def sit(self, *, right=True, other=True, submit=True, **more) -> Attempt:
        """The first question and the drawn one, answered as said."""
        attempt = self.begin()
        data = {}
        for item in attempt.form["items"]:
            if item["kind"] == "single":
                wise = right if item["id"] == self.names.first else other
                data[f"q:{item['id']}"] = right_options(item)[:1] if wise else wrong_options(item)[:1]
        return answer(attempt, data | more | ({"submit": ["1"]} if submit else {}))

    def figures(self, which="first") -> tuple[StatisticsRun, dict, dict]:
        """The run, what it says of the whole quiz, and of each question."""
        run = statistics_services.ask(activity=self.activity, which=which, now=timezone.now())
        statistics_services.calculate(run.pk, now=timezone.now())
        run.refresh_from_db()
        assert run.status == "done"
        return run, run.figures["all"], {one["question"]: one for one in run.figures["all"]["questions"]}


def answer(attempt: Attempt, data) -> Attempt:
    return services.answer(attempt=attempt, data=data, event_id=uuid7(), now=timezone.now())


def test_marks_weigh_by_question_and_draw_and_sections_are_passed_through(asked):
    quiz = asked()
    for number in range(4):
        quiz.sit(right=number < 3, other=number % 2 == 0)
    _run, whole, questions = quiz.figures()
    assert (whole["number_of_attempts"], whole["maximum_mark"]) == (4, 2.5)
    assert whole["mean"] == pytest.approx(100 * (3 * 2 + 2 * 0.5) / 4 / 2.5)
    assert questions[quiz.names.first]["facility_index"] == 75 and questions[quiz.names.first]["intended_weight"] == 80
    assert [(place["question"], place["number_of_attempts"], place["facility_index"]) for place in whole["places"]] == [
        ("2.1", 4, 50)
    ]
    assert sum(questions[name]["number_of_attempts"] for name in quiz.names.others if name in questions) == 4


def test_a_question_that_is_worth_more_in_a_later_edition_is_measured_on_one_scale(asked):
    quiz = asked()
    quiz.sit(right=True, other=False)
    Draw.objects.filter(mark=2.0).update(mark=3.0)
    page = QuizPage.objects.get(pk=quiz.page.pk)
    page.save_revision().publish()
    page.get_parent().specific.save_revision().publish()
    assert release_waiting() == []
    quiz.sit(right=False, other=True)
    quiz.sit(right=True, other=True)
    _run, whole, questions = quiz.figures()
    assert whole["maximum_mark"] == 3.5 and whole["coefficient_of_internal_consistency"] is None
    # 2 of 2.5, 0.5 of 3.5, all of 3.5
    assert whole["mean"] == pytest.approx(100 * (2 / 2.5 + 0.5 / 3.5 + 1) / 3)
    assert questions[quiz.names.first]["facility_index"] == pytest.approx(200 / 3)
    # What they earned in the rest: nothing, all, all; of the first question 1, 0, 1
    assert questions[quiz.names.first]["discrimination_index"] == pytest.approx(-50)


def test_a_wrong_try_costs_what_it_costs_in_the_result(asked):
    quiz = asked(behaviour="immediate", tries=3, penalty=40)
    attempt = quiz.sit(right=False, other=True, submit=False, check=[quiz.names.first])
    item = next(one for one in attempt.form["items"] if one["id"] == quiz.names.first)
    attempt = answer(attempt, {f"q:{item['id']}": right_options(item)[:1], "submit": ["1"]})
    _run, whole, questions = quiz.figures()
    assert attempt.score == pytest.approx((2 * 0.6 + 0.5) / 2.5)
    assert whole["mean"] == pytest.approx(100 * attempt.score)
    assert questions[item["id"]]["facility_index"] == pytest.approx(60)


def test_what_certainty_earns_is_no_part_of_it(asked):
    quiz = asked(behaviour="certainty")
    attempt = quiz.sit(right=False, other=True, **{f"c:{quiz.names.first}": ["3"]})
    _run, whole, questions = quiz.figures()
    assert attempt.score == 0
    assert whole["mean"] == pytest.approx(20) and questions[quiz.names.first]["facility_index"] == 0


def test_what_waits_for_a_person_is_left_out_and_counted_until_it_is_marked(asked, omar):
    quiz = asked(essay=True)
    waits = quiz.sit(**{f"q:{quiz.names.essay}": ["Because they threatened her family with debt."]})
    quiz.sit()
    run, whole, questions = quiz.figures()
    assert waits.waiting and (run.not_marked, whole["number_of_attempts"]) == (1, 1)
    assert questions[quiz.names.essay]["facility_index"] == 0, "the one who wrote nothing"

    data = {"marks": {quiz.names.essay: {"fraction": 0.5}}}
    services.record(attempt=waits, verb="scored", data=data, event_id=uuid7(), now=timezone.now(), by=omar)
    run, whole, questions = quiz.figures()
    assert (run.not_marked, whole["number_of_attempts"]) == (0, 2)
    assert questions[quiz.names.essay]["facility_index"] == 25
    assert questions[quiz.names.essay]["random_guess_score"] is None
    assert whole["maximum_mark"] == 6.5


def test_the_mean_of_two_markers_counts_once_both_have_marked(asked, omar, halima):
    quiz = asked(essay=True, markers=2)
    attempt = quiz.sit(**{f"q:{quiz.names.essay}": ["Because they threatened her family with debt."]})
    for number, (person, fraction) in enumerate([(omar, 0.7), (halima, 0.8)], start=1):
        assert quiz.figures()[0].not_marked == 1
        data = {"marks": {quiz.names.essay: {"fraction": fraction, "round": number}}}
        services.record(attempt=attempt, verb="scored", data=data, event_id=uuid7(), now=timezone.now(), by=person)
    assert quiz.figures()[2][quiz.names.essay]["facility_index"] == 75


def test_a_corrected_key_changes_marks_options_and_guesses(asked, omar):
    quiz = asked()
    attempts = [quiz.sit(right=False), quiz.sit(right=True)]
    item = next(one for one in attempts[0].form["items"] if one["id"] == quiz.names.first)
    wrong, right = wrong_options(item)[0], right_options(item)[0]
    key = {"fractions": {**dict.fromkeys(item["key"]["fractions"], 0.0), wrong: 1.0, right: 1.0}}
    before = quiz.figures()[2][quiz.names.first]
    for attempt in attempts:
        data = {"keys": {quiz.names.first: key}, "reason": "Both are right."}
        services.record(attempt=attempt, verb="rescored", data=data, event_id=uuid7(), now=timezone.now(), by=omar)
    after = quiz.figures()[2][quiz.names.first]
    assert (before["facility_index"], after["facility_index"]) == (50, 100)
    assert {one["option"]: one["earns"] for one in before["options"]} == {wrong: 0.0, right: 1.0}
    assert {one["option"]: one["earns"] for one in after["options"]} == {wrong: 1.0, right: 1.0}
    assert before["random_guess_score"] == pytest.approx(100 / 3)
    assert after["random_guess_score"] == pytest.approx(200 / 3)


def test_nobody_loses_by_a_correction_unless_somebody_says_so(asked, omar):
    quiz = asked()
    attempt = quiz.sit(right=True)
    item = next(one for one in attempt.form["items"] if one["id"] == quiz.names.first)
    key = {"fractions": {**dict.fromkeys(item["key"]["fractions"], 0.0), wrong_options(item)[0]: 1.0}}
    for lower, facility in ((False, 100), (True, 0)):
        data = {"keys": {quiz.names.first: key}, "reason": "The other one.", "lower": lower}
        services.record(attempt=attempt, verb="rescored", data=data, event_id=uuid7(), now=timezone.now(), by=omar)
        assert quiz.figures()[2][quiz.names.first]["facility_index"] == facility


def test_what_the_server_submitted_counts_as_it_was_saved(asked):
    quiz = asked(limit_minutes=10)
    attempt = quiz.sit(right=True, other=False, submit=False)
    assert quiz.figures()[1]["number_of_attempts"] == 0
    services.expire(attempt=attempt, now=timezone.now() + timedelta(minutes=20))
    _run, whole, _questions = quiz.figures()
    assert whole["number_of_attempts"] == 1 and whole["mean"] == pytest.approx(80)
