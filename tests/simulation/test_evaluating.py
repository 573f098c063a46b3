"""Who marks in the debrief of a run across institutions: whoever was invited to evaluate it, and nobody themselves."""

from html import unescape

import pytest

from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Seat
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from tests.conftest import make_person
from tests.made_files import made_file

from .test_console import at

MARKED = {"form": "request", "field": "facts", "marks": "0,5"}
LINE = {"text": "One list of beds", "owner": "Coordinator", "until": "2027-02-01"}
WRITTEN = "Families sent small sums."


@pytest.fixture
def joint(make_run, guest, omar, now):
    """A run of the academy in which one of the neighbours wrote the request to the analyst, before its debrief."""
    run = make_run(seated=("labour", "fiu"), opened=False)
    seat = services.seat(run=run, role="investigator", person=guest, by=omar, now=now)
    services.open_run(run=run, by=omar, now=now)
    sent = {"form": "request", "values": {"facts": WRITTEN}}
    services.record(seat=seat, verb="send", data=sent, entry_id=uuid7(), now=now)
    return run


@pytest.fixture
def other(make_run, neighbour_academy, enrolled, omar, now):
    """Another run of the academy, in which one of the neighbours plays, too."""
    second = make_person("KE-991", "Second Guest", neighbour_academy)
    progress.enrol(people=[second], course=enrolled, now=now)
    run = make_run(seated=("service",), opened=False)
    services.seat(run=run, role="coordinator", person=second, by=omar, now=now)
    return services.open_run(run=run, by=omar, now=now)


@pytest.fixture
def people(joint, other, guest, stranger, neighbour, neighbour_academy, players, academy, omar, now):
    """Everybody who might want to mark it, by what they are to the run."""

    def invited(number: str, role: str, run):
        person = make_person(number, f"Number {number}", neighbour_academy, Role.INSTRUCTOR)
        return person, services.seat(run=run, role=role, person=person, by=omar, now=now)

    former, seat = invited("KE-811", "evaluator", joint)
    services.unseat(seat=seat, by=omar, now=now)
    people_services.appoint(user=guest, institution=neighbour_academy, role=Role.INSTRUCTOR)
    people_services.appoint(user=players["fiu"], institution=academy, role=Role.INSTRUCTOR)
    evaluator, _seat = invited("KE-810", "evaluator", joint)
    services.seat(run=joint, role="observer", person=evaluator, by=omar, now=now)
    return {
        "evaluator": evaluator,
        "former evaluator": former,
        "evaluator of another run": invited("KE-812", "evaluator", other)[0],
        "observer": invited("KE-813", "observer", joint)[0],
        "who runs it, too": invited("KE-814", "excon", joint)[0],
        "neighbour": neighbour,
        "stranger": stranger,
        "guest who teaches": guest,
        "player who teaches here": players["fiu"],
        "host": omar,
    }


OPEN = {"evaluator": (200, 302, 302), "host": (200, 302, 302), "player who teaches here": (403, 403, 403)}
"""What they get of the debrief, of marking, and of a line of the plan; everybody else 404."""


class TestWhoMarks:
    def test_by_one_table(self, people, joint, as_, omar, now):
        services.finish(run=joint, by=omar, now=now)
        wrong = []
        for who, person in people.items():
            client, before = as_(person), LogEntry.objects.count()
            got = (
                client.get(at("debrief", joint)).status_code,
                client.post(at("judge", joint), {**MARKED, "entry": str(uuid7())}).status_code,
                client.post(at("plan-line", joint), {**LINE, "entry": str(uuid7())}).status_code,
            )
            expected = OPEN.get(who, (404, 404, 404))
            if got != expected or (LogEntry.objects.count() - before == 2) != (302 in expected):
                wrong.append((who, got, expected))
        assert wrong == []

    def test_nobody_before_the_play_is_over_or_after_the_run_is_closed(self, people, joint, as_, omar, now):
        client = as_(people["evaluator"])

        def refused() -> bool:
            before = LogEntry.objects.count()
            sent = [(name, {**data, "entry": str(uuid7())}) for name, data in (("judge", MARKED), ("plan-line", LINE))]
            urls = {client.post(at(name, joint), data).url for name, data in sent}
            return urls == {at("console", joint)} and LogEntry.objects.count() == before

        assert refused()
        services.finish(run=joint, by=omar, now=now)
        services.close_run(run=joint, by=omar, now=now)
        assert refused() and at("judge", joint) not in client.get(at("debrief", joint)).content.decode()

    def test_who_became_a_player_marks_no_more(self, joint, neighbour_academy, enrolled, as_, omar, now):
        person = make_person("KE-820", "Both", neighbour_academy, Role.INSTRUCTOR)
        progress.enrol(people=[person], course=enrolled, now=now)
        seat = services.seat(run=joint, role="coordinator", person=person, by=omar, now=now)
        services.unseat(seat=seat, by=omar, now=now)
        services.seat(run=joint, role="evaluator", person=person, by=omar, now=now)
        services.finish(run=joint, by=omar, now=now)
        assert as_(person).get(at("debrief", joint)).status_code == 403
        assert as_(person).post(at("judge", joint), {**MARKED, "entry": str(uuid7())}).status_code == 403
        assert not LogEntry.objects.filter(verb="judge").exists()


class TestWhatTheySee:
    @pytest.fixture
    def over(self, people, joint, omar, now):
        return services.finish(run=joint, by=omar, now=now)

    def page(self, client, where: str) -> str:
        return unescape(client.get(where).content.decode())

    def test_the_debrief_with_what_is_to_be_marked_and_no_link_to_what_is_the_hosts(self, over, people, as_):
        client = as_(people["evaluator"])
        assert at("debrief", over) in self.page(client, at("console", over))
        shown = self.page(client, at("debrief", over))
        assert WRITTEN in shown and at("judge", over) in shown and "This run is of" in shown
        for name in ("close", "replay", "log", "groups"):
            assert at(name, over) not in shown
        assert made_file(client, at("debrief-paper", over))["Content-Type"] == "application/pdf"
        assert at("debrief", over) not in self.page(as_(people["observer"]), at("console", over))

    def test_their_own_people_alone_by_name(self, over, people, guest, as_):
        shown = self.page(as_(people["evaluator"]), at("debrief", over) + "?names=1")
        assert "Guest Of Honour" in shown
        assert not [name for name in ("Officer labour", "Officer fiu", "KE-60", "Omar") if name in shown]
        assert {one.person for one in AuditEntry.objects.filter(action="simulation-names-seen")} == {guest}

    def test_their_marks_count(self, over, people, as_):
        as_(people["evaluator"]).post(at("judge", over), {**MARKED, "entry": str(uuid7())})
        over.refresh_from_db()
        assert over.state["judged"] == {"request.facts": 0.5}
        assert Seat.objects.get(entries__verb="judge").person == people["evaluator"]
