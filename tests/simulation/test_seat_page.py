"""The page of a seat without a script: what is new, deciding, forms, passing on, writing; and nothing of others."""

import gzip
import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from assessments.simulation.jobs import Sweep
from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from assessments.simulation.runs.notices import TurnOpen
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.notice import PendingNotice
from lms.learning.progress.journal import services as progress
from tests.conftest import make_person
from tests.progress.counting import statements

from .test_playing import moment


def address(run, role: str) -> str:
    return reverse("simulation:seat", args=[Seat.objects.get(run=run, role=role).pk])


def page(client, where: str) -> str:
    return unescape(client.get(where).content.decode())


def post(client, where: str, verb: str, **data):
    return client.post(where, {"verb": verb, "entry_id": str(uuid7()), **data})


@pytest.fixture
def turns(make_run, now) -> Run:
    return make_run(mode="turns", deadlines=[now + timedelta(days=day) for day in range(1, 7)])


class TestAPlayer:
    def test_finds_their_seat(self, as_, players, turns):
        client = as_(players["fiu"])
        listed = page(client, reverse("simulation:mine"))
        assert "The guesthouse" in listed and "Financial intelligence analyst" in listed
        assert address(turns, "fiu") in listed and address(turns, "labour") not in listed

    def test_reads_their_role_their_day_and_what_is_new(self, as_, players, turns):
        shown = page(as_(players["fiu"]), address(turns, "fiu"))
        for text in ("Financial intelligence analyst", "day 1", "turn 1", "You see reports", "Report of unusual"):
            assert text in shown
        assert "What do you do?" in shown and 'name="option"' in shown

    def test_reads_hours_of_where_they_serve(self, as_, players, turns, academy):
        type(academy).objects.filter(pk=academy.pk).update(timezone="Africa/Lagos")
        for where in (address(turns, "fiu"), reverse("simulation:mine")):
            assert "Wednesday 25 November, 10:00" in page(as_(players["fiu"]), where)

    def test_decides_with_a_reason_and_what_they_rely_on(self, as_, players, turns):
        client, where = as_(players["fiu"]), address(turns, "fiu")
        data = {"decision": "money", "option": "open", "reason": "Fourteen families", "relies": ["c_wallet"]}
        assert post(client, where, "decide", **data).status_code == 302
        shown = page(client, where)
        assert "Recorded." in shown and "Fourteen families" in shown
        assert LogEntry.objects.get().data == data

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"decision": "money", "option": "open", "reason": " "}, "Write it in words."),
            ({"decision": "money", "option": "", "reason": "Kept words"}, "Choose what you do."),
            ({"decision": "border", "option": "share", "reason": "Kept words"}, "This action is not possible now."),
            ({"decision": "money", "option": "open", "reason": "Kept words" * 401}, "The text is too long: 4000"),
        ],
    )
    def test_reads_why_something_was_not_taken_and_loses_nothing(self, as_, players, turns, data, sentence):
        response = post(as_(players["fiu"]), address(turns, "fiu"), "decide", **data)
        shown = unescape(response.content.decode())
        assert response.status_code == 422 and sentence in shown
        assert "Kept words" in shown or not data["reason"].strip()
        assert not LogEntry.objects.exists()

    def test_is_told_what_was_taken_when_they_come_too_late(self, as_, players, turns, now, clock):
        for day in range(1, 5):
            services.record_clock(run=turns, verb="tick", now=now + timedelta(days=day))
        clock.move_to(now + timedelta(days=4, hours=1))
        data = {"decision": "money", "option": "open", "reason": "Late words"}
        shown = unescape(post(as_(players["fiu"]), address(turns, "fiu"), "decide", **data).content.decode())
        assert "The time to decide is over. The case continues with “Keep it for now" in shown and "Late words" in shown
        assert "Nobody decided in time." in shown

    @pytest.mark.parametrize("elsewhere", [False, True], ids=["a colleague", "somebody of another institution"])
    def test_is_told_who_of_their_seat_decided_before_and_loses_nothing(
        self, elsewhere, as_, players, turns, course, academy, neighbour_academy, omar, now
    ):
        second = make_person("KE-888", "Second Analyst", neighbour_academy if elsewhere else academy)
        progress.enrol(people=[second], course=course, now=now)
        services.seat(run=turns, role="fiu", person=second, by=omar, now=now)
        mine, theirs = turns.seats.get(role="fiu", person=players["fiu"]), turns.seats.get(role="fiu", person=second)
        own = {"decision": "money", "option": "wait", "reason": "First"}
        services.record(seat=theirs, verb="decide", data=own, entry_id=uuid7(), now=now)
        where = reverse("simulation:seat", args=[mine.pk])
        data = {"decision": "money", "option": "open", "reason": "My own words"}
        shown = unescape(post(as_(players["fiu"]), where, "decide", **data).content.decode())
        who = "Somebody else who has this seat" if elsewhere else "Second Analyst"
        assert f"{who} made this decision before: “Keep it for now" in shown and "My own words" in shown
        assert ("Second Analyst" in shown) == (not elsewhere)
        again = reverse("simulation:seat", args=[theirs.pk])
        assert "The decision was made before: “Keep it" in unescape(
            post(as_(second), again, "decide", **data).content.decode()
        )

    def test_whoever_changes_what_they_sent_and_sends_it_again_is_told(self, as_, players, turns):
        client, where, key = as_(players["fiu"]), address(turns, "fiu"), str(uuid7())
        for text, status in (("First", 302), ("First", 302), ("Second", 422)):
            response = client.post(where, {"verb": "say", "entry_id": key, "to": ["labour"], "text": text})
            assert response.status_code == status
        assert "Second" in response.content.decode() and LogEntry.objects.count() == 1

    def test_sends_a_form_and_another_answers_it(self, as_, players, turns):
        client, where = as_(players["investigator"]), address(turns, "investigator")
        assert "Request to financial intelligence" in page(client, where)
        values = {"field-offence": "Trafficking in persons", "field-facts": "A passport is kept"}
        assert post(client, where, "send", form="request", **values).status_code == 302
        assert "A passport is kept" in page(client, where)
        other, there = as_(players["fiu"]), address(turns, "fiu")
        assert "A passport is kept" in page(other, there)
        assert post(other, there, "receive", form="request", answer="return", reason="").status_code == 422
        post(other, there, "receive", form="request", answer="return", reason="Who is concerned?")
        shown = page(client, where)
        assert "Who is concerned?" in shown and "Returned" in shown and "A passport is kept" in shown

    def test_passes_a_card_on_and_writes(self, as_, players, turns):
        client, where = as_(players["fiu"]), address(turns, "fiu")
        assert post(client, where, "share", card="c_wallet", to=["labour"]).status_code == 302
        assert post(client, where, "say", to=["labour"], text="See the wallet").status_code == 302
        shown = page(as_(players["labour"]), address(turns, "labour"))
        assert "Report of unusual payments" in shown and "See the wallet" in shown
        refused = post(client, where, "share", card="c_wallet", to=["labour"])
        shown = unescape(refused.content.decode())
        assert "already has this card" in shown and shown.count(" checked") == shown.count(" selected") == 1

    @pytest.mark.parametrize("data", [{"verb": "tick"}, {"verb": "decide", "entry_id": "x"}, {}])
    def test_sends_nothing_that_no_page_has(self, as_, players, turns, data):
        response = as_(players["fiu"]).post(address(turns, "fiu"), {"entry_id": str(uuid7()), **data})
        assert response.status_code == 400

    def test_reads_feedback_once_the_play_is_over(self, as_, players, turns, omar, now):
        client, where = as_(players["fiu"]), address(turns, "fiu")
        post(client, where, "decide", decision="money", option="open", reason="x")
        feedback = "The financial inquiry starts on the first day, lawfully."
        assert feedback not in page(client, where)
        services.finish(run=turns, by=omar, now=now)
        shown = page(client, where)
        assert feedback in shown and "The simulation is over" in shown and "<textarea" not in shown

    def test_waits_for_a_run_that_is_planned(self, as_, players, make_run):
        run = make_run(opened=False)
        shown = page(as_(players["fiu"]), address(run, "fiu"))
        assert "The run has not begun yet." in shown and "Report of unusual" not in shown


