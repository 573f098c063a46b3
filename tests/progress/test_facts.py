"""Facts beside answers, deadlines, terms and waiting: what the core does with them,
whatever the activity makes of them.
"""

from datetime import timedelta

import pytest

from lms.foundation.plugins.activity import ActivityType, InvalidAnswer, NotNow, Outcome, Step, activities
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.answer_parsing import TooLarge
from lms.learning.progress.journal.event_store import EventConflict
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.people.directory.rules import OwnCase
from tests.builders import same_when_rebuilt

from .test_corrections import do

MINUTE = timedelta(minutes=1)


class Essay(ActivityType):
    """A text that a person marks; the last attempt counts."""

    slug, name, template, fields = "quiz", "Essay", "quiz/quiz.html", ("text", "submit")

    def compile(self, page, *, language, country):
        raise NotImplementedError

    def terms(self, enrolment, entry, definition, *, now, ended_at):
        if now.hour >= 18:
            raise NotNow("Closed for today.")
        return {"minutes": 30} if enrolment.rank == "Cadet" else {}

    def attempts_allowed(self, definition, *, terms):
        return 2

    def begin(self, definition, *, seed, terms):
        return {}, {"text": "", "minutes": terms.get("minutes", 0)}

    def answer(self, form, state, data, *, now):
        return Step({**state, "text": data["text"][0]}, Outcome(closed="submit" in data, waiting="submit" in data))

    def fold(self, form, state, verb, data, *, now):
        if verb == "terminated":
            return Step({**state, "late": True}, Outcome(closed=True, waiting=True))
        if verb == "extended":
            return Step({**state, "minutes": data["minutes"]})
        if verb == "judged":
            return Step(state, Outcome(**{name: data[name] for name in data if name != "by"}))
        if verb != "scored":
            return super().fold(form, state, verb, data, now=now)
        passed = data["score"] >= 0.5
        outcome = Outcome(
            completed=True,
            closed=True,
            passed=passed,
            score=data["score"],
            waiting=False,
            lowers=data.get("lower", False),
        )
        return Step({**state, "by": data["by"]}, outcome)

    def deadline(self, form, state, *, begun_at):
        return begun_at + timedelta(minutes=state["minutes"]) if state["minutes"] else None

    def grace(self, form):
        return MINUTE

    def combine(self, form, results):
        return results[-1]

    def context(self, definition, form, state, *, closed, now):
        return {}


@pytest.fixture(autouse=True)
def essay(enrolment, monkeypatch):
    monkeypatch.setitem(activities._entries, "quiz", Essay())


@pytest.fixture
def entry(enrolment):
    return enrolment.release.outline.by_slug("trafficking-quiz")


def begin(enrolment, entry, now):
    return services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)


def submit(attempt, now, **data):
    return services.answer(attempt=attempt, data={"text": ["Act"], "submit": ["1"], **data}, event_id=uuid7(), now=now)


def score(attempt, omar, now, score, **data):
    return services.record(
        attempt=attempt, verb="scored", data={"score": score, **data}, event_id=uuid7(), now=now, by=omar
    )


class Sloppy(Essay):
    """A type that changes what it is given, and gives it back."""

    def taken(self, form, data):
        data["text"][0] += "!" * self.more
        return data


@pytest.mark.parametrize(("more", "kept"), [(1, "Act!"), (70_000, None)])
def test_a_type_that_changes_an_answer_in_place_is_known_when_it_comes_again(
    enrolment, entry, now, monkeypatch, more, kept
):
    monkeypatch.setattr(Sloppy, "more", more, raising=False)
    monkeypatch.setitem(activities._entries, "quiz", Sloppy())
    attempt, event = begin(enrolment, entry, now), uuid7()
    for _time in range(2):
        sent = {"attempt": attempt, "data": {"text": ["Act"]}, "event_id": event, "now": now}
        if kept is None:
            with pytest.raises(TooLarge):
                services.answer(**sent)
        else:
            attempt = services.answer(**sent)
    found = [event.data["text"] for event in Event.objects.filter(attempt=attempt, verb="answered")]
    assert found == ([[kept]] if kept else [])


def test_a_submitted_text_waits_and_counts_once_it_is_marked(enrolment, entry, omar, now):
    attempt = submit(begin(enrolment, entry, now), now + MINUTE)
    assert (attempt.waiting, attempt.completed_at, attempt.score) == (True, None, None)
    enrolment.refresh_from_db()
    assert entry.id not in enrolment.done and same_when_rebuilt()

    attempt = score(attempt, omar, now + 5 * MINUTE, 0.8)

    assert (attempt.waiting, attempt.passed, attempt.score, attempt.closed_at) == (False, True, 0.8, now + MINUTE)
    assert attempt.state["by"] == omar.pk and Event.objects.get(verb="scored").data["by"] == omar.pk
    assert attempt.answered_at == now + MINUTE
    enrolment.refresh_from_db()
    assert (enrolment.done, enrolment.scores[entry.id]) == ([entry.id], 0.8)
    assert same_when_rebuilt()


def test_no_attempt_begins_while_one_waits(enrolment, entry, omar, now):
    attempt = submit(begin(enrolment, entry, now), now)
    with pytest.raises(NotNow, match="being marked"):
        begin(enrolment, entry, now)
    score(attempt, omar, now, 0.1)
    assert begin(enrolment, entry, now).number == 2


