"""Series of sessions: dates by the clock on the wall, doubts about them, one notice, changes from a date on."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from lms.desks.notices.models import Notice
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.sessions import series, services
from lms.learning.sessions.attendance_services import Mark, take
from lms.learning.sessions.models import Session
from lms.people.directory.models import Cohort
from lms.people.directory.rules import OwnCase

from .conftest import HOUR, details

WEEK = timedelta(weeks=1)


def asked(now, weeks=3, **said):
    begins = now + timedelta(days=1)
    return {
        "kind": "class",
        "title": "Interviewing",
        "planned_at": f"{begins.astimezone(ZoneInfo('Africa/Nairobi')):%Y-%m-%dT%H:%M}",
        "ends_at": f"{begins.astimezone(ZoneInfo('Africa/Nairobi')) + 2 * HOUR:%Y-%m-%dT%H:%M}",
        "until": f"{begins + weeks * WEEK:%Y-%m-%d}",
        "room": "Hall 2",
        "plan": "",
        **said,
    }


@pytest.fixture
def planned(cohort, omar, now):
    """Four sessions, one each week."""
    own = details(now)
    dates = series.weekly(own, until=(now + 3 * WEEK).date(), zone=ZoneInfo("Africa/Nairobi"))
    return series.plan(cohort=cohort, details=own, dates=dates, series=uuid7(), instructors=[omar], by=omar, now=now)


class TestDates:
    def hours(self, zone, first, weeks):
        begins = datetime(*first, tzinfo=ZoneInfo(zone))
        own = services.Details("class", "T", "R", begins, begins + 2 * HOUR)
        return series.weekly(own, until=(begins + weeks * WEEK).date(), zone=ZoneInfo(zone))

    def test_keep_the_hour_on_the_wall_when_clocks_change(self):
        """Cairo put its clocks forward on 24 April 2026, and back on 29 October."""
        found = self.hours("Africa/Cairo", (2026, 4, 20, 9, 0), 2)
        assert [one.planned_at for one in found] == [
            datetime(2026, 4, 20, 7, tzinfo=UTC),
            datetime(2026, 4, 27, 6, tzinfo=UTC),
            datetime(2026, 5, 4, 6, tzinfo=UTC),
        ]
        assert {one.ends_at - one.planned_at for one in found} == {2 * HOUR}

    def test_in_an_hour_that_a_clock_leaves_out_it_still_ends_after_it_begins(self):
        found = self.hours("Africa/Cairo", (2026, 4, 17, 0, 0), 1)
        assert all(one.ends_at > one.planned_at for one in found)

    def test_are_sixty_at_most(self):
        assert len(self.hours("Africa/Nairobi", (2026, 1, 5, 9, 0), 500)) == series.MOST

    @pytest.mark.parametrize("country", ["DJ", "ER", "ET", "KE", "SO", "SS", "SD", "TZ", "UG"])
    def test_holidays_of_the_region_are_known(self, country):
        assert len(series.holidays_of(country, {2027})) >= 8

    def test_an_unknown_country_has_none(self):
        assert series.holidays_of("", {2027}) == {} == series.holidays_of("XX", {2027})


class TestDoubts:
    def test_say_what_the_cohort_the_place_and_the_instructor_have(self, cohort, omar, now, planned, academy):
        other = Cohort.objects.create(institution=academy, name="Other intake")
        dates = [series.Occurrence(now + HOUR, now + 2 * HOUR), series.Occurrence(now + 9 * HOUR, now + 10 * HOUR)]
        ours = series.with_doubts(dates, cohort=cohort, room="x", instructors=[])
        assert [one.against for one in ours] == [("The cohort has another meeting at this time.",), ()]
        theirs = series.with_doubts(dates, cohort=other, room="HALL 2", instructors=[omar])
        assert theirs[0].against == (
            f"{omar.name} leads another meeting at this time.",
            "The place is taken at this time.",
        )
        assert theirs[1].against == ()

    def test_a_session_that_was_called_off_is_in_nobodys_way(self, cohort, omar, now, planned):
        series.call_off(session=planned[0], reason="Rain", by=omar, now=now)
        dates = [series.Occurrence(now + HOUR, now + 2 * HOUR)]
        assert series.with_doubts(dates, cohort=cohort, room="Hall 2", instructors=[omar])[0].against == ()

    def test_say_holidays(self, cohort):
        new_year = datetime(2027, 1, 1, 9, tzinfo=UTC)
        dates = [series.Occurrence(new_year, new_year + HOUR)]
        [one] = series.with_doubts(dates, cohort=cohort, room="x", instructors=[])
        assert one.against == ("Holiday: New Year's Day",)

    def test_cost_the_same_statements_for_any_number_of_dates(self, cohort, omar, now, django_assert_max_num_queries):
        dates = [series.Occurrence(now + n * WEEK, now + n * WEEK + HOUR) for n in range(series.MOST)]
        with django_assert_max_num_queries(8):
            series.with_doubts(dates, cohort=cohort, room="Hall 2", instructors=[omar])


class TestPlanning:
    def test_shows_all_dates_before_anything_is_saved(self, as_, omar, cohort, now):
        page = as_(omar).post(reverse("meetings:plan", args=[cohort.pk]), asked(now)).content.decode()
        assert page.count('type="checkbox" name="date"') == 4
        assert 'name="title" value="Interviewing"' in page
        assert not Session.objects.exists()

    def test_plans_the_chosen_ones_and_tells_once(self, as_, omar, cohort, now, django_capture_on_commit_callbacks):
        address, client = reverse("meetings:plan", args=[cohort.pk]), as_(omar)
        page = client.post(address, asked(now)).content.decode()
        keys = [part.split('"')[0] for part in page.split('name="date" value="')[1:]]
        data = {**asked(now, instructors=[omar.pk]), "series": str(uuid7()), "do": "plan", "date": keys[:3]}
        for _again in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                assert client.post(address, data).status_code == 302
        sessions = list(Session.objects.order_by("planned_at"))
        assert len(sessions) == 3 and len({one.series for one in sessions}) == 1
        assert {one.planned_at - sessions[0].planned_at for one in sessions} == {0 * WEEK, WEEK, 2 * WEEK}
        told = Notice.objects.filter(kind="sessions_planned")
        assert told.count() == cohort.members.count()

    def test_none_chosen_is_said_beside_the_dates(self, as_, omar, cohort, now):
        response = as_(omar).post(reverse("meetings:plan", args=[cohort.pk]), asked(now, do="plan", date=["forged"]))
        assert response.status_code == 422
        assert "Choose one date at least." in response.content.decode()
        assert not Session.objects.exists()

    def test_the_way_back_keeps_what_was_filled_in(self, as_, omar, cohort, now):
        page = as_(omar).post(reverse("meetings:plan", args=[cohort.pk]), asked(now, do="back")).content.decode()
        assert 'value="Interviewing"' in page and "Repeat each week until" in page
        assert not Session.objects.exists()

    @pytest.mark.parametrize("weeks", [-1, 61])
    def test_a_last_day_that_makes_no_series_is_refused(self, weeks, as_, omar, cohort, now):
        response = as_(omar).post(reverse("meetings:plan", args=[cohort.pk]), asked(now, weeks=weeks))
        assert response.status_code == 422 and not Session.objects.exists()

    def test_a_series_of_another_cohort_is_not_given_back(self, cohort, omar, academy, now, planned):
        other = Cohort.objects.create(institution=academy, name="Other intake")
        made = series.plan(
            cohort=other,
            details=details(now),
            dates=[series.Occurrence(now + HOUR, now + 2 * HOUR)],
            series=planned[0].series,
            instructors=[],
            by=omar,
            now=now,
        )
        assert [one.cohort for one in made] == [other]
        assert other.pk not in {one.cohort_id for one in series.later_ones(planned[0])}

    def test_nobody_plans_for_their_own_cohort(self, cohort, wanjiru, now):
        with pytest.raises(OwnCase):
            series.plan(
                cohort=cohort,
                details=details(now),
                dates=[series.Occurrence(now + HOUR, now + 2 * HOUR)],
                series=uuid7(),
                instructors=[],
                by=wanjiru,
                now=now,
            )


class TestFromADateOn:
    def test_the_later_ones_move_with_it_and_everybody_is_told_once(self, cohort, omar, now, planned):
        Notice.objects.all().delete()
        own = details(now, planned_at=planned[1].planned_at + HOUR, ends_at=planned[1].ends_at + HOUR, room="Yard")
        changed = series.change(session=planned[1], details=own, instructors=[omar], by=omar, now=now)
        assert len(changed) == 3
        sessions = list(Session.objects.order_by("planned_at"))
        assert [one.room for one in sessions] == ["Hall 2", "Yard", "Yard", "Yard"]
        assert sessions[3].planned_at == planned[3].planned_at + HOUR
        assert Notice.objects.filter(kind="sessions_changed").count() == cohort.members.count()

    def test_one_alone_changes_alone(self, omar, now, planned):
        own = details(now, planned_at=planned[1].planned_at, ends_at=planned[1].ends_at, room="Yard")
        services.change(session=planned[1], details=own, instructors=[omar], by=omar, now=now)
        assert Session.objects.filter(room="Yard").count() == 1

    def test_those_that_were_held_stay(self, as_, cohort, omar, wanjiru, now, planned, clock):
        clock.move_to(planned[2].planned_at)
        marks = [Mark(wanjiru.pk, "present")]
        take(session=planned[2], marks=marks, way="list", by=omar, now=planned[2].planned_at)
        off = series.call_off(session=planned[1], reason="Exams", by=omar, now=now)
        assert [one.pk for one in off] == [planned[1].pk, planned[3].pk]

    def test_is_asked_on_the_page_and_only_of_a_series(self, as_, omar, cohort, now, planned, session):
        client = as_(omar)
        first, last = (
            reverse("meetings:call-off", args=[planned[1].pk]),
            reverse("meetings:call-off", args=[session.pk]),
        )
        assert "Also all later sessions of this series" in client.get(first).content.decode()
        assert "Also all later sessions of this series" not in client.get(last).content.decode()
        client.post(first, {"reason": "Exams", "following": "on"})
        assert Session.objects.held().filter(series__isnull=False).count() == 1
