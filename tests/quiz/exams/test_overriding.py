"""Exceptions for people and cohorts: what holds, for whom, from when, and what stays on record."""

from datetime import timedelta

import pytest

from assessments.quiz.exams import exception_services, lookup
from assessments.quiz.exams.allowances import Allowance
from assessments.quiz.models import Override
from lms.foundation.plugins.activity import NotNow
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import deadlines, services
from lms.learning.progress.models import Enrolment, Event
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort, CohortMember
from lms.people.directory.rules import OwnCase
from tests.builders import same_when_rebuilt, wrong_answers
from tests.progress.counting import statements

from .acting import begin, save

MINUTE = timedelta(minutes=1)


@pytest.fixture
def settings_of_quiz():
    return {"limit_minutes": 30, "attempts": 1}


@pytest.fixture
def give(activity, omar, now):
    def give_(whom, *, at=now, reason="Broken arm", **allowed):
        return exception_services.give(
            activity=activity, whom=whom, allowed=Allowance(**allowed), reason=reason, by=omar, now=at
        )

    return give_


def fail(attempt, now):
    return services.answer(attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=now)


def test_extra_time_is_in_the_terms_and_in_the_deadline(mine, entry, wanjiru, give, now):
    give(wanjiru, extra_percent=25)

    attempt = begin(mine, entry, now)

    assert attempt.state["terms"] == {"minutes": 38}
    assert attempt.deadline_at == now + 38 * MINUTE
    assert Event.objects.get(verb="initialized").data["terms"] == {"minutes": 38}
    assert same_when_rebuilt()


def test_nobody_makes_one_for_themselves_or_for_a_cohort_that_they_are_in(cohort, omar, give, now):
    with pytest.raises(OwnCase):
        give(omar, extra_minutes=10)
    give(cohort, extra_minutes=10)
    people_services.join(cohort=cohort, people=[omar], now=now)
    with pytest.raises(OwnCase, match="in this cohort yourself"):
        give(cohort, extra_minutes=60)
    assert Override.objects.get().extra_minutes == 10


def test_one_that_somebody_made_before_they_joined_the_cohort_does_not_hold_for_them(
    cohort, entry, activity, omar, wanjiru, give, now
):
    people_services.join(cohort=cohort, people=[omar], now=now)
    own = Enrolment.objects.select_related("learner__institution", "course", "institution", "release").get(learner=omar)
    CohortMember.objects.filter(user=omar).delete()
    attempt = begin(own, entry, now)
    given = give(cohort, extra_minutes=10)
    people_services.join(cohort=cohort, people=[omar], now=now)

    assert exception_services.adjust(given, now=now) == 0

    attempt.refresh_from_db()
    assert attempt.deadline_at == now + 30 * MINUTE
    assert lookup.given(omar.pk, activity.pk) == []
    assert len(lookup.given(wanjiru.pk, activity.pk)) == 1


def test_a_persons_own_comes_before_their_cohorts(enrolments, entry, cohort, wanjiru, abdi, give, now):
    give(cohort, minutes=40, attempts=3)
    give(wanjiru, extra_minutes=5)

    hers, his = (begin(enrolments[one.service_number], entry, now) for one in (wanjiru, abdi))

    assert hers.state["terms"] == {"minutes": 35, "attempts": 3}
    assert his.state["terms"] == {"minutes": 40, "attempts": 3}


def test_of_two_cohorts_the_later_exception_holds(mine, entry, cohort, wanjiru, academy, give, now):
    other = Cohort.objects.create(institution=academy, name="Resit")
    people_services.join(cohort=other, people=[wanjiru], now=now)
    give(other, minutes=50)
    give(cohort, minutes=40)

    assert begin(mine, entry, now).state["terms"] == {"minutes": 40}


def test_more_attempts_are_allowed_to_one(enrolments, entry, wanjiru, abdi, give, now):
    give(wanjiru, attempts=2)
    for enrolment in enrolments.values():
        fail(begin(enrolment, entry, now), now)

    assert begin(enrolments[wanjiru.service_number], entry, now).number == 2
    with pytest.raises(services.NoAttemptLeft):
        begin(enrolments[abdi.service_number], entry, now)


def test_a_delay_and_a_window_of_ones_own(mine, entry, wanjiru, give, now):
    give(wanjiru, attempts=2, delay_minutes=60, opens_at=now)
    with pytest.raises(NotNow, match="Opens on"):
        begin(mine, entry, now - MINUTE)
    fail(begin(mine, entry, now), now)
    with pytest.raises(NotNow, match="try again") as waits:
        begin(mine, entry, now + 59 * MINUTE)
    assert waits.value.terms["attempts"] == 2
    assert begin(mine, entry, now + 60 * MINUTE).number == 2


