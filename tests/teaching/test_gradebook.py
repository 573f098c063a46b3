"""Marks: what counts and where it comes from; and setting it by hand, which the whole record follows."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from certificates.models import Certificate
from lms.desks.teaching.cohorts.gradebook import what_counted
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.completion.results import ActivityResult, State
from lms.learning.progress.enrolments.assignment_services import assign, run_assignment
from lms.learning.progress.journal import overrides, services
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.rules import OwnCase
from tests.builders import complete, make_course, release, right_answers, wrong_answers
from tests.progress.counting import statements

from .conftest import fill
from .test_activities import address

pytestmark = pytest.mark.usefixtures("clock")
PAGE, FILE = 11, 11
"""Statements of the marks of all courses of a cohort: on the page, and as a file."""


@pytest.fixture
def enrolment(assigned, wanjiru):
    return Enrolment.objects.get(learner=wanjiru)


def sit(enrolment, *, right, now):
    quiz = next(entry for entry in enrolment.release.outline.activities if entry.kind == "quiz")
    attempt = services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=now, language="en")
    data = right_answers(attempt) if right else wrong_answers(attempt)
    return services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)


@pytest.fixture
def failed(enrolment, now):
    """The lessons are done, and the quiz was failed once."""
    for entry in enrolment.release.outline.activities[:2]:
        attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
        services.answer(attempt=attempt, data={"done": ["1"]}, event_id=uuid7(), now=now)
    return sit(enrolment, right=False, now=now)


def page_of(attempt):
    return reverse("teach:result", args=[attempt.enrolment_id, attempt.activity_id])


def asked(**more):
    return {"percent": "80", "passed": "yes", "reason": "The room was flooded.", "event_id": str(uuid7()), **more}


def rebuilt():
    call_command("rebuild_progress", "--check", stdout=io.StringIO())


class TestMarks:
    def test_say_what_counts_and_which_attempt_that_is(self, as_, omar, assigned, course, enrolment, failed, now):
        sit(enrolment, right=True, now=now + timedelta(minutes=1))
        page = as_(omar).get(address(assigned, course, marks=1)).content.decode()
        assert "100\u00a0% · attempt 2 of 2" in page
        assert page_of(failed) in page
        assert "The best attempt" in page

    @pytest.mark.parametrize(
        ("score", "marks", "by_hand", "words"),
        [
            (0.5, [(1, 0.5), (2, 0.2)], False, "attempt 1 of 2"),
            (0.35, [(1, 0.5), (2, 0.2)], False, "mean of 2 attempts"),
            (0.9, [(1, 0.5)], True, "set by hand: passed"),
            (None, [], True, "set by hand: passed"),
            (None, [], False, ""),
        ],
    )
    def test_the_attempt_that_counts_is_named_in_words(self, score, marks, by_hand, words):
        result = ActivityResult(State.DONE, score, True if by_hand else None)
        assert what_counted(result, marks) == words

    def test_the_file_has_numbers(self, as_, omar, assigned, course, failed):
        response = as_(omar).get(address(assigned, course, "teach:export", marks=1))
        heading, *found = csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")))
        line = next(line for line in found if line[0].startswith("Wanjirũ"))
        assert dict(zip(heading, line, strict=True))["Quiz: state"] == "not passed"
        assert dict(zip(heading, line, strict=True))["Quiz: score"] == "0"
        assert dict(zip(heading, line, strict=True))["Quiz: what counted"] == "attempt 1 of 1"

    def test_a_coordinator_reads_marks_and_opens_none(self, as_, halima, assigned, course, failed):
        page = as_(halima).get(address(assigned, course, marks=1)).content.decode()
        assert "attempt 1 of 1" in page
        assert page_of(failed) not in page

    def test_of_what_was_completed_elsewhere_its_score_is_read_and_no_more(
        self, as_, omar, assigned, course, enrolment, failed, neighbour_academy, now
    ):
        sit(enrolment, right=True, now=now + timedelta(minutes=1))
        Enrolment.objects.filter(pk=enrolment.pk).update(institution=neighbour_academy)
        client = as_(omar)
        page = client.get(address(assigned, course, marks=1)).content.decode()
        assert "3 of 3" in page
        assert "attempt 2 of 2" not in page and page_of(failed) not in page
        assert "100\u00a0%" not in client.get(address(assigned, course)).content.decode()
        file = client.get(address(assigned, course, "teach:export", marks=1)).getvalue().decode("utf-8-sig")
        heading, *found = csv.reader(io.StringIO(file))
        line = dict(zip(heading, next(one for one in found if one[0].startswith("Wanjirũ")), strict=True))
        assert (line["Quiz: score"], line["Quiz: what counted"], line["Score of the course"]) == ("", "", "1")

    def test_costs_the_same_statements_for_one_and_for_many(
        self, as_, omar, assigned, course, failed, django_assert_num_queries
    ):
        client = as_(omar)
        client.get(address(assigned, course, marks=1))
        with django_assert_num_queries(11):
            client.get(address(assigned, course, marks=1))


class TestOfAllCourses:
    @pytest.mark.parametrize(("name", "most"), [("teach:cohort", PAGE), ("teach:export", FILE)])
    def test_cost_the_same_statements_for_few_and_for_many_people_and_courses(
        self, name, most, as_, omar, assigned, course, failed, programme_page, now
    ):
        path = reverse(name, args=[assigned.pk]) + "?marks=1"

        def spent() -> int:
            client = as_(omar)
            assert client.get(path).status_code == 200, "what processes keep is there now"
            with statements() as found:
                body = client.get(path).getvalue().decode()
            assert "Quiz" in body
            return len(found)

        few = spent()
        fill(assigned, course, 20, now=now, scores={str(failed.activity_id): 0.5})
        more_people = spent()
        for place in range(3):
            second = release(make_course(programme_page, f"another-{place}"))
            assign(cohort=assigned, courses=[second], by=omar, now=now)
            run_assignment(Assignment.objects.get(cohort=assigned, course=second).pk, clock=lambda: now)
        assert few == more_people == spent() == most


@pytest.mark.parametrize("query", ["", "course={course}", "course={course}&marks=1", "marks=1"])
def test_each_column_of_a_file_has_numbers_days_or_words_alone(query, as_, omar, assigned, course, failed, abdi, now):
    """A spreadsheet sorts them: no share with a sign, no “2 of 3”, no day in words."""
    complete(Enrolment.objects.get(learner=abdi), now=now)
    path = reverse("teach:export", args=[assigned.pk])
    body = as_(omar).get(f"{path}?{query.format(course=course.pk)}").getvalue().decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(body))
    assert len(rows) == 2
    kinds = {
        name: {kind_of(value) for value in values if value}
        for name, *values in zip(heading, *rows, strict=True)
        if name not in ("Service number", "State")
    }
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}
    assert "mixed" not in {kind for found in kinds.values() for kind in found}
    assert {"number", "words"} <= {kind for found in kinds.values() for kind in found}


def kind_of(value: str) -> str:
    for kind, pattern in (("number", r"-?\d+(\.\d+)?"), ("day", r"\d{4}-\d\d-\d\d"), ("mixed", r"\W*\d.*|.*%.*")):
        if re.fullmatch(pattern, value):
            return kind
    return "words"


class TestSetByHand:
    def test_completes_the_course_and_its_certificate_and_keeps_what_was(
        self, as_, omar, failed, enrolment, wanjiru, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            response = as_(omar).post(page_of(failed), asked())
        assert response.url == page_of(failed)
        enrolment.refresh_from_db()
        assert (enrolment.status, enrolment.score) == ("completed", 0.8)
        assert Certificate.objects.filter(enrolment=enrolment).exists()
        failed.refresh_from_db()
        assert (failed.score, failed.passed) == (0.0, False), "the attempt stays as it was"
        page = as_(omar).get(page_of(failed)).content.decode()
        assert "The room was flooded." in page
        assert "set by hand" in page
        event = Event.objects.get(verb="overridden")
        assert event.data == {"score": 0.8, "passed": True, "reason": "The room was flooded.", "by": omar.pk}
        entry = AuditEntry.objects.get(action="result_set")
        assert (entry.by, entry.person) == (omar, wanjiru)
        rebuilt()

    def test_holds_against_later_attempts_and_is_undone_by_another_fact(self, as_, omar, failed, enrolment, now):
        as_(omar).post(page_of(failed), asked(percent="40", passed="no"))
        enrolment.refresh_from_db()
        assert (enrolment.scores[str(failed.activity_id)], enrolment.status) == (0.4, "started")
        sit(enrolment, right=True, now=now + timedelta(minutes=1))
        enrolment.refresh_from_db()
        assert (enrolment.scores[str(failed.activity_id)], enrolment.status) == (0.4, "started")
        rebuilt()
        as_(omar).post(page_of(failed), asked(do="undo", reason="A mistake of mine."))
        enrolment.refresh_from_db()
        assert (enrolment.scores[str(failed.activity_id)], enrolment.status) == (1.0, "completed")
        facts = Event.objects.filter(verb__in=["overridden", "restored"]).order_by("number")
        assert list(facts.values_list("verb", flat=True)) == ["overridden", "restored"]
        rebuilt()

    def test_takes_back_what_was_passed(self, as_, omar, enrolment, failed, now):
        as_(omar).post(page_of(failed), asked())
        Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=None, status="started")
        as_(omar).post(page_of(failed), asked(percent="10", passed="no"))
        enrolment.refresh_from_db()
        assert str(failed.activity_id) not in enrolment.done
        assert enrolment.remaining == 1

    def test_a_course_that_is_complete_stays_complete(self, as_, omar, enrolment, now):
        complete(enrolment, now=now)
        quiz = enrolment.attempts.get(kind="quiz")
        as_(omar).post(page_of(quiz), asked(percent="30", passed="no"))
        enrolment.refresh_from_db()
        assert (enrolment.status, enrolment.score) == ("completed", 0.3)
        rebuilt()

    def test_only_whether_it_is_passed(self, as_, omar, failed, enrolment):
        as_(omar).post(page_of(failed), asked(percent=""))
        enrolment.refresh_from_db()
        assert (enrolment.status, enrolment.scores[str(failed.activity_id)]) == ("completed", 0.0)
        rebuilt()

    def test_the_learner_reads_it(self, as_, omar, wanjiru, failed, course):
        as_(omar).post(page_of(failed), asked())
        entry = next(one for one in course.release.outline.activities if one.kind == "quiz")
        page = as_(wanjiru).get(reverse("learn:activity", args=[course.slug, entry.slug])).content.decode()
        assert "Your instructor set what counts here" in page
        assert "The room was flooded." in page

    def test_the_same_form_twice_is_one_fact(self, as_, omar, failed):
        data = asked()
        for _turn in range(2):
            as_(omar).post(page_of(failed), data)
        assert Event.objects.filter(verb="overridden").count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"reason": " "},
            {"percent": "101"},
            {"percent": "x"},
            {"passed": ""},
            {"event_id": "x"},
            {"reason": "x" * 501},
            {"do": "undo"},
        ],
    )
    def test_what_makes_no_sense_is_refused_and_nothing_written(self, wrong, as_, omar, failed):
        response = as_(omar).post(page_of(failed), asked(**wrong))
        assert response.status_code == 422
        assert not Event.objects.filter(verb__in=["overridden", "restored"]).exists()
        assert not AuditEntry.objects.filter(action="result_set").exists()

    def test_what_waits_to_be_marked_has_no_result_yet(self, as_, omar, failed):
        Attempt.objects.filter(pk=failed.pk).update(completed_at=None, waiting=True)
        assert as_(omar).post(page_of(failed), asked()).status_code == 422
        assert not Event.objects.filter(verb="overridden").exists()

    def test_nobody_sets_their_own(self, as_, failed, wanjiru, academy, now):
        people_services.appoint(user=wanjiru, institution=academy, role=Role.ADMINISTRATOR)
        wanjiru.is_superuser = True
        wanjiru.save()
        assert as_(wanjiru).post(page_of(failed), asked()).status_code == 404
        with pytest.raises(OwnCase):
            overrides.override(
                attempt=failed, score=1, passed=True, reason="Mine", by=wanjiru, event_id=uuid7(), now=now
            )
        with pytest.raises(ValueError, match="verb of the core"):
            services.record(
                attempt=failed, verb="overridden", data={"score": 1, "passed": True}, event_id=uuid7(), now=now
            )
        assert not Event.objects.filter(verb="overridden").exists()
