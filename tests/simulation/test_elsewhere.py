"""One run across institutions: who of which may watch it, and that each sees the results of their own people alone."""

from html import unescape

import pytest
from django.urls import reverse

from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from lms.people.directory.models import Membership
from tests.conftest import make_person
from tests.progress.counting import statements

from .test_console import at


@pytest.fixture
def third(ugandan_academy, enrolled, now):
    third = make_person("UG-991", "Third Of Ziwa", ugandan_academy)
    progress.enrol(people=[third], course=enrolled, now=now)
    return third


@pytest.fixture
def joint(make_run, guest, third, omar, now) -> Run:
    """A run of the academy in which one of the neighbours plays the analyst, one of Ziwa the coordinator."""
    run = make_run(seated=("investigator", "labour"), opened=False)
    services.seat(run=run, role="fiu", person=guest, by=omar, now=now)
    services.seat(run=run, role="coordinator", person=third, by=omar, now=now)
    return services.open_run(run=run, by=omar, now=now)


@pytest.fixture
def invited(joint, neighbour, as_, omar):
    """The neighbours' instructor is evaluator."""
    sent = {"number": neighbour.service_number, "role": "evaluator"}
    assert as_(omar).post(at("seats", joint), sent).status_code == 302
    return neighbour


def said(run, role, text, now):
    seat = Seat.objects.get(run=run, role=role)
    data = {"to": ["prosecutor"], "text": text}
    services.record(seat=seat, verb="say", data=data, entry_id=uuid7(), now=now)


def page(client, where: str) -> str:
    return unescape(client.get(where).content.decode())


class TestInvited:
    def test_see_the_console_with_their_own_people_by_name_and_others_by_role(self, joint, invited, as_, now):
        said(joint, "fiu", "From the guest", now)
        said(joint, "investigator", "From the host", now)
        shown = page(as_(invited), at("console", joint))
        assert "From the guest" in shown and "From the host" in shown and "Guest Of Honour" in shown
        for hidden in ("Officer investigator", "Third Of Ziwa", "KE-600", "UG-991", "Omar"):
            assert hidden not in shown
        for link in ("seats", "debrief", "fork", "take", "join"):
            assert at(link, joint) not in shown

    def test_write_notes_and_no_more(self, joint, invited, as_):
        client = as_(invited)
        assert (
            client.post(at("enter", joint), {"verb": "note", "text": "Good", "entry": str(uuid7())}).status_code == 302
        )
        for verb in ("finish", "tick", "fire", "say", "pause"):
            sent = {"verb": verb, "text": "x", "to": "fiu", "inject": "j13", "entry": str(uuid7())}
            assert client.post(at("enter", joint), sent).status_code == 422
        assert [line.verb for line in LogEntry.objects.all()] == ["note"]

    def test_find_it_in_their_list(self, joint, invited, as_):
        shown = page(as_(invited), reverse("simulation:runs"))
        assert "Runs of other institutions that you watch" in shown and at("console", joint) in shown

    def test_lose_it_when_they_teach_no_more(self, joint, invited, as_):
        Membership.objects.filter(user=invited).delete()
        assert as_(invited).get(at("console", joint)).status_code == 404

    def test_nobody_is_invited_whose_people_do_not_play(self, make_run, neighbour, as_, omar):
        run = make_run()
        response = as_(omar).post(at("seats", run), {"number": neighbour.service_number, "role": "evaluator"})
        assert response.status_code == 422 and "or of the institution of a player" in response.content.decode()

    def test_whoever_plays_watches_nothing(self, joint, guest, as_, omar, neighbour_academy):
        people_services.appoint(user=guest, institution=neighbour_academy, role=Role.INSTRUCTOR)
        response = as_(omar).post(at("seats", joint), {"number": "KE-990", "role": "observer"})
        assert response.status_code == 422
        assert as_(guest).get(at("console", joint)).status_code == 404


class TestResults:
    def closed(self, joint, omar, now):
        for role, decision in (("fiu", "money"), ("coordinator", "ready"), ("investigator", "assess")):
            seat, data = Seat.objects.get(run=joint, role=role), {"decision": decision, "option": "wait", "reason": "x"}
            services.record(seat=seat, verb="decide", data=data, entry_id=uuid7(), now=now)
        services.finish(run=joint, by=omar, now=now)
        services.close_run(run=joint, by=omar, now=now)

    def test_are_those_of_ones_own_people_alone(self, joint, neighbour, ugandan_academy, as_, omar, now):
        self.closed(joint, omar, now)
        ziwa = make_person("UG-992", "Instructor of Ziwa", ugandan_academy, Role.INSTRUCTOR)
        for person, theirs, others in (
            (neighbour, "Guest Of Honour", ("Third Of Ziwa", "Officer investigator")),
            (ziwa, "Third Of Ziwa", ("Guest Of Honour", "Officer investigator")),
        ):
            shown = page(as_(person), reverse("simulation:runs"))
            assert theirs in shown and "Not passed" in shown and "%" in shown
            assert not [name for name in others if name in shown]
            assert as_(person).get(at("console", joint)).status_code == 404
            assert at("console", joint) not in shown
        assert "Guest Of Honour" not in page(as_(omar), reverse("simulation:runs"))

    def test_say_nothing_of_a_score_before_the_run_is_closed(self, joint, neighbour, as_, now):
        said(joint, "fiu", "Good morning", now)
        shown = page(as_(neighbour), reverse("simulation:runs"))
        assert "Guest Of Honour" in shown and "Under way" in shown and "Not passed" not in shown

    def test_nobodys_own_stands_there(self, joint, guest, as_, neighbour_academy):
        people_services.appoint(user=guest, institution=neighbour_academy, role=Role.INSTRUCTOR)
        assert "Your people in runs" not in page(as_(guest), reverse("simulation:runs"))

    def test_cost_the_same_for_many_as_for_one(self, joint, invited, as_, neighbour_academy, enrolled, omar, now):
        client, where = as_(invited), reverse("simulation:runs")

        def asked() -> int:
            with statements() as listed:
                client.get(where)
            return len(listed)

        asked()
        one = asked()
        for number in range(5):
            person = make_person(f"KE-77{number}", f"More {number}", neighbour_academy)
            progress.enrol(people=[person], course=enrolled, now=now)
            services.seat(run=joint, role="coordinator", person=person, by=omar, now=now)
        assert asked() == one <= 10
        console = at("console", joint)
        client.get(console)
        with statements() as listed:
            client.get(console)
        assert len(listed) <= 10, listed
