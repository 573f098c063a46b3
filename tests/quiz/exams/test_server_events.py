"""What the server does of itself is stopped by nothing that somebody sent,
and staff is told so only once it is done.
"""

from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.quiz.exams import exception_services, sittings
from assessments.quiz.exams.allowances import Allowance
from assessments.quiz.models import Override
from home import tasks
from lms.learning.progress.journal import deadlines, services
from lms.learning.progress.journal.event_store import EventConflict
from lms.learning.progress.models import Attempt, Event
from tests.builders import same_when_rebuilt

from .acting import begin, code_of, enter, save, ticket_of

MINUTE = timedelta(minutes=1)
QUIZ = "/learn/trafficking/trafficking-quiz/"


@pytest.fixture
def attempts(opened, enrolments, entry, wanjiru, abdi, now) -> dict[str, Attempt]:
    """Wanjirũ's and Abdi's, under way, by service number."""
    return {
        one.service_number: enter(enrolments[one.service_number], entry, code_of(one), now) for one in (wanjiru, abdi)
    }


def foreseen(attempt: Attempt) -> list[UUID]:
    """The ids that the server once gave to what it does with `attempt`."""
    names = [f"attempt:{attempt.pk}:terminated", *(f"override:{number}:attempt:{attempt.pk}" for number in range(1, 9))]
    return [uuid5(NAMESPACE_URL, f"urn:mafunzo:{name}") for name in names]


@pytest.mark.parametrize("event_id", ["foreseen", "drawn"])
def test_a_browser_cannot_send_an_id_of_the_servers_own(as_, attempts, abdi, wanjiru, clock, event_id):
    for taken in foreseen(attempts[wanjiru.service_number]) if event_id == "foreseen" else [uuid4()]:
        sent = as_(abdi).post(QUIZ, {"event_id": str(taken), "flag": "x"}, headers={"X-Requested-With": "fetch"})
        assert sent.status_code == 422 and "out of date" in sent.content.decode()
        with pytest.raises(EventConflict):
            services.answer(attempt=attempts[abdi.service_number], data={}, event_id=taken, now=timezone.now())
    assert not Event.objects.filter(verb="answered").exists()


@pytest.fixture
def clock(now):
    import time_machine

    with time_machine.travel(now + MINUTE, tick=False):
        yield


@pytest.fixture
def poisoned(attempts, wanjiru, abdi, now) -> Attempt:
    """Wanjirũ's attempt: every id that the server once would have used for it lies in Abdi's journal already."""
    mine, his = attempts[wanjiru.service_number], attempts[abdi.service_number]
    for position, taken in enumerate(foreseen(mine), start=1):
        Event.objects.create(
            id=taken,
            enrolment_id=his.enrolment_id,
            attempt=his,
            number=1 + position,
            position=position,
            verb="answered",
            data={},
            occurred_at=now,
            received_at=now,
        )
    Attempt.objects.filter(pk=his.pk).update(events=1 + len(foreseen(mine)), answered_at=now)
    return mine


def test_with_all_foreseen_ids_taken_time_is_given_and_the_deadline_closes(poisoned, omar, now):
    exception_services.extend(attempt=poisoned, minutes=5, reason="Power cut", by=omar, now=now)
    poisoned.refresh_from_db()
    assert poisoned.deadline_at == now + 35 * MINUTE
    assert deadlines.sweep(now=now + 40 * MINUTE) == 2
    assert not Attempt.objects.filter(closed_at=None).exists()
    assert same_when_rebuilt()


def test_with_all_foreseen_ids_taken_the_exam_is_closed(poisoned, opened, omar, now):
    sittings.close_sitting(sitting=opened, now=now)
    assert sittings.submit([opened.pk], now=now) == 2
    assert same_when_rebuilt()


def test_an_attempt_is_terminated_once_whatever_the_id(attempts, wanjiru, now):
    attempt = services.terminate(attempt=attempts[wanjiru.service_number], now=now)
    services.terminate(attempt=attempt, now=now)
    ended = Event.objects.get(verb="terminated")
    assert ended.id.version == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(
            id=uuid4(),
            enrolment_id=attempt.enrolment_id,
            attempt=attempt,
            number=9,
            position=9,
            verb="terminated",
            data={},
            occurred_at=now,
            received_at=now,
        )


