"""Dates that come next on “My learning”, fetched by a script: the page itself asks for nothing of them."""

from datetime import timedelta

import pytest

from lms.foundation.plugins.pages import agenda
from lms.foundation.plugins.pages.agenda import AgendaItem
from lms.learning.sessions import services as session_services
from tests.progress.counting import statements
from tests.sessions.conftest import HOUR, details

COMING = "/x/calendar/coming/"


@pytest.fixture
def soon(now):
    return now + 20 * HOUR


@pytest.fixture
def planned(cohort, omar, now, soon):
    about = details(now, title="Drill at the gate", planned_at=soon, ends_at=soon + HOUR)
    return session_services.plan(cohort=cohort, details=about, instructors=[], by=omar, now=now)


def test_a_session_and_a_due_date_stand_there_in_order(as_, wanjiru, enrolment, planned, soon):
    enrolment.due_at = soon + timedelta(days=1)
    enrolment.save(update_fields=["due_at"])
    coming = as_(wanjiru).get(COMING).content.decode()
    assert coming.index("Drill at the gate") < coming.index("What trafficking is")
    page = as_(wanjiru).get("/learn/").content.decode()
    assert "left in 1 course" in page and f'data-coming="{COMING}"' in page


def test_a_new_session_is_told_at_once(as_, wanjiru, enrolment, planned, omar, now):
    client = as_(wanjiru)
    assert "New session: Drill at the gate" in client.get("/learn/").content.decode()
    session_services.call_off(session=planned, reason="Rain", by=omar, now=now)
    assert "Called off" in client.get(COMING).content.decode()


def test_is_nobody_elses_and_costs_my_learning_no_statement(as_, wanjiru, omar, client, enrolment, planned):
    assert "Drill at the gate" not in as_(omar).get(COMING).content.decode()
    assert client.get(COMING).status_code == 302
    own = as_(wanjiru)
    own.post("/notices/read/", {"up_to": 1_000_000})
    own.get("/learn/")
    with statements() as found:
        own.get("/learn/")
    assert len(found) <= 2
    assert not [sql for sql in found if "meetings_session" in sql]


def test_other_rooms_say_what_waits_and_one_that_breaks_breaks_nothing(as_, wanjiru, enrolment, now, soon):
    def waiting(person, since, until):
        return [AgendaItem("x-1", "Turn ends", "The guesthouse", soon, "/x/", person.institution)]

    def broken(person, since, until):
        return [object()]

    agenda.provide(waiting)
    agenda._providers._plugged[waiting] = "calendar"
    agenda.provide(broken)
    agenda._providers._plugged[broken] = "calendar"
    try:
        assert "The guesthouse" in as_(wanjiru).get(COMING).content.decode()
    finally:
        agenda._providers.remove(waiting)
        agenda._providers.remove(broken)
