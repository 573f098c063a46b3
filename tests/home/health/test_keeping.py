"""Answers that are kept: asked once, whoever asks."""

import threading

import pytest

from home.operation.health.keeping import Kept, forget_all

pytestmark = pytest.mark.once


def test_is_asked_once_while_it_is_fresh():
    asked = []
    kept = Kept(lambda now: asked.append(now) or len(asked), seconds=60)
    assert [kept(None), kept(None)] == [1, 1]
    forget_all()
    assert kept(None) == 2


def test_is_asked_anew_when_it_is_old():
    asked = []
    kept = Kept(lambda now: asked.append(now) or len(asked), seconds=0)
    assert [kept(None), kept(None)] == [1, 2]


def test_one_thread_asks_while_others_get_the_former_answer():
    asking, go_on, times = threading.Event(), threading.Event(), []

    def ask(_now):
        times.append(1)
        if len(times) > 1:
            asking.set()
            go_on.wait(10)
        return len(times)

    kept = Kept(ask, seconds=0)
    assert kept(None) == 1
    thread = threading.Thread(target=kept, args=[None])
    thread.start()
    asking.wait(10)
    assert [kept(None), kept(None)] == [1, 1]
    go_on.set()
    thread.join()
    assert len(times) == 2


def test_twenty_threads_at_the_first_start_ask_once():
    asked = []
    kept = Kept(lambda now: asked.append(now) or 7, seconds=60)
    threads = [threading.Thread(target=kept, args=[None]) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1


def test_a_failure_is_raised_and_not_kept():
    answers = iter([ValueError, 7])

    def ask(_now):
        answer = next(answers)
        if answer is ValueError:
            raise ValueError
        return answer

    kept = Kept(ask, seconds=60)
    with pytest.raises(ValueError):
        kept(None)
    assert kept(None) == 7