class TestWhatIsNew:
    def test_is_what_was_not_read_whatever_was_done_since(self, as_, players, turns):
        client, where = as_(players["fiu"]), address(turns, "fiu")
        post(client, where, "decide", decision="money", option="open", reason="x")
        shown = page(client, where)
        assert 'data-key="new-c_wallet"' in shown and "card not read" in shown
        assert "You have read everything" not in shown
        for card in turns.state["told"]["fiu"]:
            post(client, where, "opened", card=card["card"])
        shown = page(client, where)
        assert "You have read everything that came." in shown and 'data-key="new-' not in shown
        assert "Nothing waits for you now." in shown

    def test_is_a_message_until_it_was_read_by_each(self, as_, players, turns, course, academy, omar, now):
        second = make_person("KE-888", "Second Inspector", academy)
        progress.enrol(people=[second], course=course, now=now)
        other = services.seat(run=turns, role="labour", person=second, by=omar, now=now)
        post(as_(players["fiu"]), address(turns, "fiu"), "say", to=["labour"], text="See the wallet")
        mine = reverse("simulation:seat", args=[turns.seats.get(role="labour", person=players["labour"]).pk])
        client = as_(players["labour"])
        assert "1 message not read" in page(client, mine) and 'data-key="new-message-0"' in page(client, mine)
        assert post(client, mine, "opened", message="0").status_code == 302
        assert "message not read" not in page(client, mine) and "See the wallet" in page(client, mine)
        assert "1 message not read" in page(as_(second), reverse("simulation:seat", args=[other.pk]))
        assert "message not read" not in page(as_(players["fiu"]), address(turns, "fiu"))

    @pytest.mark.parametrize("number", ["1", "-1", "99999999999", "²", "a"])
    def test_nobody_reads_a_message_that_they_do_not_have(self, as_, players, turns, number):
        client, where = as_(players["fiu"]), address(turns, "fiu")
        post(client, where, "say", to=["labour"], text="One")
        assert post(client, where, "opened", message=number).status_code == 422
        assert LogEntry.objects.count() == 1