@pytest.fixture
def broken(attempts, wanjiru) -> Attempt:
    """Wanjirũ's attempt, whose state was lost: it can be neither answered nor closed."""
    attempt = attempts[wanjiru.service_number]
    Attempt.objects.filter(pk=attempt.pk).update(state={})
    return attempt


class TestOneThatBreaks:
    def test_holds_up_nobody_and_stands_on_the_health_page(self, broken, client, now, caplog):
        for queue in ("celery", "sweeps"):
            tasks.beat(queue)
        assert deadlines.sweep(now=now + 40 * MINUTE) == 1
        assert f"attempt {broken.pk} cannot be closed" in caplog.text
        told = client.get("/health/").json()["checks"]["deadlines"]
        assert (told["status"], told["overdue_attempts"]) == ("warning", 1)

    def test_is_no_warning_while_its_time_runs_or_its_grace(self, broken, now):
        Attempt.objects.update(deadline_at=now)
        for late, waiting in ((10, 0), (11, 2)):
            figures = deadlines.backlog(now + late * MINUTE + timedelta(seconds=1)).figures
            assert figures == {"overdue_attempts": waiting} | ({"oldest_minutes": late} if waiting else {})

    def test_is_not_said_to_have_more_time(self, as_, broken, omar, wanjiru, now):
        Attempt.objects.filter(pk=broken.pk).update(kind="gone")
        said = as_(omar).post(
            f"/x/quiz/exams/tickets/{ticket_of(wanjiru).pk}/extend/",
            {"minutes": "30", "reason": "Power cut"},
            follow=True,
        )
        assert "more." not in said.content.decode() and "nothing was given" in said.content.decode()
        assert not Override.objects.exists()

    def test_does_not_keep_an_exception_from_the_others(self, as_, broken, cohort, activity, attempts, omar, abdi, now):
        his = attempts[abdi.service_number]
        Attempt.objects.filter(pk=broken.pk).update(kind="gone")
        data = {"activity": str(activity.pk), "extra_minutes": "10", "reason": "Power cut"}
        said = as_(omar).post(f"/x/quiz/exams/exceptions/{cohort.pk}/", data, follow=True).content.decode()
        assert "could not be changed yet: Wanjirũ wa Kamau." in said and "also for attempts" not in said
        his.refresh_from_db()
        assert his.deadline_at == now + 40 * MINUTE

    def test_leaves_the_board_saying_that_it_is_being_closed(self, as_, broken, opened, omar, now):
        sittings.close_sitting(sitting=opened, now=now)
        sittings.submit([opened.pk], now=now)
        url = f"/x/quiz/exams/{opened.pk}/live/"
        assert "Closing: answers are being submitted" in as_(omar).get(url).content.decode()
        Attempt.objects.filter(pk=broken.pk).update(closed_at=now)
        assert "Closing" not in as_(omar).get(url).content.decode()


class TestWithoutALimit:
    @pytest.fixture
    def settings_of_quiz(self):
        return {}

    def test_more_time_is_not_given(self, mine, entry, omar, now):
        attempt = begin(mine, entry, now)
        with pytest.raises(exception_services.NotExtended, match="no time limit"):
            exception_services.extend(attempt=attempt, minutes=5, reason="Power cut", by=omar, now=now)
        assert not Override.objects.exists()


def test_more_time_is_not_given_to_who_has_submitted_meanwhile(attempts, omar, wanjiru, now):
    stale = attempts[wanjiru.service_number]
    services.terminate(attempt=stale, now=now)
    with pytest.raises(exception_services.NotExtended):
        exception_services.extend(attempt=stale, minutes=5, reason="Power cut", by=omar, now=now)
    assert not Override.objects.exists()


def test_an_exception_that_reaches_an_attempt_twice_is_one_fact(attempts, activity, cohort, omar, now):
    given = exception_services.give(
        activity=activity, whom=cohort, allowed=Allowance(extra_minutes=5), reason="Late", by=omar, now=now
    )
    assert exception_services.adjust(given, now=now) == 0
    assert Event.objects.filter(verb="adjusted").count() == 2
    assert {event.id.version for event in Event.objects.filter(verb="adjusted")} == {4}
    save(attempts["KE-20377"], now)
    assert same_when_rebuilt()
