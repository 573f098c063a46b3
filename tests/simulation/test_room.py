"""A run in one room: one screen that says whose turn it is, seats behind curtains, who is there, and who comes late."""

import re
from html import unescape

import pytest
from django.urls import reverse

from assessments.casework import State, seat_view
from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from assessments.simulation.runs.scripts import script_of
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Attempt, Event
from tests.conftest import make_person
from tests.progress.counting import statements

from .conftest import SEATS
from .test_console import at


@pytest.fixture
def room(make_run) -> Run:
    return make_run(mode="plenary")


def page(client, where: str) -> str:
    return unescape(client.get(where).content.decode())


class TestScreen:
    def test_says_whose_turn_it_is_and_nothing_that_a_seat_knows(self, room, as_, omar, file):
        shown = page(as_(omar), at("room", room))
        for role in SEATS:
            assert file["seats"][role]["name"] in shown
        assert "Decides now" in shown and "Nothing to do now" in shown and "Turn 1 of 6" in shown
        for part, name in (("cards", "title"), ("cards", "text"), ("seats", "brief")):
            assert not [id for id, words in file[part].items() if words[name] in shown]
        assert not [one["ask"] for one in file["decisions"] if one["ask"] in shown]

    def test_on_paper_each_option_has_one_box_to_tick(self, room, as_, omar, file):
        shown = page(as_(omar), at("print", room, "fiu"))
        options = [option for one in file["decisions"] if one["seat"] == "fiu" for option in one["options"]]
        assert options and all(f"<p>☐ <bdi>{option['text']}</bdi></p>" in shown for option in options)

    def test_a_seat_is_behind_a_curtain_and_what_it_knows_is_its_own(self, room, as_, omar, file):
        client = as_(omar)
        curtain = page(client, at("behind", room, "fiu"))
        assert at("print", room, "fiu") in client.get(at("behind", room, "fiu")).content.decode()
        assert "Only those who sit here look now." in curtain and "Report of unusual payments" not in curtain
        shown = page(client, at("behind", room, "fiu") + "?open=1")
        assert "Report of unusual payments" in shown and "Close the curtain" in shown
        told = {one.card for one in seat_view(script_of(room), State.read(room.state), "fiu").cards}
        others = [card["title"] for id, card in file["cards"].items() if id not in told]
        assert not [title for title in others if title in shown]
        for other, seat in file["seats"].items():
            assert (seat["brief"] in shown) == (other == "fiu")

    def test_what_those_behind_it_say_is_entered_for_them(self, room, as_, omar, players):
        client, where = as_(omar), at("behind", room, "fiu") + "?open=1"
        data = {"verb": "decide", "decision": "money", "option": "open", "reason": "Fourteen families"}
        key = str(uuid7())
        for _time in range(2):
            response = client.post(where, {**data, "entry_id": key})
            assert response.status_code == 302 and response.url == where
        line = LogEntry.objects.get()
        assert line.seat.person == players["fiu"] and "Fourteen families" in page(client, where)
        assert Event.objects.get(pk=line.pk).data["by"] == omar.pk
        refused = client.post(where, {**data, "entry_id": str(uuid7())})
        assert refused.status_code == 422 and "The decision was made before" in refused.content.decode()

    def test_is_that_of_who_is_there_before_others(self, room, as_, omar, academy, course, now):
        second = make_person("KE-888", "Second analyst", academy)
        progress.enrol(people=[second], course=course, now=now)
        seat = services.seat(run=room, role="fiu", person=second, by=omar, now=now)
        as_(omar).post(at("present", room), {"here": [str(seat.pk)]})
        sent = {"verb": "say", "to": ["labour"], "text": "Good morning", "entry_id": str(uuid7())}
        as_(omar).post(at("behind", room, "fiu") + "?open=1", sent)
        assert LogEntry.objects.get().seat == seat

    def test_of_a_seat_that_nobody_has_there_is_none(self, make_run, as_, omar):
        room = make_run(mode="plenary", seated=("fiu",))
        assert "nobody yet" in page(as_(omar), at("room", room))
        for role in ("labour", "mayor", "excon", "../fiu"):
            assert as_(omar).get(at("console", room) + f"room/{role}/").status_code == 404

    def test_a_search_stays_behind_the_curtain(self, room, as_, omar):
        shown = page(as_(omar), at("behind", room, "fiu") + "?open=1&q=unusual")
        assert 'name="open" value="1"' in shown and re.search(r'data-key="card-\w+" open>', shown)

    def test_a_run_over_days_has_none(self, make_run, as_, omar):
        assert as_(omar).get(at("room", make_run(mode="turns"))).status_code == 404

    def test_costs_the_same_for_all_seats_as_for_one(self, make_run, as_, omar):
        few, client = make_run(mode="plenary"), as_(omar)
        for where in (at("room", few), at("behind", few, "fiu") + "?open=1"):
            client.get(where)
            with statements() as asked:
                client.get(where)
            assert len(asked) <= 10, asked


