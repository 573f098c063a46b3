"""The facilitator's pages: planning, seating, beginning, and the console; who may open which."""

from html import unescape

import pytest
from django.urls import reverse

from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from tests.conftest import make_person
from tests.progress.counting import statements

from .conftest import SEATS

MOST_STATEMENTS = 10


def at(name: str, run: Run, *more) -> str:
    return reverse(f"simulation:{name}", args=[run.pk, *more])


@pytest.fixture
def enter(as_, omar):
    """What `omar` enters at the console."""

    def enter(run, verb, entry=None, person=omar, **data):
        return as_(person).post(at("enter", run), {"verb": verb, "entry": str(entry or uuid7()), **data})

    return enter


@pytest.fixture
def assigned(cohort, enrolled, omar, now):
    """The cohort has the course of the case."""
    return Assignment.objects.create(
        cohort=cohort, course=enrolled, assigned_by=omar, assigned_at=now, touched_at=now, status="done"
    )


class TestPlanning:
    def test_from_the_cohort_to_a_run_that_is_open(self, as_, omar, cohort, assigned, entry, players):
        client = as_(omar)
        plan = reverse("simulation:plan", args=[cohort.pk, entry.id])
        assert plan in client.get(reverse("teach:cohort-tab", args=[cohort.pk, "simulation"])).content.decode()
        sent = {"mode": "turns", "name": "Group A", "key": str(uuid7())}
        response = client.post(plan, sent)
        assert client.post(plan, sent).url == response.url
        run = Run.objects.get()
        assert "Officer fiu" in client.get(response.url).content.decode()
        chosen = {f"role-{players[role].pk}": role for role in SEATS}
        assert client.post(at("seats", run), chosen).status_code == 302
        assert Seat.objects.playing().count() == 7
        assert client.get(at("console", run)).url == at("seats", run)
        moments = {f"turn_{number}": f"2027-01-{10 + number}T18:00" for number in range(6)}
        assert client.post(at("begin", run), moments).url == at("console", run)
        run.refresh_from_db()
        assert run.status == "open" and f"{run.next_at:%Y-%m-%dT%H:%M}" == "2027-01-10T15:00"
        page = client.get(at("console", run)).content.decode()
        assert "Turn 1 of 6" in page and "The boy’s hand" in page and "Group A" in page

    def test_turns_that_end_in_no_order_are_refused(self, as_, omar, make_run):
        run = make_run(mode="turns", opened=False)
        moments = {f"turn_{number}": f"2027-01-{20 - number}T18:00" for number in range(6)}
        response = as_(omar).post(at("begin", run), moments)
        shown = response.content.decode()
        assert response.status_code == 422 and 'href="#id_turn_1">Turn 2, up to' in shown
        assert shown.count("later than the one before") == 2 and 'id="id_turn_1_error"' in shown
        shown = as_(omar).post(at("begin", run), {"turn_0": "2027-01-20T18:00"}).content.decode()
        assert 'href="#id_turn_1">Turn 2, up to' in shown and 'value="2027-01-20T18:00"' in shown
        shown = as_(omar).post(at("begin", run), {"turn_0": "2027-01-20T18:00", "turn_1": "tomorrow"}).content.decode()
        assert shown.count("Write day and time like") == 2 and "Give a day and time" not in shown
        run.refresh_from_db()
        assert run.status == "planned"

    def test_nobody_begins_a_run_without_players(self, as_, omar, make_run):
        run = make_run(mode="plenary", seated=(), opened=False)
        assert as_(omar).get(at("begin", run)).url == f"{at('seats', run)}#begin"
        assert "Give a seat to at least one person first." in as_(omar).post(at("begin", run)).content.decode()

    def test_one_press_seats_people_and_begins_and_empty_seats_are_named_before(self, as_, omar, make_run, players):
        run, client = make_run(seated=("fiu",), opened=False), as_(omar)
        page = unescape(client.get(at("seats", run)).content.decode())
        assert "Nobody has these seats:" in page and f'formaction="{at("begin", run)}"' in page
        warned = page[page.index("Nobody has these seats:") : page.index("Begin now")]
        assert "Labour inspector" in warned and "Financial" not in warned
        sent = {f"role-{players['labour'].pk}": "labour", "hours": "none"}
        refused = client.post(at("begin", run), sent)
        assert refused.status_code == 422 and 'value="none"' in refused.content.decode()
        assert client.post(at("begin", run), sent | {"hours": "4"}).url == at("console", run)
        run.refresh_from_db()
        assert run.status == "open" and set(run.seats.playing().values_list("role", flat=True)) == {"fiu", "labour"}

    def test_whoever_cannot_sit_stops_the_beginning_and_is_named(self, as_, omar, make_run, cohort, academy, now):
        late, run = make_person("KE-699", "Officer Late", academy), make_run(opened=False)
        people_services.join(cohort=cohort, people=[late], now=now)
        refused = as_(omar).post(at("begin", run), {f"role-{late.pk}": "fiu", "hours": "4"})
        assert refused.status_code == 422 and "Officer Late is not enrolled" in refused.content.decode()
        run.refresh_from_db()
        assert run.status == "planned"

    def test_a_guest_is_shown_by_their_number_alone(self, as_, omar, make_run, neighbour, enrolled, now):
        run = make_run(opened=False, seated=())
        guest = make_person("KE-990", "Guest Of Honour", neighbour.institution)
        client, sent = as_(omar), {"number": "KE-990", "role": "fiu"}
        unknown = client.post(at("seats", run), sent | {"number": "KE-404404"})
        refused = client.post(at("seats", run), sent)
        assert refused.status_code == unknown.status_code == 422 and "Guest Of" not in refused.content.decode()
        sentence = "No person with this number can have this seat."
        assert sentence in refused.content.decode() and sentence in unknown.content.decode()
        progress.enrol(people=[guest], course=enrolled, now=now)
        assert client.post(at("seats", run), sent).status_code == 302
        page = client.get(at("seats", run)).content.decode()
        assert "KE-990" in page and "Guest Of" not in page
        assert AuditEntry.objects.filter(action="simulation-guest-seated", person=guest).exists()

    def test_only_who_teaches_there_runs_or_watches_it(self, as_, omar, make_run, neighbour, players):
        run = make_run(opened=False, seated=())
        for person in (neighbour, players["fiu"]):
            sent = {"number": person.service_number, "role": "evaluator"}
            assert as_(omar).post(at("seats", run), sent).status_code == 422
        assert Seat.objects.count() == 1

    def test_somebody_is_taken_out(self, as_, omar, make_run):
        run = make_run(opened=False)
        seat = run.seats.get(role="fiu")
        assert as_(omar).post(at("leave", run, seat.pk)).status_code == 302
        assert not run.seats.taken().filter(role="fiu").exists()


