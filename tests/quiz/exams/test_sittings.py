"""A sitting from planning to its end: tickets, codes, the door, closing."""

from datetime import timedelta

import pytest

from assessments.quiz.exams import admission, codes, sittings
from assessments.quiz.exams.jobs import TakeUpSittings
from assessments.quiz.models import Sitting, Ticket
from lms.foundation.plugins.activity import NotNow
from lms.learning.progress.journal import deadlines, services
from lms.learning.progress.models import Attempt, Enrolment, Event, Stay
from lms.people.administration.records import services as people_services
from tests.builders import same_when_rebuilt

from .acting import begin, code_of, enter, save, ticket_of

MINUTE = timedelta(minutes=1)


class TestCodes:
    def test_are_eight_readable_characters_and_each_its_own(self):
        made = {codes.code(ticket, "ab") for ticket in range(500)} | {codes.code(1, str(nonce)) for nonce in range(500)}
        assert len(made) == 1000
        assert all(len(code) == 8 and set(code) <= set(codes.ALPHABET) for code in made)
        assert not set("01OILU") & set(codes.ALPHABET)

    @pytest.mark.parametrize("written", ["k7pm4xq2", " K7PM-4XQ2 ", "K7 PM 4X Q2", "K٧PM-٤XQ٢", "Ｋ７ＰＭ４ＸＱ２"])
    def test_are_read_however_they_are_written(self, written):
        assert codes.read(written) == "K7PM4XQ2"

    def test_are_not_in_the_database_and_hang_on_the_secret_of_the_site(self, sitting, wanjiru, settings):
        code = code_of(wanjiru)
        assert all(code not in str(value) for row in Ticket.objects.values() for value in row.values())

        before = code_of(wanjiru)
        settings.SECRET_KEY = "another-secret-key-of-another-site"
        assert code_of(wanjiru) != before


class TestTheDoor:
    def test_the_code_begins_the_attempt_and_is_spent_with_it(self, opened, mine, entry, wanjiru, now):
        attempt = enter(mine, entry, codes.spaced(code_of(wanjiru)).lower(), now)

        ticket = ticket_of(wanjiru)
        assert (ticket.attempt_id, ticket.used_at) == (attempt.pk, now)
        assert Event.objects.get(verb="initialized").data["terms"] == {"ticket": ticket.pk}
        assert attempt.deadline_at == now + 30 * MINUTE
        assert same_when_rebuilt()

    def test_lets_nobody_in_without_a_code_with_that_of_another_or_with_an_empty_one(
        self, opened, mine, entry, now, abdi
    ):
        with pytest.raises(NotNow, match="code on your card"):
            begin(mine, entry, now)
        assert not Attempt.objects.exists()

        with pytest.raises(admission.WrongCode):
            enter(mine, entry, code_of(abdi), now)
        assert not Attempt.objects.exists() and ticket_of(abdi).used_at is None

        for code in ("", "\x00", "٠" * 500):
            with pytest.raises(admission.WrongCode):
                enter(mine, entry, code, now)

    def test_is_shut_before_it_opens_and_after_it_closes(self, sitting, mine, entry, wanjiru, omar, now):
        with pytest.raises(admission.NoSitting):
            enter(mine, entry, code_of(wanjiru), now)
        sittings.open_sitting(sitting=sitting, by=omar, now=now)
        sittings.close_sitting(sitting=sitting, now=now)
        with pytest.raises(admission.NoSitting):
            enter(mine, entry, code_of(wanjiru), now)

    def test_after_five_wrong_codes_none_is_looked_at_for_five_minutes(
        self, opened, mine, entry, wanjiru, abdi, enrolments, now
    ):
        for _time in range(5):
            with pytest.raises(admission.WrongCode):
                enter(mine, entry, "22222222", now)
        with pytest.raises(admission.TooManyCodes):
            enter(mine, entry, code_of(wanjiru), now + 4 * MINUTE)
        assert enter(enrolments[abdi.service_number], entry, code_of(abdi), now)

        assert enter(mine, entry, code_of(wanjiru), now + 5 * MINUTE)

    def test_a_code_is_kept_where_the_attempt_may_not_begin(self, opened, mine, entry, wanjiru, activity, omar, now):
        from assessments.quiz.exams import exception_services
        from assessments.quiz.exams.allowances import Allowance

        allowed = Allowance(opens_at=now + 10 * MINUTE)
        exception_services.give(activity=activity, whom=wanjiru, allowed=allowed, reason="Late train", by=omar, now=now)
        with pytest.raises(NotNow, match="Opens on"):
            enter(mine, entry, code_of(wanjiru), now)
        assert ticket_of(wanjiru).used_at is None
        assert enter(mine, entry, code_of(wanjiru), now + 10 * MINUTE)

    def test_a_code_begins_one_attempt_and_no_second(self, opened, mine, entry, wanjiru, now):
        code = code_of(wanjiru)
        attempt = enter(mine, entry, code, now)
        assert enter(mine, entry, code, now).pk == attempt.pk, "still under way"
        services.terminate(attempt=attempt, now=now)
        with pytest.raises(admission.CodeUsed):
            enter(mine, entry, code, now)
        with pytest.raises(NotNow):
            begin(mine, entry, now)

    def test_a_second_sitting_does_not_spend_its_code_on_an_attempt_under_way(
        self, opened, mine, entry, activity, cohort, wanjiru, omar, now
    ):
        attempt = enter(mine, entry, code_of(wanjiru), now)
        other = sittings.plan(
            activity=activity, cohort=cohort, room="Hall 3", planned_at=now, invigilator=omar, now=now
        )
        sittings.open_sitting(sitting=other, by=omar, now=now + MINUTE)
        ticket = other.tickets.get(learner=wanjiru)

        assert enter(mine, entry, codes.code(ticket.pk, ticket.nonce), now + MINUTE).pk == attempt.pk

        ticket.refresh_from_db()
        assert ticket.used_at is None
        services.terminate(attempt=attempt, now=now + MINUTE)
        with pytest.raises(NotNow):
            begin(mine, entry, now + MINUTE)


