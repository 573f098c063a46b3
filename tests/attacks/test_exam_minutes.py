"""The minutes of an exam: whoever is examined neither writes nor signs them, nobody changes what stands there, and a
browser that was left open gives neither them nor the codes away.
"""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from assessments.quiz.exams.minutes import services
from assessments.quiz.exams.minutes.models import Minute
from assessments.quiz.exams.minutes.services import EntryContent
from assessments.quiz.exams.minutes.triggers import MINUTES
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from lms.people.directory.rules import OwnCase
from lms.people.identity.factors import stepup
from tests.asked import long_ago
from tests.conftest import make_person
from tests.made_files import ask, fetch, make
from tests.quiz.exams.conftest import (  # noqa: F401
    activity,
    cohort,
    course_page,
    entry,
    opened,
    settings_of_quiz,
    sitting,
)

from .mutation import browser, held_by, instead


@pytest.fixture
def examined(cohort, academy, now):
    """An administrator who sits the exam."""
    person = make_person("KE-9", "Naliaka Barasa", academy, Role.ADMINISTRATOR)
    people_services.join(cohort=cohort, people=[person], now=now)
    return person


def test_who_is_examined_does_not_write_of_a_rival(opened, examined, wanjiru, now):
    said = EntryContent("incident", now, wanjiru.pk, "Looked into a book.")

    def written() -> bool:
        try:
            services.write(sitting=opened, said=said, by=examined, key=uuid4(), now=now)
        except OwnCase:
            return False
        return Minute.objects.exists()

    held_by(instead(services, "refuse_examined", lambda by, sitting: None), attack=written)


def test_what_was_written_is_not_written_over(opened, omar, wanjiru, now):
    said = EntryContent("absent", now, wanjiru.pk)
    services.write(sitting=opened, said=said, by=omar, key=uuid4(), now=now)

    def written_over() -> bool:
        try:
            with transaction.atomic():
                return bool(Minute.objects.update(what="present"))
        except IntegrityError:
            return False

    held_by(MINUTES.permitted(), attack=written_over)


def test_the_codes_of_an_exam_are_not_taken_away(omar, opened):
    left_open = long_ago(browser(omar))
    held_by(
        instead(stepup, "is_confirmed", lambda request, now: True),
        attack=lambda: left_open.get(f"/x/quiz/exams/{opened.pk}/sheet/").status_code == 200,
    )


@pytest.mark.parametrize("file", ["minutes.pdf", "room.pdf"])
def test_minutes_and_seats_of_an_exam_are_not_taken_away(omar, opened, file):
    client = browser(omar)
    made = make(ask(client, f"/x/quiz/exams/{opened.pk}/{file}"))
    left_open = long_ago(client)
    held_by(
        instead(stepup, "is_confirmed", lambda request, now: True),
        attack=lambda: fetch(left_open, made).status_code == 200,
    )