class TestConsole:
    def test_gives_an_inject_in_other_words_and_holds_one(self, run, enter):
        assert enter(run, "fire", inject="j13", text="A man asked for H.").status_code == 302
        assert enter(run, "hold", inject="j12").status_code == 302
        run.refresh_from_db()
        assert "j13" in run.state["given"] and run.state["held"] == ["j12"]
        enter(run, "free", inject="j12")
        run.refresh_from_db()
        assert run.state["held"] == []
        response = enter(run, "fire", inject="j13", text="Again")
        assert response.status_code == 422 and "was sent before" in response.content.decode()

    def test_says_beside_the_inject_what_is_wrong_with_its_words(self, run, enter):
        response = enter(run, "fire", inject="j13", text="She weeps. " * 500)
        shown = unescape(response.content.decode())
        assert response.status_code == 422 and shown.count("She weeps.") == 500
        assert 'href="#text-j13"' in shown and 'id="error-j13">This text is too long' in shown
        assert shown.count("<details open") == 1 and not LogEntry.objects.exists()

    def test_the_same_form_sent_twice_enters_it_once(self, run, enter):
        entry = uuid7()
        for _time in range(3):
            assert enter(run, "note", entry=entry, text="They talk at last.").status_code == 302
        assert LogEntry.objects.get().data == {"text": "They talk at last."}

    def test_two_who_close_the_same_turn_close_one(self, make_run, enter):
        run = make_run(mode="turns")
        assert enter(run, "tick", turn="0").status_code == 302
        assert "closed already" in enter(run, "tick", turn="0").content.decode()
        assert enter(run, "tick", turn="first").status_code == 422
        run.refresh_from_db()
        assert run.state["turn"] == 1 and run.seq == 1

    def test_pauses_goes_on_and_finishes(self, run, enter):
        for verb, status in (("pause", "paused"), ("resume", "open"), ("finish", "debrief")):
            assert enter(run, verb).status_code == 302
            run.refresh_from_db()
            assert run.status == status
        assert "The play is over." in enter(run, "say", to="fiu", text="Too late").content.decode()

    def test_speaks_as_somebody_and_keeps_what_was_refused(self, run, enter, as_, omar):
        response = enter(run, "say", text="They came of their own will.", **{"as": "The lawyer"})
        page = response.content.decode()
        assert response.status_code == 422 and "Choose at least one seat." in page
        assert "They came of their own will.</textarea>" in page and 'value="The lawyer"' in page
        assert enter(run, "say", to=["fiu", "labour"], text="Hello\x00", **{"as": "The lawyer"}).status_code == 302
        assert "As The lawyer to" in as_(omar).get(at("console", run)).content.decode()
        assert enter(run, "note", text=" ").status_code == 422

    def test_the_end_of_the_play_leads_to_the_debrief(self, run, enter):
        assert enter(run, "finish").url == at("debrief", run)

    def test_says_what_each_seat_has_to_do_until_when_and_which_nobody_has(self, make_run, enter, as_, omar, now):
        page = unescape(as_(omar).get(at("console", make_run(seated=("fiu",)))).content.decode())
        assert "Nobody has these seats:" in page and "Turn" not in page[page.index("<h1") : page.index("Injects")]
        row = page[page.index('data-key="seat-investigator"') :].partition("</tr>")[0]
        assert "The sister begs for help" in row
        assert "until Day" in " ".join(row.split()) and "November" in row and "nobody yet" in row

    def test_closing_is_no_entry_of_the_console(self, run, enter):
        enter(run, "finish")
        assert enter(run, "close").status_code == 422
        run.refresh_from_db()
        assert run.status == "debrief"

    def test_a_colleague_looks_on_until_they_run_it_too(self, run, enter, as_, academy):
        colleague = make_person("KE-650", "Colleague", academy, Role.INSTRUCTOR)
        assert "Somebody else runs this." in as_(colleague).get(at("console", run)).content.decode()
        assert enter(run, "note", person=colleague, text="Mine").status_code == 404
        assert as_(colleague).post(at("take", run)).status_code == 302
        assert enter(run, "note", person=colleague, text="Mine").status_code == 302


