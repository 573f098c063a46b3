"""Attendance: only who is before the board is noted by its code, once, soon, and for nobody else."""

from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.urls import reverse

from lms.learning.sessions import access, attendance_services, board_code, board_views, services
from lms.learning.sessions.models import Attendance
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort

from .mutation import browser, held_by, instead

SECOND = timedelta(seconds=1)


@pytest.fixture
def session(academy, wanjiru, abdi, omar, now):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    details = services.Details("class", "Interviewing", "Hall 2", now, now + timedelta(hours=3))
    return services.plan(cohort=cohort, details=details, instructors=[omar], by=omar, now=now)


def address(session, at) -> str:
    return reverse("meetings:here", args=[session.pk, board_code.code(session.pk, board_code.step_of(at))])


def arrives(person, session, text: str) -> bool:
    browser(person).post(reverse("meetings:arrive", args=[session.pk]), {"pass": text})
    return Attendance.objects.filter(learner=person).exists()


def test_a_picture_of_the_code_counts_only_while_it_is_on_the_board(session, wanjiru, now):
    def shared() -> bool:
        with time_machine.travel(now + 300 * SECOND, tick=False):
            return 'name="pass"' in browser(wanjiru).get(address(session, now)).content.decode()

    held_by(instead(board_code, "step_of", lambda at: 0), attack=shared)


def test_a_pass_is_of_one_person(session, wanjiru, abdi, now):
    def handed_on() -> bool:
        with time_machine.travel(now, tick=False):
            return arrives(abdi, session, board_code.give_pass(session.pk, wanjiru.pk))

    held_by(instead(board_views.board_code, "has_pass", lambda text, session, person: True), attack=handed_on)


def test_a_pass_is_over_after_three_minutes(session, wanjiru, now):
    with time_machine.travel(now, tick=False):
        old = board_code.give_pass(session.pk, wanjiru.pk)

    def replayed() -> bool:
        with time_machine.travel(now + 181 * SECOND, tick=False):
            return arrives(wanjiru, session, old)

    held_by(instead(board_code, "PASS_SECONDS", 10**6), attack=replayed)


def test_nobody_of_another_cohort_is_noted(session, stranger, now):
    def strange() -> bool:
        with time_machine.travel(now, tick=False):
            return arrives(stranger, session, board_code.give_pass(session.pk, stranger.pk))

    @contextmanager
    def everybody_is_expected():
        with (
            mock.patch.object(board_views, "_expected", lambda request, session: None),
            mock.patch.object(attendance_services, "_refuse_unexpected", lambda session, learner: None),
        ):
            yield

    held_by(everybody_is_expected(), attack=strange)


def test_an_instructor_in_the_cohort_does_not_see_the_code(session, omar, now):
    people_services.join(cohort=session.cohort, people=[omar], now=now)

    def seen() -> bool:
        with time_machine.travel(now, tick=False):
            return "<svg" in browser(omar).get(reverse("meetings:live", args=[session.pk])).content.decode()

    held_by(instead(access, "refuse_own_cohort", lambda by, cohort: None), attack=seen)


def test_who_leads_is_not_noted_by_their_own_code(session, omar, now):
    people_services.join(cohort=session.cohort, people=[omar], now=now)

    def noted() -> bool:
        with time_machine.travel(now, tick=False):
            return arrives(omar, session, board_code.give_pass(session.pk, omar.pk))

    held_by(instead(attendance_services, "_refuse_leader", lambda session, learner: None), attack=noted)


def test_a_code_of_another_session_opens_nothing(session, wanjiru, now):
    def elsewhere() -> bool:
        with time_machine.travel(now, tick=False):
            given = board_code.code(session.pk + 1, board_code.step_of(now))
            page = browser(wanjiru).get(reverse("meetings:here", args=[session.pk, given])).content.decode()
            return 'name="pass"' in page

    held_by(instead(board_code, "is_current_code", lambda session, given, *, now: True), attack=elsewhere)
