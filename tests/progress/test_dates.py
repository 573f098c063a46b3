"""Days of an institution's time zone, whatever the clocks there do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.learning.progress.models.dates import Dates, begins, ends

ZONES = ["Africa/Nairobi", "Africa/Addis_Ababa", "Africa/Djibouti", "Africa/Kampala", "Europe/Berlin"]
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize("zone", [ZoneInfo(name) for name in ZONES], ids=ZONES)
@given(day=DAYS)
def test_a_day_begins_and_ends_on_that_day_there(zone, day):
    for moment in (begins(day, zone), ends(day, zone)):
        assert moment.astimezone(UTC).astimezone(zone).date() == day
    assert ends(day, zone) < begins(day + timedelta(days=1), zone)


@pytest.mark.parametrize(
    ("day", "hour"),
    [(date(2027, 3, 27), 22), (date(2027, 3, 28), 21), (date(2027, 10, 30), 21), (date(2027, 10, 31), 22)],
)
def test_the_clocks_of_berlin_change_and_the_day_ends_there_all_the_same(day, hour):
    assert ends(day, ZoneInfo("Europe/Berlin")).astimezone(UTC) == datetime(
        day.year, day.month, day.day, hour, 59, 59, tzinfo=UTC
    )


@pytest.mark.parametrize("zone", ZONES[:4])
def test_the_four_countries_have_one_offset_all_the_year(zone):
    for month in range(1, 13):
        assert ends(date(2027, month, 28), ZoneInfo(zone)).astimezone(UTC).hour == 20


ASSIGNED = datetime(2026, 11, 1, 8, tzinfo=UTC)
DUE = datetime(2026, 11, 30, 20, 59, 59, tzinfo=UTC)


class TestWhoJoinsLater:
    def joined(self, at, days=14, zone="Africa/Nairobi", dates=None):
        about = {"assigned_at": ASSIGNED, "days": days, "zone": ZoneInfo(zone)}
        return (dates or Dates(due_at=DUE)).for_who_joined(at, **about)

    def test_has_the_due_date_of_all_while_that_leaves_days_enough(self):
        assert self.joined(ASSIGNED + timedelta(days=2)).due_at == DUE

    def test_has_so_many_days_where_the_due_date_comes_first(self):
        late = self.joined(datetime(2026, 11, 28, 9, tzinfo=UTC))
        assert late.due_at == datetime(2026, 12, 12, 20, 59, 59, tzinfo=UTC)

    def test_has_them_where_the_due_date_is_past(self):
        late = self.joined(datetime(2027, 2, 1, 9, tzinfo=UTC))
        assert late.due_at == datetime(2027, 2, 15, 20, 59, 59, tzinfo=UTC)

    def test_the_days_are_those_of_the_institution_late_in_the_evening_too(self):
        late = self.joined(datetime(2026, 11, 28, 22, tzinfo=UTC))  # the 29th in Nairobi
        assert late.due_at == datetime(2026, 12, 13, 20, 59, 59, tzinfo=UTC)

    def test_the_clocks_that_change_meanwhile_take_no_hour_from_it(self):
        late = self.joined(datetime(2027, 10, 25, 9, tzinfo=UTC), zone="Europe/Berlin")
        assert late.due_at == datetime(2027, 11, 8, 22, 59, 59, tzinfo=UTC)

    def test_it_does_not_close_before_it_is_due_for_them(self):
        late = self.joined(
            datetime(2026, 11, 28, 9, tzinfo=UTC), dates=Dates(due_at=DUE, closes_at=DUE + timedelta(days=1))
        )
        assert late.closes_at == late.due_at

    @pytest.mark.parametrize("at", [None, ASSIGNED, ASSIGNED - timedelta(days=9)])
    def test_who_was_there_when_it_was_assigned_has_the_date_of_all(self, at):
        assert self.joined(at, days=200).due_at == DUE

    def test_nobody_has_more_where_nothing_was_said(self):
        assert self.joined(datetime(2027, 2, 1, 9, tzinfo=UTC), days=None).due_at == DUE

    def test_what_is_never_due_stays_so(self):
        assert self.joined(datetime(2027, 2, 1, 9, tzinfo=UTC), dates=Dates(required=False)) == Dates(required=False)


@given(due=st.datetimes(timezones=st.just(UTC)) | st.none(), until=st.datetimes(timezones=st.just(UTC)))
def test_more_time_never_takes_any(due, until):
    dates = Dates(due_at=due, closes_at=due)
    more = dates.until(until)
    assert more.until(until) == more
    assert (more.due_at is None) == (due is None)
    assert due is None or more.due_at == max(due, until) == more.closes_at
