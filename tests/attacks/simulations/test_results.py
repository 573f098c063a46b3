"""Simulations: nobody has a result for what others did."""

import pytest

from assessments.simulation.runs import lifecycle, services
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Attempt
from lms.people.administration.records import services as people_services
from tests.conftest import make_person

from ..mutation import held_by, instead
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
    sentence = "A person who shares a seat with others has its result where they entered at least half"
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
