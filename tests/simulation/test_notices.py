"""What players are told by notice while they are away: once, without a word of the case, and nothing that is done."""

from datetime import timedelta

import pytest

from assessments.simulation.runs import services
from assessments.simulation.runs.models import Run, Seat
from assessments.simulation.runs.notices import AWAY, FormWaits, News, TurnOpen
from lms.desks.notices import due_notices
from lms.desks.notices.models import Notice
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.notice import PendingNotice
from tests.progress.counting import statements

from .test_playing import moment

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REQUEST = {"form": "request", "values": {"offence": "Trafficking in persons", "facts": "A passport is kept"}}


@pytest.fixture
def turns(make_run, now) -> Run:
    return make_run(mode="turns", deadlines=[now + DAY * day for day in range(1, 7)])


def enter(run, role, verb, at, **data):
    seat = Seat.objects.get(run=run, role=role, left_at=None)
    return services.record(seat=seat, verb=verb, data=data, entry_id=uuid7(), now=at)


def roles(players, occasions) -> list[str]:
    names = {person.pk: role for role, person in players.items()}
    return sorted(names[one.person] for one in occasions)


def timely(kind, at):
    return [one for one in kind.occasions(now=at) if one.at <= at < one.until]


class TestForms:
    def test_tells_whoever_is_to_answer_once(self, turns, players, now):
        enter(turns, "investigator", "send", now, **REQUEST)
        assert timely(FormWaits(), now) == []
        for later in (now + AWAY, now + 5 * HOUR):
            assert roles(players, timely(FormWaits(), later)) == ["fiu"]
        first, again = (timely(FormWaits(), now + later)[0].subject for later in (AWAY, 5 * HOUR))
        assert first == again

    def test_tells_nothing_of_the_case(self, turns, now):
        enter(turns, "investigator", "send", now, **REQUEST)
        (one,) = timely(FormWaits(), now + AWAY)
        (words,) = FormWaits().words([PendingNotice(one.person, one.facts)], now=now + AWAY)
        assert words.text == "You have a form to answer in “The guesthouse”: accept it, or return it with a reason."

    def test_makes_no_sense_once_it_is_answered(self, turns, now):
        enter(turns, "investigator", "send", now, **REQUEST)
        (one,) = timely(FormWaits(), now + AWAY)
        enter(turns, "fiu", "receive", now + AWAY, form="request", accept=True)
        assert FormWaits().words([PendingNotice(one.person, one.facts)], now=now + AWAY) == [None]
        assert timely(FormWaits(), now + HOUR) == []

    def test_is_told_once_a_day_though_it_was_sent_twice(self, turns, now):
        enter(turns, "investigator", "send", now, **REQUEST)
        (first,) = timely(FormWaits(), now + AWAY)
        enter(turns, "fiu", "receive", now + AWAY, form="request", accept=False, reason="Who is concerned?")
        enter(turns, "investigator", "send", now + HOUR, **REQUEST)
        (second,) = timely(FormWaits(), now + 2 * HOUR)
        assert first.subject == second.subject


