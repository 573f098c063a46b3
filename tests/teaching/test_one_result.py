"""One result, one number: every place that shows a learner's result of an activity says the same."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from courses.models import Release
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment

from .test_activities import address
from .test_gradebook import asked, page_of, sit

pytestmark = pytest.mark.usefixtures("clock")
GAP = "\u00a0"


@pytest.fixture
def enrolment(assigned, wanjiru):
    return Enrolment.objects.get(learner=wanjiru)


def passed_after_failing(as_, omar, enrolment, now):
    sit(enrolment, right=False, now=now)
    return sit(enrolment, right=True, now=now + timedelta(minutes=1))


def failed_once(as_, omar, enrolment, now):
    return sit(enrolment, right=False, now=now)


def failed_for_good(as_, omar, enrolment, now):
    sit(enrolment, right=False, now=now)
    return sit(enrolment, right=False, now=now + timedelta(minutes=1))


def waits(as_, omar, enrolment, now):
    attempt = sit(enrolment, right=False, now=now)
    Attempt.objects.filter(pk=attempt.pk).update(waiting=True, completed_at=None, score=None, passed=None)
    Enrolment.objects.filter(pk=enrolment.pk).update(scores={})
    return attempt


def begun(as_, omar, enrolment, now):
    quiz = next(entry for entry in enrolment.release.outline.activities if entry.kind == "quiz")
    return services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=now, language="en")


def set_to_passed(as_, omar, enrolment, now):
    attempt = sit(enrolment, right=False, now=now)
    as_(omar).post(page_of(attempt), asked())
    return attempt


def set_to_passed_without_a_score(as_, omar, enrolment, now):
    attempt = sit(enrolment, right=False, now=now)
    as_(omar).post(page_of(attempt), asked(percent=""))
    return attempt


def set_to_not_passed_after_passing(as_, omar, enrolment, now):
    attempt = sit(enrolment, right=True, now=now)
    as_(omar).post(page_of(attempt), asked(percent="40", passed="no"))
    return attempt


def set_and_undone(as_, omar, enrolment, now):
    attempt = sit(enrolment, right=False, now=now)
    as_(omar).post(page_of(attempt), asked())
    as_(omar).post(page_of(attempt), asked(do="undo"))
    return attempt


CASES = [
    (passed_after_failing, "Done", "100", ""),
    (failed_once, "not passed", "0", ""),
    (failed_for_good, "Failed twice", "0", ""),
    (waits, "being marked", "", ""),
    (begun, "Under way", "", ""),
    (set_to_passed, "Done", "80", "set by hand: passed"),
    (set_to_passed_without_a_score, "Done", "0", "set by hand: passed"),
    (set_to_not_passed_after_passing, "not passed", "40", "set by hand: not passed"),
    (set_and_undone, "not passed", "0", ""),
]


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace(GAP, " ")


def quiz_row(page):
    """Return the text of the row of the quiz in a table of activities."""
    return text_of(next(row for row in page.split("<tr>") if row.startswith('<th scope="row">') and "Quiz" in row))


def cohort_row(page):
    return text_of(next(row for row in page.split("<tr>") if "Wanjir" in row and "<th" in row))


@pytest.mark.parametrize(("happens", "state", "score", "by_hand"), CASES, ids=[case[0].__name__ for case in CASES])
def test_all_places_agree(happens, state, score, by_hand, as_, omar, wanjiru, assigned, course, enrolment, now):
    attempt = happens(as_, omar, enrolment, now)
    teacher, share = as_(omar), f"{score} %" if score else ""
    shown = by_hand or state
    files = {}
    for name, query in (("state", f"course={course.pk}"), ("marks", f"course={course.pk}&marks=1"), ("all", "marks=1")):
        body = teacher.get(reverse("teach:export", args=[assigned.pk]) + f"?{query}").getvalue().decode("utf-8-sig")
        heading, *found = csv.reader(io.StringIO(body))
        files[name] = dict(zip(heading, next(one for one in found if one[0].startswith("Wanjir")), strict=True))
    prefix = "What trafficking is: "
    in_files = [
        (files["state"]["Quiz: state"], files["state"]["Quiz: score"]),
        (files["marks"]["Quiz: state"], files["marks"]["Quiz: score"]),
        (files["all"][prefix + "Quiz: state"], files["all"][prefix + "Quiz: score"]),
    ]
    number = f"{int(score) / 100:g}" if score else ""
    assert in_files == [(state, number)] * 3
    pages = {
        "state": cohort_row(teacher.get(address(assigned, course)).content.decode()),
        "marks": cohort_row(teacher.get(address(assigned, course, marks=1)).content.decode()),
        "all": cohort_row(teacher.get(reverse("teach:cohort", args=[assigned.pk]) + "?marks=1").content.decode()),
        "person": quiz_row(teacher.get(reverse("teach:person", args=[wanjiru.pk])).content.decode()),
        "own": quiz_row(as_(wanjiru).get(reverse("learn:results")).content.decode()),
        "result": text_of(teacher.get(page_of(attempt)).content.decode().split("<dd>")[1].split("</dd>")[0]),
    }
    for name, text in pages.items():
        if share and not (name == "state" and state == "Failed twice"):
            assert share in text, (name, text)
        if by_hand:
            assert by_hand in text, (name, text)
    for name in ("person", "own", "result"):
        assert shown in pages[name], (name, pages[name])
    if state != "Done":
        assert shown in pages["state"]


def test_the_number_of_activities_is_that_of_ones_role(as_, omar, wanjiru, assigned, course, enrolment):
    """Activities that a role family does not have are not required of it, on the page of the cohort either."""
    data = course.release.data
    data["activities"][0]["conditions"] = [{"kind": "role", "roles": ["border"]}]
    again = Release.objects.create(
        course=course, edition=9, digest="roles", why="A test.", made_at=course.release.made_at, data=data
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(release=again, remaining=2, role_family="investigator")
    page = as_(omar).get(address(assigned, course)).content.decode()
    assert "0 of 2" in cohort_row(page)
    assert "0 of 2 required" in text_of(as_(omar).get(reverse("teach:person", args=[wanjiru.pk])).content.decode())


def test_an_override_of_the_last_activity_stands_in_the_course_too(
    as_, omar, wanjiru, assigned, course, enrolment, now
):
    for entry in enrolment.release.outline.activities[:2]:
        attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
        services.answer(attempt=attempt, data={"done": ["1"]}, event_id=uuid7(), now=now)
    set_to_passed(as_, omar, enrolment, now)
    enrolment.refresh_from_db()
    assert enrolment.score == 0.8
    page = as_(omar).get(reverse("teach:cohort", args=[assigned.pk])).content.decode()
    assert "80 %" in cohort_row(page)
    assert "80 %: the score in “Quiz”" in as_(omar).get(
        reverse("teach:person", args=[wanjiru.pk])
    ).content.decode().replace(GAP, " ")
