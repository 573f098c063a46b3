"""Length of the way of one answer, from the service on: how many functions, and how often a lower floor calls up."""

import pytest

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from tests.builders import right_options
from tests.way import Way


@pytest.fixture
def way(enrolment, now):
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
    item = attempt.form["items"][0]
    data = {f"q:{item['id']}": right_options(item)}
    services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)  # what is read once for all stays
    way = Way()
    event_id = uuid7()
    way.follow(lambda: services.answer(attempt=attempt, data=data, event_id=event_id, now=now))
    return way


def test_an_answer_passes_few_functions(way):
    """Each is counted once, however often it is called; one of them where PostgreSQL prepares."""
    assert len(set(way.functions)) <= 30, "\n".join(dict.fromkeys(way.functions))


def test_an_answer_climbs_twice(way):
    """The core asks the activity type once, which asks the question type to read the response. The guard asks the
    breaker only of calls that it suspects.
    """
    assert len(way.climbs) <= 2, "\n".join(way.climbs)


def test_a_climb_is_seen(way):
    """The counter knows the floors of the contract, from the lowest."""
    assert 0 < way.floors["lms/foundation/database"] < way.floors["lms/people"] < way.floors["assessments"]
    assert any(name.startswith("assessments/quiz/") for name in way.functions)
