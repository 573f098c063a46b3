"""Quiet hours, in the time zone of the institution."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.desks.notices.quiet_hours import QuietHours

pytestmark = pytest.mark.once
NIGHT = QuietHours.read("20:00-07:00")


@pytest.mark.parametrize(
    ("now", "earliest"),
    [
        ("2026-11-24T09:00Z", "2026-11-24T09:00Z"),
        ("2026-11-24T17:00Z", "2026-11-25T04:00Z"),
        ("2026-11-24T22:00Z", "2026-11-25T04:00Z"),
        ("2026-11-25T03:59Z", "2026-11-25T04:00Z"),
        ("2026-11-25T04:00Z", "2026-11-25T04:00Z"),
    ],
)
def test_they_end_in_the_morning_there(now, earliest):
    assert NIGHT.earliest(datetime.fromisoformat(now), ZoneInfo("Africa/Nairobi")) == datetime.fromisoformat(earliest)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.sampled_from(["Africa/Kampala", "Europe/Paris"]))
def test_a_notice_waits_for_the_end_of_quiet_hours_and_at_most_half_a_day(at, zone):
    now, there = at.replace(tzinfo=UTC), ZoneInfo(zone)
    earliest = NIGHT.earliest(now, there)
    assert now <= earliest <= now + timedelta(hours=12)
    assert not NIGHT.holds(earliest.astimezone(there).time())


def test_there_may_be_none():
    assert not QuietHours.read("00:00-00:00").holds(datetime(2026, 1, 1).time())
