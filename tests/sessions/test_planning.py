"""Sessions are planned, changed and called off by those who teach, and never for oneself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from lms.foundation.plugins import events
from lms.learning.sessions import services
from lms.learning.sessions.models import Leader, Session
from lms.people.administration.records import services as people_services
from lms.people.directory.rules import OwnCase

from .conftest import HOUR, details


@pytest.fixture
def heard(monkeypatch):
    """The events that were published."""
    told = []
    monkeypatch.setattr(events, "publish", lambda event, *, at: told.append(event))
    return told


def history(cohort) -> list[str]:
    rows = ModelLogEntry.objects.for_instance(cohort).exclude(action="people.joined")
    return list(rows.order_by("pk").values_list("action", flat=True))


def test_a_session_is_planned_and_told(heard, cohort, omar, now):
    session = services.plan(cohort=cohort, details=details(now), instructors=[omar], by=omar, now=now)
    assert (session.institution, session.minutes) == (cohort.institution, 180)
    assert [leader.person for leader in session.leaders.all()] == [omar]
    assert history(cohort) == ["sessions.planned"]
    [planned] = heard
    assert planned == events.MeetingPlanned(
        institution=cohort.institution_id, at=now, meeting=session.pk, kind="session", cohort=cohort.pk
    )


def test_what_is_changed_is_told_once(heard, session, omar, halima, now):
    heard.clear()
    later = details(now, planned_at=now + 2 * HOUR, ends_at=now + 4 * HOUR)
    for _time in range(2):
        services.change(session=session, details=later, instructors=[omar], by=omar, now=now)
    session.refresh_from_db()
    assert session.planned_at == now + 2 * HOUR
    assert [type(event) for event in heard] == [events.MeetingChanged]
    assert history(session.cohort) == ["sessions.planned", "sessions.changed"]
    services.change(session=session, details=later, instructors=[], by=omar, now=now)
    assert not Leader.objects.exists()
    assert len(heard) == 2


def test_a_session_is_called_off_once_and_takes_no_change(heard, session, omar, now):
    heard.clear()
    for reason in ("The hall is flooded", "Another reason"):
        services.call_off(session=session, reason=reason, by=omar, now=now)
    session.refresh_from_db()
    assert (session.cancelled_at, session.reason) == (now, "The hall is flooded")
    assert [type(event) for event in heard] == [events.MeetingCancelled]
    with pytest.raises(services.CalledOff):
        services.change(session=session, details=details(now, room="Hall 3"), instructors=[], by=omar, now=now)


def test_nobody_plans_or_changes_what_they_are_expected_at(session, cohort, omar, now):
    people_services.join(cohort=cohort, people=[omar], now=now)
    said = {"details": details(now, room="My own"), "instructors": [], "by": omar, "now": now}
    with pytest.raises(OwnCase):
        services.plan(cohort=cohort, **said)
    with pytest.raises(OwnCase):
        services.change(session=session, **said)
    with pytest.raises(OwnCase):
        services.call_off(session=session, reason="I am tired", by=omar, now=now)
    assert Session.objects.get().room == "Hall 2"


def test_nobody_leads_where_they_learn(cohort, wanjiru, omar, now):
    with pytest.raises(services.LeadsThemselves):
        services.plan(cohort=cohort, details=details(now), instructors=[wanjiru], by=omar, now=now)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"room": ""}, {"title": ""}, {"length": timedelta(0)}, {"length": -HOUR}],
    ids=["no room", "no title", "no time", "backwards"],
)
def test_the_database_refuses_what_is_no_session(wrong, cohort, omar, now):
    said = {name: value for name, value in wrong.items() if name != "length"}
    if "length" in wrong:
        said["ends_at"] = now + HOUR + wrong["length"]
    with pytest.raises(IntegrityError), transaction.atomic():
        services.plan(cohort=cohort, details=details(now, **said), instructors=[], by=omar, now=now)


def test_the_database_wants_a_reason_where_it_is_called_off(session, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.update(cancelled_at=now)