class TestWho:
    def test_the_list_says_where_somebody_plays_and_who_left_a_seat_runs_nothing_there(
        self, run, as_, players, academy
    ):
        people_services.appoint(user=players["fiu"], institution=academy, role=Role.INSTRUCTOR)
        client = as_(players["fiu"])
        page = client.get(reverse("simulation:runs")).content.decode()
        assert "You play in this one." in page and at("console", run) not in page
        seat = run.seats.get(role="fiu")
        services.unseat(seat=seat, by=run.seats.get(role="excon").person, now=run.planned_at)
        assert client.get(at("console", run)).status_code == 403

    def test_while_simulations_are_off_there_are_no_pages(self, run, as_, omar, academy, now):
        people_services.switch(plugin="simulation", institution=academy, on=False, by=None, now=now)
        assert as_(omar).get(at("console", run)).status_code == 404


class TestCanaries:
    def test_a_seat_sees_nothing_of_the_console(self, run, enter, as_, players):
        """Neither notes nor what is expected, nor what was given to others, whoever asks for which page of theirs."""
        enter(run, "note", text="CANARY-NOTE")
        enter(run, "say", to="labour", text="CANARY-SAID", **{"as": "CANARY-LAWYER"})
        enter(run, "fire", inject="j13", text="CANARY-REWORDED")
        seat = run.seats.get(role="fiu")
        for address in (reverse("simulation:seat", args=[seat.pk]), reverse("simulation:mine")):
            response = as_(players["fiu"]).get(address)
            sent = response.content.decode() + str(dict(response.headers))
            assert response.status_code == 200 and "CANARY" not in sent
            assert "need to know, new safety plan" not in sent and at("console", run) not in sent


class TestCost:
    @pytest.fixture
    def ten(self, run, omar, enrolled, entry, cohort, players, academy, now):
        """Ten runs of seven seats."""
        for number in range(9):
            about = {"activity": entry.id, "release": enrolled.release, "institution": academy, "cohort": cohort}
            other = services.plan_run(**about, mode="live", by=omar, now=now)
            people = [make_person(f"KE-7{number}{place}", f"P {number}{place}", academy) for place in range(7)]
            progress.enrol(people=people, course=enrolled, now=now)
            for role, person in zip(SEATS, people, strict=True):
                services.seat(run=other, role=role, person=person, by=omar, now=now)
            services.open_run(run=other, by=omar, now=now)
        return run

    def test_the_list_of_ten_runs_and_a_console(self, ten, as_, omar, enter):
        enter(ten, "note", text="One")
        client = as_(omar)
        for address in (reverse("simulation:runs"), at("console", ten)):
            client.get(address)
            with statements() as listed:
                page = client.get(address).content.decode()
            assert len(listed) <= MOST_STATEMENTS, "\n".join(map(str, listed))
        assert "Investigator" in page