class TestNews:
    def test_tells_whoever_did_nothing_since_a_card_came_once_for_each_absence(self, turns, players, now):
        enter(turns, "fiu", "share", now + HOUR, card="c_wallet", to=["labour", "service"])
        enter(turns, "service", "say", now + HOUR + AWAY, to=["fiu"], text="Thank you")
        told = timely(News(), now + 2 * HOUR)
        assert roles(players, told) == ["fiu", "labour"]
        enter(turns, "coordinator", "say", now + 3 * HOUR, to=["labour"], text="Any news?")
        again = timely(News(), now + 4 * HOUR)
        assert {one.subject for one in again} == {one.subject for one in told}
        enter(turns, "labour", "opened", now + 4 * HOUR, card="c_wallet")
        assert roles(players, timely(News(), now + 5 * HOUR)) == ["fiu"]
        enter(turns, "coordinator", "say", now + 6 * HOUR, to=["labour"], text="Any news now?")
        assert {one.subject for one in timely(News(), now + 7 * HOUR)} - {one.subject for one in told}

    def test_tells_of_what_exercise_control_gave_and_of_what_followed_from_others_at_once(self, turns, players, now):
        enter(turns, "excon", "fire", now + HOUR, inject="j13")
        assert roles(players, timely(News(), now + 2 * HOUR)) == ["service"]

    def test_live_tells_of_what_came_by_the_clock(self, run, players, now):
        services.record_clock(run=run, verb="note", now=moment(now, 121))
        assert roles(players, timely(News(), moment(now, 120) + AWAY)) == ["investigator"]

    def test_makes_no_sense_once_somebody_did_something(self, turns, now):
        enter(turns, "fiu", "share", now + HOUR, card="c_wallet", to=["labour"])
        (one,) = timely(News(), now + 2 * HOUR)
        (words,) = News().words([PendingNotice(one.person, one.facts)], now=now + 2 * HOUR)
        assert words.text == "There is new information for you in “The guesthouse”."
        enter(turns, "labour", "opened", now + 2 * HOUR, card="c_wallet")
        assert News().words([PendingNotice(one.person, one.facts)], now=now + 2 * HOUR) == [None]

    def test_tells_nobody_in_one_room(self, make_run, now):
        room = make_run(mode="plenary")
        enter(room, "fiu", "share", now, card="c_wallet", to=["labour"])
        assert timely(News(), now + HOUR) == timely(TurnOpen(), now + HOUR) == []


class TestTurns:
    def test_one_that_is_closed_early_opens_the_next_at_once(self, turns, now):
        enter(turns, "excon", "tick", now + HOUR, turn=0)
        told = timely(TurnOpen(), now + HOUR)
        assert len(told) == 7 and {one.facts["turn"] for one in told} == {2}

    def test_that_ends_soon_is_told_to_who_did_nothing_in_it(self, turns, players, now):
        enter(turns, "labour", "say", now + HOUR, to=["fiu"], text="Good morning")
        soon = [one for one in timely(TurnOpen(), now + 22 * HOUR) if one.subject.endswith("soon")]
        assert "labour" not in roles(players, soon) and "fiu" in roles(players, soon)
        assert not [one for one in timely(TurnOpen(), now + 20 * HOUR) if one.subject.endswith("soon")]

    def test_that_is_over_is_nothing_to_tell(self, turns, now):
        told = timely(TurnOpen(), now + 13 * HOUR)
        enter(turns, "excon", "tick", now + 14 * HOUR, turn=0)
        assert set(TurnOpen().words([PendingNotice(one.person, one.facts) for one in told], now=now + 14 * HOUR)) == {
            None
        }


@pytest.fixture
def everything(turns, now):
    enter(turns, "investigator", "send", now + HOUR, **REQUEST)
    enter(turns, "fiu", "share", now + HOUR, card="c_wallet", to=["labour"])
    return turns


def test_each_notice_is_sent_once_though_nothing_was_gathered_for_a_day(everything, now, clock):
    """Broker and sweep stood: whoever comes back is told once of what waits now."""
    clock.move_to(now + 23 * HOUR)
    first = due_notices.gather(now=now + 23 * HOUR)
    kinds = sorted(Notice.objects.values_list("kind", flat=True))
    assert first and {"simulation_form", "simulation_news", "simulation_turn"} <= set(kinds)
    for minutes in (10, 20):
        due_notices.gather(now=now + 23 * HOUR + timedelta(minutes=minutes))
    assert sorted(Notice.objects.values_list("kind", flat=True)) == kinds
    assert Notice.objects.count() == len(set(Notice.objects.values_list("kind", "subject", "person")))


@pytest.mark.parametrize("kind", [TurnOpen, FormWaits, News])
def test_costs_the_same_for_many_runs_as_for_one(kind, everything, make_run, players, now):
    def asked() -> int:
        with statements() as listed:
            list(kind().occasions(now=now + HOUR))
        return len(listed)

    asked()
    one = asked()
    for number, role in enumerate(players):
        copy = Run.objects.get(pk=everything.pk)
        copy.pk, copy.name = None, f"Copy {number} {role}"
        copy.save(force_insert=True)
    assert asked() == one <= 3
