"""Figures of sessions, certificates and cohorts: each number is that of its rows, and leads to them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate
from lms.desks.teaching.models import MemberStanding
from lms.desks.teaching.standing.rules import Reason
from lms.learning.sessions.models import Attendance, Session
from lms.people.directory.models import CohortMember

from .conftest import at
from .test_cross_tables import table
from .test_exports import read_csv

CROSS = "/reports/more/cross-table/"
PRESETS = ("officers", "attendance", "attendance-by-course", "certificates", "attention")


@pytest.fixture
def came(world):
    """Two sessions of two hours: M1 (a woman) came to both, M3 (a man) to one. A third was called off."""
    cohort = world.cohorts["mlima"]
    about = {"cohort": cohort, "institution": cohort.institution, "room": "R"}
    for day, minutes in ((2, (90, 0)), (9, (60, 45))):
        session = Session.objects.create(title="T", planned_at=at(10, day, 8), ends_at=at(10, day, 10), **about)
        for number, stayed in zip(("M1", "M3"), minutes, strict=True):
            status = "present" if stayed else "absent"
            row = {"status": status, "minutes": stayed, "way": "list", "at": at(10, day)}
            Attendance.objects.create(session=session, learner=world[number].learner, **row)
    off = {"cancelled_at": at(10, 1), "reason": "Flood"}
    Session.objects.create(title="T", planned_at=at(10, 16, 8), ends_at=at(10, 16, 10), **off, **about)
    return world


def total(client, figure: str, query: str = "") -> dict[str, str]:
    return table(client, f"figure={figure}&rows=academy&columns=sex&{query}")["Total"]


def test_people_attendances_and_hours_are_told_apart(came, as_, halima):
    client = as_(halima)
    assert total(client, "meetings_people") == {"Total: Officers who attended sessions": "2", "Woman": "1", "Man": "1"}
    assert total(client, "meetings_attendances") == {"Total: Attendances": "3", "Woman": "2", "Man": "1"}
    assert total(client, "meetings_hours") == {"Total: Hours attended": "3.25", "Woman": "2.5", "Man": "0.75"}
    planned = "Total: Hours planned for those on the lists"
    assert total(client, "meetings_planned") == {planned: "8", "Woman": "4", "Man": "4"}
    held = table(client, "figure=meetings_sessions&rows=cohort&columns=month")
    assert held["Total"] == {"Total: Hours of sessions": "4", "October 2026": "4"}


def test_filters_of_attendance_are_sex_cohort_place_and_period(came, as_, halima, neighbour_academy):
    client = as_(halima)
    name = "Total: Attendances"
    cohort = came.cohorts["mlima"].pk
    for query, number in {
        "sex=F": "2",
        f"cohort={cohort}": "3",
        "cohort=any": "3",
        "from=2026-10-03": "2",
        "from=2026-10-09&to=2026-10-09&sex=M": "1",
    }.items():
        assert total(client, "meetings_attendances", query)[name] == number, query
    for query in ("cohort=none", f"institution={neighbour_academy.pk}"):
        assert table(client, f"figure=meetings_attendances&rows=academy&columns=sex&{query}") == {}, query


def test_hours_and_attendance_are_counted_by_course(came, as_, halima, course):
    client = as_(halima)
    Session.objects.filter(planned_at=at(10, 9, 8)).update(course=course)
    found = table(client, "figure=meetings_hours&rows=course&columns=sex")
    title = course.title_in("en")
    assert list(found) == [title, "For no course", "Total"]
    assert [found[name]["Total: Hours attended"] for name in found] == ["1.75", "1.5", "3.25"]
    preset = client.get("/reports/more/attendance-by-course/").context["table"]
    assert [row[0].text for row in preset.rows] == [title, "For no course"]
    for row, number in zip(preset.rows, (2, 1), strict=True):
        lines = client.get(row[1].url)
        assert lines.context["page"].paginator.count == number, row[1].url
        assert {line[4].text for line in lines.context["table"].rows} == {row[0].text}
    assert "no course called “none”" in client.get(f"{CROSS}?course=none&small=hidden").content.decode()


def test_a_refused_division_is_told_with_those_that_fit(came, as_, halima):
    page = as_(halima).get("/reports/more/cross-table/?figure=meetings_hours&rows=course&course=x").content.decode()
    assert "There is no course called" in page
    page = as_(halima).get("/reports/more/cross-table/?figure=meetings_hours&rows=rank&rank=cadet").content.decode()
    assert "This figure has these divisions alone: Country, Academy, Unit, Cohort, Sex, Course, Month." in page
    assert "This figure has these filters alone: Institution, Period, Sex, Cohort, Course." in page


@pytest.fixture
def certified(world):
    """Certificates of M1 and M2, of which one expires on the last day of March 2027, and one was replaced."""
    first, second = Certificate.objects.filter(earned_by__in=[world["M1"].pk, world["M2"].pk]).order_by("pk")
    Certificate.objects.update(issued_at=at(9, 1), valid_until=None)
    Certificate.objects.filter(pk=first.pk).update(valid_until=date(2027, 3, 31))
    Certificate.objects.filter(pk=second.pk).update(revoked_at=at(10, 5), revoked_why="Wrong name")
    return world


def test_certificates_are_counted_by_what_became_of_them(certified, as_, halima):
    client = as_(halima)
    numbers = {
        figure: table(client, f"figure=certificates_{figure}&rows=month&columns=one").get("Total", {})
        for figure in ("issued", "expiring", "revoked", "replaced")
    }
    mine = Certificate.objects.filter(earned_by__institution__country="KE").count()
    assert numbers["issued"] == {"Certificates issued": str(mine)}
    assert numbers["expiring"] == {"Certificates that expire": "1"}
    assert numbers["revoked"] == {"Certificates revoked": "1"}
    assert numbers["replaced"] == {}


def test_the_last_day_of_a_certificate_is_in_its_month(certified, as_, halima):
    client, query = as_(halima), "figure=certificates_expiring&rows=month&columns=one"
    assert list(table(client, f"{query}&from=2027-03-31&to=2027-03-31")) == ["March 2027", "Total"]
    assert table(client, f"{query}&from=2027-04-01") == table(client, f"{query}&to=2027-03-30") == {}


@pytest.fixture
def standing(world):
    """The stored reasons: the first member is overdue, the second not seen, all others are on track."""
    MemberStanding.objects.all().delete()
    members = CohortMember.objects.filter(cohort=world.cohorts["mlima"]).order_by("pk")
    rows = {"enrolled": 0, "completed": 0, "done": 0, "seen": 0, "name_key": b""}
    for place, member in enumerate(members):
        reason = {0: Reason.OVERDUE, 1: Reason.QUIET}.get(place, Reason.ON_TRACK)
        MemberStanding.objects.create(member=member, cohort=member.cohort, reason=reason, **rows)
    return [member.user for member in members]


def test_who_needs_attention_is_counted_by_the_stored_reason(world, standing, as_, halima):
    client = as_(halima)
    for figure, number in {"attention": "2", "attention_overdue": "1", "attention_quiet": "1"}.items():
        found = table(client, f"figure={figure}&rows=academy&then=cohort&columns=one")
        assert [list(row.values()) for row in found.values()] == [[number]] * len(found), figure
    assert table(client, "figure=attention_slow&rows=cohort&columns=one") == {}


@pytest.mark.parametrize("figure", ["meetings_hours", "meetings_people", "attention", "certificates_issued"])
def test_a_figure_opens_its_rows_and_these_their_people(came, standing, as_, halima, figure):
    client = as_(halima)
    page = client.get(f"/reports/more/cross-table/?figure={figure}&rows=academy&columns=sex")
    opened = [cell for row in page.context["table"].rows for cell in row if cell.url]
    assert opened
    for cell in opened:
        lines = client.get(cell.url)
        assert lines.status_code == 200, cell.url
        written = lines.context["table"]
        names = [row[0].text for row in written.rows]
        if figure == "meetings_hours":
            assert sum(float(row[-1].text) for row in written.rows) == float(cell.text)
        else:
            assert len(set(names)) == int(cell.text)
        assert all("/teach/people/" in row[0].url for row in written.rows)


def test_rows_are_a_file_too_and_never_those_of_others(came, as_, halima, ugandan_coordinator, omar):
    address = "/reports/more/figure-rows/csv/?figure=meetings_hours"
    assert len(read_csv(as_(halima).get(address))) == 4
    assert len(read_csv(as_(ugandan_coordinator).get(address))) == 1
    assert as_(omar).get("/reports/more/figure-rows/").status_code == 404


@pytest.mark.parametrize("slug", PRESETS)
def test_a_preset_is_a_cross_table_that_begins_somewhere(came, standing, as_, halima, slug):
    client = as_(halima)
    page = client.get(f"/reports/more/{slug}/")
    assert page.status_code == 200
    assert page.context["table"].rows
    changed = client.get(f"/reports/more/{slug}/?figure=persons&rows=sex&then=&columns=one")
    assert changed.context["title"] == "Officers who completed by Sex"
    assert client.get(f"/reports/more/{slug}/csv/").status_code == 200


def test_statements_do_not_grow_with_rows(came, as_, halima):
    client, counts = as_(halima), []
    for _again in range(2):
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/reports/more/attendance/").status_code == 200
            assert client.get("/reports/more/figure-rows/?figure=meetings_hours").status_code == 200
        counts.append(len(caught))
        for session in list(Session.objects.filter(cancelled_at=None)):
            rows = list(session.attendance.all())
            session.pk, session.planned_at = None, session.planned_at - timedelta(days=40)
            session.save()
            for row in rows:
                row.pk, row.session = None, session
                row.save()
    assert counts[0] == counts[1]


def test_a_division_that_the_figure_does_not_have_is_refused_and_no_other_figure_shown(world, as_, halima):
    answer = as_(halima).get("/reports/more/attendance/?rows=rank")
    assert answer.status_code == 400
    assert "This figure has these divisions alone" in answer.content.decode()