def test_starting_costs_eight_statements_with_exceptions_too(as_, cohort, wanjiru, give, course):
    client, quiz = as_(wanjiru), "/learn/trafficking/trafficking-quiz/"
    give(cohort, minutes=40)
    give(wanjiru, attempts=3)
    client.get(quiz)

    with statements() as found:
        assert client.post(f"{quiz}start/", {"event_id": str(uuid7())}).status_code == 302

    assert Event.objects.filter(verb="initialized").count() == 1
    assert len(found) <= 8, "\n".join(found)


def test_an_attempt_under_way_has_its_new_deadline_at_once(enrolments, entry, cohort, wanjiru, give, now):
    attempts = [begin(enrolment, entry, now) for enrolment in enrolments.values()]

    give(cohort, at=now + MINUTE, extra_minutes=10)

    for attempt in attempts:
        attempt.refresh_from_db()
        assert attempt.deadline_at == now + 40 * MINUTE
    adjusted = Event.objects.filter(verb="adjusted")
    assert [event.data["reason"] for event in adjusted] == ["Broken arm", "Broken arm"]
    assert same_when_rebuilt()


def test_taking_it_back_moves_the_deadline_back_and_leaves_both_rows(mine, entry, wanjiru, omar, give, now):
    attempt = begin(mine, entry, now)
    given = give(wanjiru, extra_minutes=10)
    taken = give(wanjiru, at=now + MINUTE, reason="Given to the wrong person")

    attempt.refresh_from_db()
    assert attempt.deadline_at == now + 30 * MINUTE
    given.refresh_from_db()
    assert (given.extra_minutes, given.reason, given.by, given.replaced_at) == (10, "Broken arm", omar, now + MINUTE)
    assert list(Override.objects.in_force()) == [taken]
    assert same_when_rebuilt()


def test_extended_twice_it_is_the_sum(mine, entry, cohort, omar, give, now):
    give(cohort, extra_percent=10, attempts=3)
    attempt = begin(mine, entry, now)

    for _time in range(2):
        exception_services.extend(attempt=attempt, minutes=5, reason="Power cut", by=omar, now=now)

    attempt.refresh_from_db()
    assert attempt.deadline_at == now + 43 * MINUTE
    assert Override.objects.in_force().get(learner=mine.learner).extra_minutes == 13
    assert begin(mine, entry, now).pk == attempt.pk


def test_the_server_submits_at_the_new_deadline_and_not_at_the_old_one(mine, entry, omar, now):
    attempt = begin(mine, entry, now)
    exception_services.extend(attempt=attempt, minutes=10, reason="Power cut", by=omar, now=now + 29 * MINUTE)

    assert deadlines.sweep(now=now + 35 * MINUTE) == 0
    save(attempt, now + 39 * MINUTE)
    assert deadlines.sweep(now=now + 42 * MINUTE) == 1

    attempt.refresh_from_db()
    assert len(attempt.state["responses"]) == 1 and attempt.closed_at is not None
    assert same_when_rebuilt()


def test_extra_time_also_counts_after_the_quiz_closes(now):
    from assessments.quiz.exams.allowances import terms_under
    from assessments.quiz.sitting.rules import Rules

    rules = Rules(minutes=30, closes_at=now.isoformat())
    assert terms_under(rules, [Allowance(extra_minutes=10)])["closes_at"] == (now + 10 * MINUTE).isoformat()
    own = Allowance(extra_minutes=10, closes_at=now + MINUTE)
    assert terms_under(rules, [own])["closes_at"] == (now + MINUTE).isoformat()
    assert terms_under(rules, []) == terms_under(rules, [Allowance()]) == {}
    assert terms_under(rules, [Allowance(minutes=0)]) == {"minutes": 0}


def test_an_attempt_that_began_meanwhile_is_caught_up_with_once(mine, entry, activity, wanjiru, academy, omar, now):
    attempt = begin(mine, entry, now)
    Override.objects.create(  # as if the attempt's terms had been read before this was committed
        learner=wanjiru, institution=academy, activity=activity, extra_minutes=10, reason="Broken arm", by=omar, at=now
    )

    moved = [exception_services.catch_up([academy], now=now + MINUTE) for _time in range(2)]

    attempt.refresh_from_db()
    assert (moved, attempt.deadline_at) == ([1, 0], now + 40 * MINUTE)
    assert same_when_rebuilt()


def test_without_a_reason_nothing_is_given(wanjiru, cohort, give):
    with pytest.raises(exception_services.NoReason):
        give(wanjiru, reason="  ", extra_minutes=5)
    assert not Override.objects.exists()


def test_is_seen_by_those_who_teach_there_alone(wanjiru, cohort, omar, neighbour, stranger, superuser, give):
    given = give(wanjiru, extra_minutes=5)

    assert list(Override.objects.visible_to(omar)) == list(Override.objects.visible_to(superuser)) == [given]
    assert not Override.objects.visible_to(neighbour).exists() and not Override.objects.visible_to(stranger).exists()