class TestPresence:
    def test_whoever_is_there_has_a_result_though_another_typed(self, room, as_, omar, players, now):
        seats = {seat.role: seat for seat in room.seats.playing()}
        as_(omar).post(at("present", room), {"here": [str(seats["fiu"].pk), str(seats["labour"].pk)]})
        as_(omar).post(at("present", room), {"here": [str(seats["fiu"].pk), "x", "", "9" * 30]})
        assert list(room.seats.filter(present=True).values_list("role", flat=True)) == ["fiu"]
        shown = page(as_(omar), at("room", room))
        assert "1 of 1 here" in shown and "0 of 1 here" in shown
        services.finish(run=room, by=omar, now=now)
        services.close_run(run=room, by=omar, now=now)
        done = Attempt.objects.filter(kind="simulation", completed_at__isnull=False)
        assert [one.enrolment.learner for one in done] == [players["fiu"]]

    def test_is_of_seats_of_this_run_alone(self, room, make_run, as_, omar, academy, course, now):
        late = make_person("KE-889", "Elsewhere", academy)
        progress.enrol(people=[late], course=course, now=now)
        other = make_run(mode="plenary", seated=())
        seat = services.seat(run=other, role="fiu", person=late, by=omar, now=now)
        as_(omar).post(at("present", room), {"here": [str(seat.pk)]})
        assert not Seat.objects.filter(present=True).exists()

    def test_is_asked_on_the_console_of_such_a_run_alone(self, room, make_run, as_, omar):
        assert "Who is here" in page(as_(omar), at("console", room))


class TestLate:
    @pytest.fixture
    def late(self, academy, course, now):
        late = make_person("KE-888", "Late joiner", academy)
        progress.enrol(people=[late], course=course, now=now)
        return late

    def test_somebody_joins_a_role(self, run, as_, omar, late):
        sent = {"number": "KE-888", "place": "role fiu"}
        assert as_(omar).post(at("join", run), sent).url == at("console", run) + "#join"
        assert run.seats.taken().filter(role="fiu").count() == 2

    def test_somebody_takes_a_seat_over_and_reads_what_it_was_told(self, run, as_, omar, late, players, now):
        seat = run.seats.get(role="fiu")
        said = {"verb": "decide", "data": {"decision": "money", "option": "open", "reason": "As trained"}}
        services.record(seat=seat, entry_id=uuid7(), now=now, **said)
        private = {"verb": "say", "data": {"to": ["labour"], "text": "Between us"}}
        services.record(seat=run.seats.get(role="service"), entry_id=uuid7(), now=now, **private)
        elsewhere = services.seat(run=run, role="labour", person=players["fiu"], by=omar, now=now)
        own = {"verb": "say", "data": {"to": ["service"], "text": "From my other seat"}}
        services.record(seat=elsewhere, entry_id=uuid7(), now=now, **own)
        as_(omar).post(at("join", run), {"number": "KE-888", "place": f"seat {seat.pk}"})
        (now_there,) = run.seats.taken().filter(role="fiu")
        assert now_there.person == late
        shown = page(as_(late), reverse("simulation:seat", args=[now_there.pk]))
        assert "Report of unusual payments" in shown and "As trained" in shown
        assert "Between us" not in shown and "From my other seat" not in shown
        assert as_(players["fiu"]).get(reverse("simulation:seat", args=[seat.pk])).status_code == 404
        assert Event.objects.filter(attempt=now_there.attempt, verb="entered").count() == 0
        assert Event.objects.filter(attempt=seat.attempt, verb="entered").count() == 2

    def test_who_cannot_have_it_leaves_the_seat_with_who_has_it(self, run, as_, omar):
        seat = run.seats.get(role="fiu")
        response = as_(omar).post(at("join", run), {"number": "KE-404", "place": f"seat {seat.pk}"})
        shown = unescape(response.content.decode())
        assert response.status_code == 422 and "No person with this number" in shown and 'value="KE-404"' in shown
        assert run.seats.taken().get(role="fiu") == seat
        assert Attempt.objects.get(pk=seat.attempt_id).closed_at is None
        nothing = as_(omar).post(at("join", run), {"number": " ", "place": f"seat {seat.pk}"})
        assert nothing.status_code == 422 and "Write at least one service number." in nothing.content.decode()

    def test_a_seat_of_another_run_is_none(self, run, make_run, as_, omar, late, now):
        other = make_run(seated=())
        for place in (f"seat {other.seats.get().pk}", "seat x", "seat 0"):
            assert as_(omar).post(at("join", run), {"number": "KE-888", "place": place}).status_code == 404
        assert as_(omar).post(at("join", run), {"number": "KE-888", "place": "role mayor"}).status_code == 422
