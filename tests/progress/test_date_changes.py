"""Other dates for what is assigned: days of the institution’s zone, and whom they touch, everybody once."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.desks.notices.models import Notice
from lms.learning.progress.enrolments import assignment_services, date_changes, withdrawal_services
from lms.learning.progress.enrolments.date_changes import DateChangeCounts, change_dates, preview_change
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.learning.progress.models.dates import Dates, begins, ends
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.models import Cohort, User
from tests.conftest import make_person

from .counting import statements


@pytest.fixture
def assignment(cohort, course, omar, now):
    dates = Dates(due_at=now + timedelta(days=14))
    (given,) = assignment_services.assign(cohort=cohort, courses=[course], dates=dates, late_days=10, by=omar, now=now)
    return assignment_services.run_assignment(given.pk, clock=lambda: now)


def change(assignment, by, now, dates, late_days=10):
    changed = change_dates(assignment=assignment, dates=dates, late_days=late_days, by=by, now=now)
    return assignment_services.run_assignment(changed.pk, clock=lambda: now)


def test_reach_everybody_under_way_who_is_told_once(assignment, omar, now):
    dates = Dates(now + timedelta(days=1), now + timedelta(days=20), now + timedelta(days=30))
    for _time in range(2):
        change(assignment, omar, now, dates)

    assert {row.dates for row in Enrolment.objects.all()} == {dates}
    assert Notice.objects.filter(kind="dates_changed").count() == 2
    assert AuditEntry.objects.filter(action=date_changes.DATES_CHANGED).count() == 1


def test_what_is_completed_keeps_what_it_had(assignment, wanjiru, omar, now):
    Enrolment.objects.filter(learner=wanjiru).update(status="completed", completed_at=now)
    change(assignment, omar, now, Dates(due_at=now + timedelta(days=20)))
    assert Enrolment.objects.get(learner=wanjiru).due_at == now + timedelta(days=14)


def test_it_may_become_optional_and_is_never_overdue_then(assignment, omar, now):
    change(assignment, omar, now, Dates(required=False))
    assert set(Enrolment.objects.values_list("due_at", "required")) == {(None, False)}
    assert not Enrolment.objects.overdue(now + timedelta(days=99)).exists()


def test_who_joined_later_keeps_days_enough(assignment, cohort, academy, omar, now):
    late = make_person("KE-9", "Late Comer", academy)
    joined = now + timedelta(days=12)
    people_services.join(cohort=cohort, people=[late], now=joined)
    first = Enrolment.objects.get(learner=late).due_at
    assert first.date() == (joined + timedelta(days=10)).date()

    change(assignment, omar, joined, Dates(due_at=now + timedelta(days=15)))

    assert Enrolment.objects.get(learner=late).due_at == first


def test_the_preview_says_whom_they_touch_and_writes_nothing(assignment, cohort, wanjiru, abdi, academy, omar, now):
    late = make_person("KE-9", "Late Comer", academy)
    done = make_person("KE-10", "Done Already", academy)
    people_services.join(cohort=cohort, people=[late, done], now=now + timedelta(days=12))
    Enrolment.objects.filter(learner=done).update(status="completed", completed_at=now)
    Enrolment.objects.filter(learner=abdi).update(extended_to=now + timedelta(days=40), due_at=now + timedelta(days=40))
    at = now + timedelta(days=13)

    touched = preview_change(assignment=assignment, dates=Dates(due_at=now + timedelta(days=12)), late_days=10, now=at)

    assert touched == DateChangeCounts(under_way=3, later=0, earlier=1, keep=2, overdue=1, shut_out=0, completed=1)
    assert Enrolment.objects.get(learner=wanjiru).due_at == now + timedelta(days=14)


def test_the_preview_counts_whom_they_reach(assignment, cohort, wanjiru, abdi, neighbour_academy, omar, now):
    User.objects.filter(pk=abdi.pk).update(institution=neighbour_academy)
    people_services.leave(cohort=cohort, person=wanjiru, now=now, by=omar)
    dates = Dates(due_at=now + timedelta(days=30))

    touched = preview_change(assignment=assignment, dates=dates, late_days=10, now=now)
    change(assignment, omar, now, dates)

    assert touched == DateChangeCounts()
    assert not Enrolment.objects.filter(due_at=dates.due_at).exists()


def test_the_preview_counts_who_is_shut_out(assignment, now):
    dates = Dates(opens_at=now + timedelta(days=1), due_at=now + timedelta(days=14))
    assert preview_change(assignment=assignment, dates=dates, late_days=None, now=now).shut_out == 2


def test_what_was_withdrawn_meanwhile_is_not_changed(assignment, omar, now):
    withdrawal_services.withdraw(assignment=assignment, by=omar, now=now)
    with pytest.raises(date_changes.Withdrawn, match="withdrawn meanwhile"):
        change_dates(assignment=assignment, dates=Dates(), late_days=None, by=omar, now=now)


def test_an_optional_assignment_leaves_alone_what_another_requires(assignment, course, wanjiru, academy, omar, now):
    other = Cohort.objects.create(institution=academy, name="Readers")
    people_services.join(cohort=other, people=[wanjiru], now=now)
    (given,) = assignment_services.assign(cohort=other, courses=[course], dates=Dates(required=False), by=omar, now=now)
    assignment_services.run_assignment(given.pk, clock=lambda: now)

    own = Enrolment.objects.get(learner=wanjiru)
    assert (own.required, own.due_at, own.assignment) == (True, now + timedelta(days=14), assignment)


def test_costs_as_many_statements_for_many(assignment, cohort, omar, academy, now):
    def cost(days):
        with statements() as found:
            change(assignment, omar, now, Dates(due_at=now + timedelta(days=days)))
        return len(found)

    few = cost(20)
    people = [User(service_number=f"KE-3{number:03}", name="N", institution=academy) for number in range(60)]
    people_services.join(cohort=cohort, people=User.objects.bulk_create(people), now=now)
    people = [User(service_number=f"KE-4{number:03}", name="N", institution=academy) for number in range(60)]
    late = now + timedelta(days=13)
    people_services.join(cohort=cohort, people=User.objects.bulk_create(people), now=late)
    assert cost(16) <= few + 1  # those who joined later have another date
    assert Enrolment.objects.count() == 122
    assert Assignment.objects.get().status == "done"


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


ASSIGNED = datetime(2026, 11, 1, 8, tzinfo=UTC)


DUE = datetime(2026, 11, 30, 20, 59, 59, tzinfo=UTC)


def end_of(year, month, day, hour=20):
    return datetime(year, month, day, hour, 59, 59, tzinfo=UTC)


class TestWhoJoinsLater:
    def joined(self, at, days=14, zone="Africa/Nairobi", dates=None):
        about = {"assigned_at": ASSIGNED, "days": days, "zone": ZoneInfo(zone)}
        return (dates or Dates(due_at=DUE)).for_who_joined(at, **about)

    @pytest.mark.parametrize(
        ("at", "about", "due"),
        [
            pytest.param(ASSIGNED + timedelta(days=2), {}, DUE, id="days enough are left"),
            pytest.param(
                datetime(2026, 11, 28, 9, tzinfo=UTC), {}, end_of(2026, 12, 12), id="the due date comes first"
            ),
            pytest.param(datetime(2027, 2, 1, 9, tzinfo=UTC), {}, end_of(2027, 2, 15), id="the due date is past"),
            pytest.param(datetime(2026, 11, 28, 22, tzinfo=UTC), {}, end_of(2026, 12, 13), id="the 29th in Nairobi"),
            pytest.param(
                datetime(2027, 10, 25, 9, tzinfo=UTC),
                {"zone": "Europe/Berlin"},
                end_of(2027, 11, 8, hour=22),
                id="the clocks change meanwhile",
            ),
            pytest.param(datetime(2027, 2, 1, 9, tzinfo=UTC), {"days": None}, DUE, id="nothing was said"),
            pytest.param(None, {"days": 200}, DUE, id="not known when"),
            pytest.param(ASSIGNED, {"days": 200}, DUE, id="there when it was assigned"),
            pytest.param(ASSIGNED - timedelta(days=9), {"days": 200}, DUE, id="there before"),
        ],
    )
    def test_has_so_many_days_of_the_institution_or_the_due_date_of_all(self, at, about, due):
        assert self.joined(at, **about).due_at == due

    def test_it_does_not_close_before_it_is_due_for_them(self):
        late = self.joined(
            datetime(2026, 11, 28, 9, tzinfo=UTC), dates=Dates(due_at=DUE, closes_at=DUE + timedelta(days=1))
        )
        assert late.closes_at == late.due_at

    def test_what_is_never_due_stays_so(self):
        assert self.joined(datetime(2027, 2, 1, 9, tzinfo=UTC), dates=Dates(required=False)) == Dates(required=False)


@given(due=st.datetimes(timezones=st.just(UTC)) | st.none(), until=st.datetimes(timezones=st.just(UTC)))
def test_more_time_never_takes_any(due, until):
    dates = Dates(due_at=due, closes_at=due)
    more = dates.until(until)
    assert more.until(until) == more
    assert (more.due_at is None) == (due is None)
    assert due is None or more.due_at == max(due, until) == more.closes_at
