"""Simulations: nobody has a result for what others did, and of marks that two give at once none is undone."""

import re

import pytest
from django.urls import reverse

from assessments.simulation.runs import lifecycle, services
from assessments.simulation.runs.models import Run, Seat
from lms.foundation.interface import stale_forms
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Attempt
from lms.people.administration.records import services as people_services
from tests.conftest import make_person

from ..mutation import browser, held_by, instead
from .simulated import console, page_of, sends, shown

DECIDED = {"verb": "decide", "decision": "money", "option": "open", "reason": "Fourteen families"}


@pytest.fixture
def late(course, cohort, academy, now):
    """Somebody of the cohort who has no seat yet."""
    person = make_person("KE-888", "Late", academy)
    people_services.join(cohort=cohort, people=[person], now=now)
    progress.enrol(people=[person], course=course, now=now)
    return person


def has_result(person) -> bool:
    return Attempt.objects.filter(enrolment__learner=person, completed_at__isnull=False).exists()


def over(run, omar, now) -> None:
    services.finish(run=run, by=omar, now=now)
    services.close_run(run=run, by=omar, now=now)


everybody = instead(lifecycle, "with_result", lambda seats, entered: seats)


def test_one_message_from_a_seat_that_others_play_gives_no_result(run, players, late, omar, now):
    def has() -> bool:
        services.seat(run=run, role="fiu", person=late, by=omar, now=now)
        assert sends(late, page_of(run, "fiu", late), verb="say", to=["labour"], text="Good morning") == 302
        assert sends(players["fiu"], page_of(run, "fiu", players["fiu"]), **DECIDED) == 302
        over(run, omar, now)
        assert has_result(players["fiu"])
        return has_result(late)

    held_by(everybody, attack=has)


def test_a_seat_that_was_left_after_a_word_gives_no_result_when_another_plays_it_on(run, players, late, omar, now):
    def has() -> bool:
        first = players["fiu"]
        assert sends(first, page_of(run, "fiu"), verb="share", card="c_wallet", to=["labour"]) == 302
        services.unseat(seat=run.seats.get(role="fiu"), by=omar, now=now)
        services.seat(run=run, role="fiu", person=late, by=omar, now=now)
        assert sends(late, page_of(run, "fiu"), **DECIDED) == 302
        over(run, omar, now)
        assert has_result(late)
        return has_result(first)

    held_by(everybody, attack=has)


def test_a_run_that_is_played_on_does_not_give_what_was_decided_before(run, players, late, omar, now):
    """The analyst decided, and sent nothing more; in the second run somebody else says good morning."""

    def has() -> bool:
        assert sends(players["fiu"], page_of(run, "fiu"), **DECIDED) == 302
        services.finish(run=run, by=omar, now=now)
        services.close_run(run=run, by=omar, now=now)
        other = services.fork(run=run, upto=1, by=omar, now=now)
        services.seat(run=other, role="fiu", person=late, by=omar, now=now)
        other = services.open_run(run=other, by=omar, now=now)
        assert sends(late, page_of(other, "fiu"), verb="say", to=["labour"], text="Good morning") == 302
        over(other, omar, now)
        return has_result(late)

    held_by(everybody, attack=has)


def test_what_a_result_needs_is_said_before_and_in_the_debrief(make_run, players, late, omar, now):
    sentence = "Where people share a seat, a person gets a result after entering at least one"
    run = make_run(mode="turns", opened=False)
    assert sentence in shown(omar, console(run, "seats"))
    services.open_run(run=run, by=omar, now=now)
    assert sentence in shown(players["fiu"], page_of(run, "fiu"))
    services.record(
        seat=run.seats.get(role="fiu"),
        verb="decide",
        data={name: value for name, value in DECIDED.items() if name != "verb"},
        entry_id=uuid7(),
        now=now,
    )
    services.finish(run=run, by=omar, now=now)
    debrief = shown(omar, console(run, "debrief"))
    without = debrief[debrief.index("People with no result so far:") :].partition("</p>")[0]
    assert sentence in debrief and "Labour inspector" in without and "analyst" not in without


MARKS = re.compile(r'name="field" value="facts"><input type="hidden" name="was" value="([^"]+)"')


class TestWhatWasWrittenInASimulation:
    @pytest.fixture
    def colleague(self, academy):
        return make_person("KE-9001", "Colleague", academy, role="instructor")

    @pytest.fixture
    def run(self, make_run, omar, colleague, now) -> Run:
        run = make_run()
        seat = Seat.objects.get(run=run, role="investigator")
        said = {"form": "request", "values": {"facts": "Families sent small sums.", "want": "An analysis"}}
        services.record(seat=seat, verb="send", data=said, entry_id=uuid7(), now=now)
        services.seat(run=run, role="evaluator", person=colleague, by=omar, now=now)
        return services.finish(run=run, by=omar, now=now)

    @pytest.fixture
    def mark(self, run):
        """Somebody opens the debrief; the function that sends their marks."""

        def opened(person):
            page = browser(person).get(reverse("simulation:debrief", args=[run.pk])).content.decode()
            sent = {"form": "request", "field": "facts", "was": MARKS.search(page)[1], "entry": str(uuid7())}
            return lambda marks, **more: browser(person).post(
                reverse("simulation:judge", args=[run.pk]), {**sent, "marks": marks, **more}
            )

        return opened

    def marks(self, run) -> float:
        return Run.objects.get(pk=run.pk).state["judged"]["request.facts"]

    def test_is_not_marked_over_by_a_form_that_comes_late(self, run, mark, omar, colleague):
        mine, theirs = mark(omar), mark(colleague)
        assert theirs("0.5").status_code == 302

        def undone() -> bool:
            mine("1", was="of before")
            return self.marks(run) == 1

        held_by(instead(stale_forms, "_digest", lambda initial: "of before"), attack=undone)

    def test_shows_both_marks_and_is_marked_knowingly(self, run, mark, omar, colleague):
        mine, theirs = mark(omar), mark(colleague)
        theirs("0.5")
        response = mine("1")
        page = response.content.decode()
        assert response.status_code == 409 and "Saved meanwhile: 0.5" in page and 'value="1"' in page
        assert mine("1", was=MARKS.search(page)[1]).status_code == 302
        assert self.marks(run) == 1

    def test_twice_is_once(self, run, mark, omar):
        mine = mark(omar)
        assert [mine("0.5").status_code for _twice in range(2)] == [302, 302]