class TestTickets:
    def test_who_joins_later_has_one_when_it_opens(self, sitting, cohort, stranger, omar, now):
        people_services.join(cohort=cohort, people=[stranger], now=now)
        assert not Ticket.objects.filter(learner=stranger).exists()
        sittings.open_sitting(sitting=sitting, by=omar, now=now)
        assert ticket_of(stranger).sitting_id == sitting.pk

    def test_new_codes_replace_those_that_are_not_used(self, opened, mine, entry, wanjiru, abdi, now):
        hers, his = code_of(wanjiru), code_of(abdi)
        enter(mine, entry, hers, now)

        assert sittings.replace_codes(sitting=opened, now=now + MINUTE) == 1

        assert code_of(wanjiru) == hers and code_of(abdi) != his

    def test_let_in_again_has_a_new_code_and_another_attempt(self, opened, mine, entry, wanjiru, omar, now):
        attempt, old = enter(mine, entry, code_of(wanjiru), now), ticket_of(wanjiru)
        with pytest.raises(sittings.StillInside):
            sittings.let_in_again(ticket=old, reason="Closed by mistake", by=omar, now=now)
        services.terminate(attempt=attempt, now=now)

        new = sittings.let_in_again(ticket=old, reason="Closed by mistake", by=omar, now=now)

        old.refresh_from_db()
        assert (new.reason, new.by, old.replaced_at) == ("Closed by mistake", omar, now)
        with pytest.raises(admission.WrongCode):
            enter(mine, entry, codes.code(old.pk, old.nonce), now)
        assert enter(mine, entry, code_of(wanjiru), now).number == 2

    def test_let_in_again_forgets_wrong_codes(self, opened, mine, entry, wanjiru, omar, now):
        for _time in range(5):
            with pytest.raises(admission.WrongCode):
                enter(mine, entry, "22222222", now)
        sittings.let_in_again(ticket=ticket_of(wanjiru), reason="Typed badly", by=omar, now=now)
        assert enter(mine, entry, code_of(wanjiru), now)

    def test_are_seen_by_those_who_teach_there_alone(self, sitting, omar, neighbour, stranger, superuser):
        for seen in (Sitting.objects, Ticket.objects):
            assert seen.visible_to(omar).exists() and seen.visible_to(superuser).exists()
            assert not seen.visible_to(neighbour).exists() and not seen.visible_to(stranger).exists()