def test_a_fact_that_comes_twice_is_one_and_its_id_is_its_own(enrolment, entry, omar, now):
    attempt = submit(begin(enrolment, entry, now), now)
    event_id = uuid7()
    for _time in range(2):
        services.record(attempt=attempt, verb="scored", data={"score": 1.0}, event_id=event_id, now=now, by=omar)
    assert Event.objects.filter(verb="scored").count() == 1
    with pytest.raises(EventConflict):
        services.record(attempt=attempt, verb="scored", data={"score": 0.0}, event_id=event_id, now=now, by=omar)


def test_nobody_adds_to_their_own_attempt_what_others_have_to_add(enrolment, entry, wanjiru, now):
    attempt = submit(begin(enrolment, entry, now), now)
    with pytest.raises(OwnCase, match="Ask a colleague"):
        score(attempt, wanjiru, now, 1.0)
    with pytest.raises(OwnCase):
        services.terminate(attempt=begin_another(enrolment, now), now=now, by=wanjiru)
    assert set(Event.objects.values_list("verb", flat=True)) == {"initialized", "answered"}


def begin_another(enrolment, now):
    return begin(enrolment, enrolment.release.outline.activities[0], now)


@pytest.mark.parametrize("verb", ["initialized", "answered", "terminated", "late", "admitted", "declined"])
def test_the_verbs_of_the_core_are_not_for_others(enrolment, entry, now, verb):
    with pytest.raises(ValueError, match="of the core"):
        services.record(attempt=begin(enrolment, entry, now), verb=verb, data={}, event_id=uuid7(), now=now)


def test_a_fact_that_an_activity_does_not_take_leaves_nothing(enrolment, entry, now):
    attempt = begin(enrolment, entry, now)
    with pytest.raises(InvalidAnswer):
        services.record(attempt=attempt, verb="praised", data={}, event_id=uuid7(), now=now)
    assert not Event.objects.filter(verb="praised").exists()


def test_what_is_done_becomes_undone_only_where_somebody_said_so(enrolment, entry, omar, now):
    attempt = score(submit(begin(enrolment, entry, now), now), omar, now, 0.9)
    score(attempt, omar, now + MINUTE, 0.2)
    enrolment.refresh_from_db()
    assert (enrolment.done, enrolment.scores[entry.id]) == ([entry.id], 0.2)
    score(attempt, omar, now + 2 * MINUTE, 0.3, lower=True)
    enrolment.refresh_from_db()
    assert (enrolment.done, enrolment.remaining) == ([], 3)
    assert same_when_rebuilt()


@pytest.mark.parametrize(
    "more", [{}, {"completed": True}, {"completed": True, "closed": True}, {"completed": True, "passed": False}]
)
def test_what_may_be_lower_counts_whether_the_attempt_is_closed_or_goes_on(enrolment, entry, omar, now, more):
    attempt = begin(enrolment, entry, now)

    def judge(at, **outcome):
        return services.record(attempt=attempt, verb="judged", data=outcome, event_id=uuid7(), now=at, by=omar)

    judge(now, completed=True, passed=True, score=0.9)
    enrolment.refresh_from_db()
    assert (enrolment.done, enrolment.scores[entry.id]) == ([entry.id], 0.9)
    judge(now + MINUTE, **{"passed": False, "score": 0.2, "lowers": True, **more})

    enrolment.refresh_from_db()
    assert (enrolment.done, enrolment.scores[entry.id], enrolment.remaining) == ([], 0.2, 3)
    assert same_when_rebuilt()


def test_lower_without_a_result_lowers_nothing(enrolment, entry, omar, now):
    attempt = begin(enrolment, entry, now)
    for number, outcome in enumerate(
        ({"lowers": True}, {"completed": True, "passed": True, "score": 0.9}, {"lowers": True})
    ):
        services.record(
            attempt=attempt, verb="judged", data=outcome, event_id=uuid7(), now=now + number * MINUTE, by=omar
        )
    enrolment.refresh_from_db()
    assert (enrolment.done, enrolment.scores[entry.id]) == ([entry.id], 0.9)
    assert same_when_rebuilt()


def test_several_attempts_count_as_the_activity_says(enrolment, entry, omar, now):
    score(submit(begin(enrolment, entry, now), now), omar, now, 0.9)
    second = score(submit(begin(enrolment, entry, now), now + MINUTE), omar, now + MINUTE, 0.6)
    enrolment.refresh_from_db()
    assert enrolment.scores[entry.id] == 0.6
    score(Attempt.objects.exclude(pk=second.pk).get(), omar, now + 3 * MINUTE, 1.0)
    enrolment.refresh_from_db()
    assert enrolment.scores[entry.id] == 0.6
    assert same_when_rebuilt()


def test_a_complete_course_stays_complete_and_its_score_follows(enrolment, entry, omar, now):
    for slug in ("trafficking-lesson-1", "trafficking-lesson-2"):
        do(enrolment, slug, now)
    attempt = score(submit(begin(enrolment, entry, now), now), omar, now + MINUTE, 0.7)
    score(attempt, omar, now + 2 * MINUTE, 0.2, lower=True)

    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.completed_at, enrolment.score) == (
        Enrolment.Status.COMPLETED,
        now + MINUTE,
        0.2,
    )
    assert same_when_rebuilt()


def test_a_lesson_takes_no_facts(enrolment, now):
    lesson = do(enrolment, "trafficking-lesson-1", now)
    with pytest.raises(InvalidAnswer):
        services.record(attempt=lesson, verb="scored", data={}, event_id=uuid7(), now=now)
