"""Who needs attention and why, and in which order rows stand. Pure."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.desks.teaching.standing.epoch import Epoch
from lms.desks.teaching.standing.filters import Filters
from lms.desks.teaching.standing.rules import CourseStanding, Reason, Standing, moment, next_change, reason_for
from lms.desks.teaching.standing.thresholds import Thresholds
from lms.learning.progress.models import Enrolment

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
RULE = Thresholds()


def standing(*ways: CourseStanding, name: str = "Abdi", unit: int = 1) -> Standing:
    return Standing(1, name, "KE-1", unit, "Unit", dict(enumerate(ways)))


def way(**fields) -> CourseStanding:
    moments = {name: fields.pop(f"{name}_at", None) for name in ("due", "seen", "enrolled")}
    seconds = {name: at.timestamp() for name, at in moments.items() if at is not None}
    return CourseStanding(**{"enrolment": 1, "total": 4, "remaining": 2, "started": True, **fields, **seconds})


def why(*ways: CourseStanding, typical: float = 0, rule: Thresholds = RULE) -> Reason:
    found = standing(*ways)
    return reason_for(found, rule, done=found.done, typical=typical, now=NOW)


def test_overdue_comes_before_everything_else():
    assert why(way(due_at=NOW - timedelta(minutes=1), failures=2)) is Reason.OVERDUE


def test_a_course_due_now_is_not_overdue_after_rounding():
    assert why(CourseStanding(1, 4, 2, started=True, due=NOW.timestamp() - 0.00004)) is Reason.DUE_SOON
    assert why(way(due_at=NOW - timedelta(milliseconds=1))) is Reason.OVERDUE


def test_a_completed_course_is_never_overdue():
    assert why(way(completed=True, remaining=0, due_at=NOW - timedelta(days=9))) is Reason.COMPLETED


def test_no_attempt_left_comes_before_due_soon():
    assert why(way(due_at=NOW + timedelta(days=1), failures=2)) is Reason.NO_ATTEMPT_LEFT


def test_due_soon_is_within_seven_days():
    assert why(way(due_at=NOW + timedelta(days=6))) is Reason.DUE_SOON
    assert why(way(due_at=NOW + timedelta(days=7))) is Reason.ON_TRACK


def test_slower_is_fewer_than_half_of_what_the_median_learner_has_done():
    assert why(way(remaining=3), typical=2) is Reason.ON_TRACK
    assert why(way(remaining=3), typical=3) is Reason.SLOW


def test_quiet_is_who_was_not_seen_for_so_many_days_of_the_institution():
    begins = datetime(2026, 11, 14, tzinfo=UTC)
    assert why(way(seen_at=begins)) is Reason.ON_TRACK
    assert why(way(seen_at=begins - timedelta(minutes=1))) is Reason.QUIET
    assert why(way(enrolled_at=begins - timedelta(minutes=1))) is Reason.QUIET, "nor ever begun"
    nairobi = Thresholds(zone="Africa/Nairobi")
    assert nairobi.quiet(NOW) == datetime(2026, 11, 13, 21, tzinfo=UTC)
    assert nairobi.quiet(datetime(2026, 11, 23, 21, tzinfo=UTC)) == datetime(2026, 11, 13, 21, tzinfo=UTC)


def test_a_learner_seen_in_one_course_is_not_quiet_in_another():
    long_ago = NOW - timedelta(days=40)
    assert why(way(seen_at=long_ago), way(seen_at=NOW, completed=True, remaining=0)) is Reason.ON_TRACK
    assert why(way(seen_at=long_ago, completed=True, remaining=0)) is Reason.COMPLETED


def test_a_rule_that_was_tuned_counts():
    strict = Thresholds(soon_days=14, quiet_days=2, behind=80)
    assert why(way(due_at=NOW + timedelta(days=13)), rule=strict) is Reason.DUE_SOON
    assert why(way(seen_at=NOW - timedelta(days=4)), rule=strict) is Reason.QUIET
    assert why(way(remaining=3), typical=1.5, rule=strict) is Reason.SLOW
    assert why(way(remaining=3), typical=1.25, rule=strict) is Reason.ON_TRACK


def test_no_learner_is_slow_before_the_first_has_begun():
    assert why(way(remaining=4), typical=0) is Reason.ON_TRACK


def test_a_learner_with_nothing_to_do_needs_no_attention():
    assert not why().needs_attention


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(-900, 900), st.integers(-900, 900)), max_size=3),
    st.integers(0, 2000),
    st.sampled_from(["UTC", "Africa/Nairobi", "Africa/Cairo"]),
)
def test_time_alone_gives_no_other_reason_before_the_next_change(ways, hours, zone):
    rule = Thresholds(zone=zone)
    found = standing(
        *(
            way(
                remaining=left,
                completed=not left,
                due_at=NOW + timedelta(hours=due),
                seen_at=NOW + timedelta(hours=seen),
            )
            for left, due, seen in ways
        )
    )

    def reason(at):
        return reason_for(found, rule, done=found.done, typical=0, now=at)

    change = next_change(found, rule, now=NOW)
    later = NOW + timedelta(hours=hours)
    if change is not None and later >= change:
        later = change - timedelta(microseconds=1)
    assert change is None or change > NOW
    assert reason(later) is reason(NOW)


def test_the_address_says_the_filters_and_nonsense_is_left_out():
    asked = Filters.read({"show": "attention", "unit": "7", "sort": "seen"})
    assert asked == Filters(attention=True, unit=7, sort="seen")
    assert (
        Filters.read({"show": "attention", "unit": "7", "sort": "seen", "page": "2"}).query()
        == "show=attention&unit=7&sort=seen"
    )
    assert Filters.read({"show": "x", "unit": "²", "sort": "'"}) == Filters()
    assert Filters().query() == ""


@pytest.mark.parametrize(
    "written",
    [
        datetime(2026, 11, 24, 0, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 20, 59, 59, 999000, tzinfo=UTC),
        datetime(1999, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2044, 2, 29, 12, 30, 15, 1000, tzinfo=UTC),
    ],
)
def test_a_moment_comes_back_to_the_millisecond(enrolment, written):
    Enrolment.objects.update(due_at=written)
    assert moment(Enrolment.objects.values_list(Epoch("due_at"), flat=True).get()) == written


def test_no_moment_stays_none(enrolment):
    Enrolment.objects.update(due_at=None)
    assert moment(Enrolment.objects.values_list(Epoch("due_at"), flat=True).get()) is None