class TestClosing:
    def test_submits_what_is_under_way_once(
        self, opened, mine, entry, wanjiru, now, django_capture_on_commit_callbacks
    ):
        attempt = enter(mine, entry, code_of(wanjiru), now)
        save(attempt, now + MINUTE)

        with django_capture_on_commit_callbacks(execute=True):
            for _time in range(2):
                sittings.close_sitting(sitting=opened, now=now + 2 * MINUTE)
        assert sittings.submit([opened.pk], now=now + 3 * MINUTE) == 0

        attempt.refresh_from_db()
        assert attempt.closed_at is not None and len(attempt.state["responses"]) == 1
        [event] = Event.objects.filter(verb="terminated")
        assert (event.origin, event.data) == ("server", {"reason": "The sitting was closed."})
        assert same_when_rebuilt()

    def test_what_its_task_lost_the_job_does(self, opened, mine, entry, wanjiru, academy, neighbour_academy, now):
        attempt = enter(mine, entry, code_of(wanjiru), now)
        sittings.close_sitting(sitting=opened, now=now + MINUTE)

        TakeUpSittings().run([neighbour_academy], now=now + 2 * MINUTE)
        attempt.refresh_from_db()
        assert attempt.closed_at is None
        TakeUpSittings().run([academy], now=now + 2 * MINUTE)
        attempt.refresh_from_db()
        assert attempt.closed_at == now + 2 * MINUTE

    def test_leaves_attempts_that_another_sitting_began(
        self, opened, mine, entry, wanjiru, cohort, activity, omar, now
    ):
        attempt = enter(mine, entry, code_of(wanjiru), now)
        other = sittings.plan(
            activity=activity, cohort=cohort, room="Hall 3", planned_at=now, invigilator=omar, now=now
        )
        sittings.close_sitting(sitting=other, now=now)
        assert sittings.submit([other.pk], now=now) == 0
        attempt.refresh_from_db()
        assert attempt.closed_at is None

    def test_for_one_says_who_and_why(self, opened, mine, entry, wanjiru, omar, now):
        enter(mine, entry, code_of(wanjiru), now)

        attempt = sittings.close_for_one(ticket=ticket_of(wanjiru), reason="Ill", by=omar, now=now + MINUTE)

        assert attempt.closed_at == now + MINUTE
        assert Event.objects.get(verb="terminated").data == {"reason": "Ill", "by": omar.pk}
        with pytest.raises(sittings.NothingUnderWay):
            sittings.close_for_one(ticket=ticket_of(wanjiru), reason="Ill", by=omar, now=now + MINUTE)
        assert same_when_rebuilt()

    def test_a_closed_sitting_stays_closed(self, opened, omar, now):
        sittings.close_sitting(sitting=opened, now=now)
        for act in (
            lambda: sittings.open_sitting(sitting=opened, by=omar, now=now),
            lambda: sittings.replace_codes(sitting=opened, now=now),
            lambda: sittings.let_in_again(ticket=opened.tickets.first(), reason="x", by=omar, now=now),
        ):
            with pytest.raises(sittings.SittingOver):
                act()


def test_the_exam_goes_on_and_is_submitted_at_its_deadline_for_the_new_academy(
    sitting, mine, entry, wanjiru, omar, neighbour, now
):
    sittings.open_sitting(sitting=sitting, by=omar, now=now)
    attempt = enter(mine, entry, code_of(wanjiru), now)
    save(attempt, now + MINUTE)

    people_services.transfer(person=wanjiru, to=neighbour.institution, now=now + 2 * MINUTE)
    attempt = save(Attempt.objects.get(pk=attempt.pk), now + 3 * MINUTE, number=1)
    assert (attempt.deadline_at, attempt.closed_at) == (now + 30 * MINUTE, None)

    deadlines.sweep(now=now + 40 * MINUTE)
    attempt.refresh_from_db()
    assert attempt.closed_at is not None
    assert len(attempt.state["responses"]) == 2
    assert Enrolment.objects.visible_to(neighbour).get(learner=wanjiru).attempts.get() == attempt
    assert not Enrolment.objects.visible_to(omar).filter(learner=wanjiru).exists()
    assert Stay.objects.visible_to(omar).get().learner == wanjiru
    assert same_when_rebuilt()