class TestWhatIsOpen:
    def test_all_decisions_are_listed_with_their_deadlines_that_which_closes_first_unfolded(
        self, run, as_, players, now, clock
    ):
        clock.move_to(moment(now, 7440))
        shown = page(as_(players["coordinator"]), address(run, "coordinator"))
        found = re.findall(r'<details class="card" id="decide-(\w+)"\s*(open)?>', shown)
        assert found == [("place", "open"), ("consent", "")] and "2 decisions to make" in shown
        place = shown[shown.index('id="decide-place"') : shown.index('id="decide-consent"')]
        assert re.search(r"Closes:\s+day 7, 04:00\s+· Tuesday 24 November, 14:28", place)

    def test_in_turns_a_decision_closes_as_a_turn_ends(self, as_, players, turns, now):
        shown = page(as_(players["fiu"]), address(turns, "fiu"))
        assert re.search(r"Closes:\s+day \d+, \d\d:\d\d\s+· \w+ \d+ November, 12:00", shown)

    def test_what_was_refused_is_unfolded(self, run, as_, players, now, clock):
        clock.move_to(moment(now, 7440))
        data = {"decision": "consent", "option": "", "reason": "Kept words"}
        shown = unescape(
            post(as_(players["coordinator"]), address(run, "coordinator"), "decide", **data).content.decode()
        )
        assert re.findall(r'id="decide-(\w+)"\s*open>', shown) == ["consent"]

    def test_a_turn_ends_in_turns_and_the_play_ends_live(self, as_, players, turns, make_run):
        assert "Turn ends" in page(as_(players["fiu"]), address(turns, "fiu"))
        for role, mode in (("labour", "live"), ("service", "plenary")):
            run = make_run_of(make_run, role, mode, turns)
            shown = page(as_(players[role]), address(run, role))
            assert "Turn ends" not in shown and ("The play ends" in shown) == (mode == "live")

    def test_a_turn_stands_in_the_calendar(self, as_, players, turns):
        shown = page(as_(players["fiu"]), "/x/calendar/")
        assert "Turn ends" in shown and address(turns, "fiu") in shown


