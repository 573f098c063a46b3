"""The runner: batch by batch, resumed where it was, each thing once, given up in the end."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from lms.foundation.work import runner
from tests.progress.test_races import at_once

from .greetings import Greeter, Greeting, Killed, Status, finish

MINUTE = timedelta(minutes=1)


def names() -> list[str]:
    return list(Group.objects.order_by("pk").values_list("name", flat=True))


EACH_ONCE = [f"Group {number}!" for number in range(5)]


@pytest.mark.parametrize(("size", "ahead"), [(2, 1), (1, 3), (1, 100), (5, 1), (100, 1)])
def test_does_each_thing_once_and_says_how_far_it_is(greeting, now, size, ahead):
    done = Greeter(size=size, ahead=ahead).run(greeting.pk, now=now + MINUTE)

    assert names() == EACH_ONCE
    assert (done.status, done.handled, done.total, done.tries) == (Status.DONE, 5, 5, 0)
    assert done.touched_at == now + MINUTE
    assert done.reached == Group.objects.order_by("pk").last().pk


def test_work_without_items_is_done_at_once(greeting, now):
    Group.objects.all().delete()

    assert Greeter().run(greeting.pk, now=now).status == Status.DONE


def test_run_again_when_done_it_does_nothing(greeting, now):
    Greeter().run(greeting.pk, now=now)
    again = Greeter().run(greeting.pk, now=now + MINUTE)

    assert names() == EACH_ONCE
    assert again.touched_at == now


def test_a_row_that_is_gone_is_no_error(greeting, now):
    Greeting.objects.all().delete()

    assert runner.take_up(Greeting.objects.all(), greeting.pk, give_up=finish, now=now) is None
    runner.go_through(Greeting.objects.all(), greeting.pk, Greeter().steps, clock=lambda: now)


@pytest.mark.parametrize("ahead", [1, 10])
def test_work_killed_in_a_batch_goes_on_after_the_last_complete_batch(greeting, now, ahead):
    with pytest.raises(Killed):
        Greeter(ahead=ahead, killed_after=2).run(greeting.pk, now=now)
    left = Greeting.objects.get()
    assert (left.status, left.handled, left.tries) == (Status.RUNNING, 4, 0)
    assert names() == [*EACH_ONCE[:4], "Group 4"]

    done = Greeter(ahead=ahead).run(greeting.pk, now=now + MINUTE)

    assert names() == EACH_ONCE
    assert (done.status, done.handled) == (Status.DONE, 5)


def test_work_without_progress_is_given_up_after_three_tries_with_a_reason(greeting, now):
    for number in range(1, Greeting.MOST_TRIES + 1):
        with pytest.raises(Killed):
            Greeter(killed_after=0).run(greeting.pk, now=now)
        assert Greeting.objects.get().tries == number

    assert Greeter().run(greeting.pk, now=now + MINUTE).status == Status.PENDING  # somebody may be at the last try

    row = Greeter().run(greeting.pk, now=now + 3 * MINUTE)

    assert (row.status, row.problem, row.touched_at) == (Status.FAILED, "gave-up", now + 3 * MINUTE)
    assert names() == [f"Group {number}" for number in range(5)]
    assert Greeter().run(greeting.pk, now=now).status == Status.FAILED


def test_tries_with_progress_are_not_counted(greeting, now):
    for _kill in range(4):
        with pytest.raises(Killed):
            Greeter(size=1, killed_after=1).run(greeting.pk, now=now)

    assert (Greeting.objects.get().handled, Greeting.objects.get().tries) == (4, 0)


def test_a_batch_that_somebody_else_has_done_meanwhile_is_not_done_again(greeting, now):
    seen = Greeting.objects.get()
    Greeter().run(greeting.pk, now=now)
    Greeting.objects.update(status=Status.RUNNING)

    runner.do_next(Greeting.objects.all(), seen, Greeter().steps, clock=lambda: now)

    assert names() == EACH_ONCE


def test_work_that_was_begun_anew_meanwhile_leaves_out_nothing(greeting, now):
    greeter = Greeter(size=1, ahead=10)

    def begun_anew(row, groups, now):
        Greeter.greet(greeter, row, groups, now)
        if greeter.batches == 3:
            row.reached = row.handled = 0
            raise_again.append(row.pk)

    raise_again: list[int] = []
    step = runner.Step(items=lambda row: Group.objects.all(), handle=begun_anew, finish=finish, size=1, ahead=10)
    steps = {Status.PENDING: step, Status.RUNNING: step}
    seen = Greeting.objects.get()
    runner.do_next(Greeting.objects.all(), seen, steps, clock=lambda: now)
    Greeting.objects.update(reached=0, handled=0, status=Status.PENDING)
    stale = Greeting.objects.get()
    stale.reached = Group.objects.order_by("pk")[1].pk

    runner.do_next(Greeting.objects.all(), stale, steps, clock=lambda: now)

    assert (Greeting.objects.get().reached, Greeting.objects.get().status) == (0, Status.PENDING)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer: there are no two at once.")
@pytest.mark.parametrize(("size", "ahead"), [(2, 1), (1, 100)])
def test_taken_up_twice_at_once_each_thing_is_done_once(greeting, now, size, ahead):
    workers = (lambda: Greeter(size=size, ahead=ahead).run(greeting.pk, now=now) for _worker in range(4))

    results = at_once(*workers)

    assert not [result for result in results if isinstance(result, Exception)]
    assert names() == EACH_ONCE
    assert (Greeting.objects.get().status, Greeting.objects.get().handled) == (Status.DONE, 5)


class TestWorkOfOneAlone:
    def test_is_left_to_who_is_at_it_until_it_is_stale(self, greeting, now):
        assert self.take(greeting, now) is not None
        assert self.take(greeting, now + MINUTE) is None
        assert self.take(greeting, now + 3 * MINUTE) is not None

    def test_is_begun_from_the_start(self, greeting, now):
        Greeting.objects.update(status=Status.RUNNING, handled=3)

        row = self.take(greeting, now + 3 * MINUTE)

        assert (row.status, row.handled) == (Status.RUNNING, 0)

    def test_is_given_up_once_nobody_is_at_its_last_try(self, greeting, now):
        moments = [now + number * 3 * MINUTE for number in range(Greeting.MOST_TRIES)]
        assert all(self.take(greeting, moment) for moment in moments)

        assert self.take(greeting, moments[-1] + MINUTE) is None
        assert Greeting.objects.get().status == Status.RUNNING
        assert self.take(greeting, moments[-1] + 3 * MINUTE) is None
        assert Greeting.objects.get().status == Status.FAILED

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer: there are no two at once.")
    def test_one_of_four_simultaneous_workers_takes_the_work(self, greeting, now):
        results = at_once(*(lambda: self.take(greeting, now) for _worker in range(4)))

        assert sorted(type(result).__name__ for result in results) == ["Greeting", "NoneType", "NoneType", "NoneType"]

    @staticmethod
    def take(greeting, moment):
        def give_up(row):
            row.status = Status.FAILED

        return runner.take_up(Greeting.objects.all(), greeting.pk, give_up=give_up, now=moment, alone=True)


def test_lost_is_what_is_unfinished_and_untouched_for_two_minutes(greeting, now):
    older = Greeting.objects.create(touched_at=now - MINUTE)
    Greeting.objects.create(touched_at=now - MINUTE, status=Status.DONE)

    assert list(Greeting.objects.lost(now + MINUTE)) == []
    assert list(Greeting.objects.lost(now + 3 * MINUTE)) == [older, greeting]
