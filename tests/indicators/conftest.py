"""Five people of two academies who completed a course, an indicator of the country, and a key that signs."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from certificates.statement import keys
from lms.desks.indicators import services
from lms.desks.indicators.counting.rules import Rules
from lms.desks.indicators.models import Indicator, Snapshot
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment
from tests.builders import complete
from tests.conftest import NOW, make_person

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def signing(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "folder", lambda: tmp_path / "keys")
    return keys.make(now=NOW)


def at(month: int, day: int = 10) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


def done(number: str, place, course, when: datetime, **about) -> Enrolment:
    """Let somebody complete `course` at `when`."""
    person = make_person(number, f"Person {number}", place, **{"role_family": "police", **about})
    enrol(people=[person], course=course, now=when - timedelta(days=20))
    return complete(Enrolment.objects.get(learner=person, completed_at=None), now=when)


@pytest.fixture
def officers(course, academy, neighbour_academy, ugandan_academy) -> dict[str, Enrolment]:
    """Two women and a man of Mlima, a man of Pwani; somebody of another country, and one of the year before."""
    return {
        "A": done("KE-A", academy, course, at(3), sex="F"),
        "B": done("KE-B", academy, course, at(4), sex="F"),
        "C": done("KE-C", academy, course, at(5), sex="M"),
        "D": done("KE-D", neighbour_academy, course, at(5), sex="M", role_family="immigration"),
        "U": done("UG-U", ugandan_academy, course, at(5), sex="F"),
    }


COMPLETED = Rules("completed", "Officers who completed", begins="2026-01-01", by=("sex", "agency"))


def defined(institution, by, rules=COMPLETED) -> Indicator:
    return services.define(institution=institution, rules=rules, by=by, now=NOW).indicator


def sealed(indicator: Indicator, as_of: date = TODAY) -> Snapshot:
    """The value as of a day, made as its task makes it."""
    count = services.ask(indicator=indicator, as_of=as_of, by=None, now=NOW)
    snapshot = services.make(count.pk)
    assert snapshot is not None
    return snapshot


@pytest.fixture
def indicator(kenya, halima) -> Indicator:
    return defined(kenya, halima)


@pytest.fixture
def snapshot(indicator, officers) -> Snapshot:
    return sealed(indicator)