def make_run_of(make_run, role: str, mode: str, other: Run) -> Run:
    """A run in another mode, in which only this role is played, by whoever left the `other`."""
    Seat.objects.filter(run=other, role=role).delete()
    return make_run(mode=mode, seated=(role,))


class TestTheClock:
    def test_shows_the_right_world_though_nothing_swept(self, as_, players, turns, now, clock):
        clock.move_to(now + timedelta(days=2, hours=1))
        shown = page(as_(players["fiu"]), address(turns, "fiu"))
        assert "turn 3" in shown and "day 3" in shown
        assert Run.objects.get().state["turn"] == 0
        post(as_(players["fiu"]), address(turns, "fiu"), "say", to=["labour"], text="x")
        assert list(LogEntry.objects.order_by("seq").values_list("verb", flat=True)) == ["tick", "tick", "say"]

    def test_live_what_is_due_is_there_and_a_look_writes_nothing(self, as_, players, run, now, clock):
        clock.move_to(moment(now, 130))
        assert "Second call" in page(as_(players["investigator"]), address(run, "investigator"))
        assert not LogEntry.objects.exists() and Run.objects.get().state["at"] == 0

    def test_the_sweep_closes_turns_and_finishes_live_runs(self, turns, make_run, academy, now):
        Sweep().run([academy], now=now + timedelta(days=2))
        turns.refresh_from_db()
        assert (turns.state["turn"], turns.next_at) == (2, now + timedelta(days=3))
        Sweep().run([academy], now=now + timedelta(days=90))
        turns.refresh_from_db()
        assert turns.status == "debrief"

    def test_of_other_institutions_nothing_is_swept(self, turns, neighbour_academy, now):
        Sweep().run([neighbour_academy], now=now + timedelta(days=2))
        assert Run.objects.get().state["turn"] == 0

    def test_a_turn_is_told_once_and_half_way_whoever_has_to_decide(self, turns, players, now):
        first = list(TurnOpen().occasions(now=now))
        assert len(first) == 7 and len({one.subject for one in first}) == 7
        half = list(TurnOpen().occasions(now=now + timedelta(hours=13)))
        assert {one.person for one in half if one.facts.get("waits")} == {
            players[role].pk for role in players if role != "service"
        }
        words = TurnOpen().words([PendingNotice(one.person, one.facts) for one in half[:2]], now=now)
        assert all(one.text and "guesthouse" in one.text and "wallet" not in one.text for one in words)


def test_the_seat_page_needs_six_statements_and_twelve_kilobytes(as_, players, turns):
    client, where = as_(players["fiu"]), address(turns, "fiu")
    client.get(where)
    for query in ("", "?q=unusual"):
        with statements() as asked:
            response = client.get(where + query)
        assert len(asked) <= 6
        assert len(gzip.compress(response.content)) <= 12 * 1024
    post(client, where, "decide", decision="money", option="open", reason="x")
    with statements() as asked:
        response = post(client, where, "say", to=["labour"], text="x")
    assert response.status_code == 302
    assert len(asked) <= 7, asked
