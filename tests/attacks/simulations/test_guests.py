"""Simulations: an institution beside sees its own people alone, and nobody looks behind another’s curtain."""

import pytest

from assessments.simulation.console import room_views
from assessments.simulation.runs import entries, services
from assessments.simulation.runs import guest_access as elsewhere
from assessments.simulation.runs.models import Run, RunQuerySet
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.people.directory.choices import Role
from lms.people.directory.current_viewer import RowsOfViewer
from tests.conftest import make_person

from ..mutation import all_rows, browser, held_by, instead
from .simulated import console, seat_of, shown


def test_a_neighbours_instructor_sees_no_console(run, neighbour):
    def seen() -> bool:
        return "The boy’s hand" in shown(neighbour, console(run))

    anew = instead(elsewhere, "_HERE", RowsOfViewer(elsewhere._HERE.asks))  # written anew, by that phrase
    held_by(all_rows(RunQuerySet), anew, attack=seen)


@pytest.fixture
def invited(run, neighbour, neighbour_academy, enrolled, omar, now):
    """The neighbours' instructor, evaluator where one of their own plays."""
    guest = make_person("KE-990", "Guest Of Honour", neighbour_academy)
    progress.enrol(people=[guest], course=enrolled, now=now)
    services.seat(run=run, role="coordinator", person=guest, by=omar, now=now)
    services.seat(run=run, role="evaluator", person=neighbour, by=omar, now=now)
    return neighbour


def test_a_neighbours_evaluator_knows_their_own_people_alone(run, invited):
    def named() -> bool:
        return "Officer investigator" in shown(invited, console(run))

    watched = elsewhere.WatchedRun

    def by_name(run, name, is_host):
        return watched(run, lambda seat: seat.person.name, is_host)

    held_by(instead(elsewhere, "WatchedRun", by_name), attack=named)


def test_a_neighbours_evaluator_whose_people_do_not_play_has_nothing(run, neighbour, omar, now):
    services.seat(run=run, role="evaluator", person=neighbour, by=omar, now=now)

    def seen() -> bool:
        return "The boy’s hand" in shown(neighbour, console(run))

    held_by(
        instead(elsewhere, "steered_elsewhere", lambda person: Run.objects.select_related("institution", "activity")),
        attack=seen,
    )


def test_a_neighbours_observer_marks_nothing(run, invited, neighbour_academy, omar, now):
    observer = make_person("KE-992", "Observer", neighbour_academy, Role.INSTRUCTOR)
    services.seat(run=run, role="observer", person=observer, by=omar, now=now)
    services.finish(run=run, by=omar, now=now)

    def read() -> bool:
        return "Turning points" in shown(observer, console(run, "debrief"))

    held_by(instead(elsewhere, "may_debrief", lambda seen, person: True), attack=read)


def test_an_evaluator_does_not_end_the_play(run, invited):
    def ended() -> bool:
        sent = {"verb": "finish", "entry": str(uuid7())}
        return browser(invited).post(console(run, "enter"), sent).status_code == 302

    held_by(instead(entries, "EVALUATOR", "nobody"), attack=ended)


def test_a_colleague_does_not_look_behind_the_curtain(make_run, academy):
    room = make_run(mode="plenary")
    colleague = make_person("KE-650", "Colleague", academy, Role.INSTRUCTOR)

    def seen() -> bool:
        where = console(room, "behind", "fiu") + "?open=1"
        return "Report of unusual payments" in shown(colleague, where)

    held_by(instead(room_views, "hand_of", lambda run, person: seat_of(run, "excon")), attack=seen)
