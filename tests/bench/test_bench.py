"""The bench's own machinery: what it counts, what it writes, and what it refuses."""

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import Cohort
from lms.people.identity.sessions.models import Session
from tests.builders import complete, make_course, release
from tests.conftest import make_person

from .client import Answer
from .counting import HEADER, CountStatements
from .growth import table
from .jobs import ASSIGN, COURSES, LATE, MOST
from .measure import Cost, Request
from .memory import WEB, Figure
from .report import document, line, problems, remember
from .stores import PostgreSQL, SQLite, environment, sessions_in_use
from .work.assignments import fill as fill_cohort
from .work.assignments import weighed
from .work.certificates import make as make_certificates
from .work.practice import RUNS, busy_day, prepare, prepare_polling
from .work.reminders import remind
from .work.statistics import calculate, fill

LESSON = Request("lesson", lambda stage, number: Answer(200, {}, b""), statements=4, ratio=12, gzipped=100)


def cost(**changed) -> Cost:
    values = {
        "request": "lesson",
        "database": "sqlite",
        "cpu_ms": 4.2,
        "sql": 4,
        "bytes": 1234,
        "bytes_gzip": 90,
        "ratio": 2.0,
        "floor_ms": 2.1,
        "spread": 0.04,
        "limit_ratio": 9.5,
    }
    return Cost(**{**values, **changed})


@pytest.mark.once
@pytest.mark.parametrize("store", [PostgreSQL, SQLite])
def test_the_settings_of_the_bench_are_taken_and_its_application_can_be_imported_before_anything_else(
    store, monkeypatch
):
    monkeypatch.setenv("BENCH_DATABASE_URL", "postgres://bench@127.0.0.1:5432/postgres")
    command = [sys.executable, "-c", "import tests.bench.wsgi"]
    subprocess.run(command, env=environment(**store().template()), check=True)


class TestCounting:
    @pytest.fixture
    def counted(self, db, rf):
        """The header of a response whose view does what it is given."""

        def ask(view) -> str:
            return CountStatements(view)(rf.get("/")).headers[HEADER]

        return ask

    def test_counts_the_statements_of_a_request(self, counted, academy):
        from django.http import HttpResponse

        from lms.people.directory.institutions import Institution

        twice = counted(lambda request: HttpResponse(f"{Institution.objects.count()} {Institution.objects.first()}"))
        assert twice == "2"

    def test_counts_what_a_streamed_body_asks_for_when_it_is_read(self, db, rf, academy):
        from django.http import StreamingHttpResponse

        from lms.people.directory.institutions import Institution

        from . import counting

        response = CountStatements(
            lambda request: StreamingHttpResponse(name for name in Institution.objects.values_list("name", flat=True))
        )(rf.get("/"))
        assert HEADER not in response.headers
        assert b"Mlima Police Academy" in b"".join(response.streaming_content)
        assert counting.last_streamed == 1


class TestTable:
    def test_passing_the_limit_of_statements_or_bytes_is_one_each(self):
        found = problems(cost(sql=5, bytes_gzip=101), LESSON)
        assert [("statements" in text, "gzipped" in text) for text in found] == [(True, False), (False, True)]

    def test_a_ratio_beyond_its_aim_is_said_but_is_no_problem(self):
        beyond = cost(limit_ratio=12.6)
        assert "13 (beyond)" in line(beyond, LESSON)
        assert problems(beyond, LESSON) == []

    def test_the_document_says_the_day_and_how_noisy_it_was(self):
        text = document([cost(), cost(database="postgresql", spread=0.2)], [LESSON], date(2026, 11, 24))
        assert "2026-11-24" in text
        assert "at most 20%" in text
        assert text.index("PostgreSQL, 1,000,000") < text.index("SQLite, 100,000")

    def test_what_is_measured_anew_replaces_what_was_remembered(self, tmp_path):
        file = tmp_path / "latest.json"
        remember([cost(), cost(request="course")], file)
        remember([cost(sql=3)], file)
        rows = {row["request"]: row for row in json.loads(file.read_text())}
        assert rows["lesson"] == {
            "request": "lesson",
            "database": "sqlite",
            "cpu_ms": 4.2,
            "sql": 3,
            "bytes": 1234,
            "bytes_gzip": 90,
            "ratio": 2.0,
            "limit_ratio": 9.5,
        }
        assert set(rows) == {"lesson", "course"}


class TestMemory:
    def test_three_web_workers_beyond_their_limit_are_a_problem_and_beyond_their_aim_are_said(self):
        assert "441 MB, at most 440" in Figure(WEB, "sqlite", 441, "MB").problem
        assert not Figure(WEB, "sqlite", 440, "MB").problem
        assert Figure(WEB, "sqlite", 401, "MB").line == f"| {WEB} | 401 MB (beyond) | 400 | 440 |"


class TestGrowth:
    def test_a_row_says_what_a_page_costs_with_ever_more_enrolments(self):
        costs = [
            cost(request="overview", database="postgresql-10000", cpu_ms=30.0, limit_ratio=61.0),
            cost(request="overview", database="postgresql-100000", cpu_ms=40.0, limit_ratio=70.0),
            cost(request="overview", database="postgresql", cpu_ms=50.0, limit_ratio=80.0),
            cost(request="lesson", database="postgresql"),
        ]
        rows = table(costs)[1:]
        assert rows == [
            "| overview | 30.0 ms, 61 × limit, aim 60 (beyond) | 40.0 ms, 70 × limit | 50.0 ms, 80 × limit |"
        ]
        text = document(costs, [LESSON], date(2026, 11, 24))
        assert rows[0] in text and text.count("| overview |") == 2


class TestStatistics:
    def test_the_job_is_filled_in_bulk_and_measured(self, academy):
        for number in range(12):
            make_person(f"KE-6{number:03}", f"Cadet {number}", academy)
        found = calculate(fill(12))
        assert (found["attempts"], found["questions"]) == (12, 40)
        assert found["cpu_ms"] > 0 and found["peak_mb"] > found["grown_mb"] >= 0 and found["sql"] > 5


@pytest.mark.parametrize(("name", "enrolments"), [(ASSIGN, 12), (LATE, 12 * COURSES)])
def test_giving_courses_is_measured(name, enrolments, course, academy):
    for number in range(12):
        make_person(f"KE-6{number:03}", f"Cadet {number}", academy)
    found = weighed(name, fill_cohort(name, 12), 12)
    assert found["enrolments"] == enrolments
    assert found["cpu_ms"] > 0 and 5 < found["sql"] < MOST[name]


def test_sessions_of_old_data_are_in_use_so_that_no_request_writes_that_they_are(
    as_, wanjiru, django_assert_num_queries
):
    browser = as_(wanjiru)
    Session.objects.update(last_used_at=None, began_at=None, expire_date=timezone.now() + timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute(sessions_in_use(timezone.now()))
    with django_assert_num_queries(1):
        assert browser.get("/password/").status_code == 200
    assert Session.objects.get().expire_date > timezone.now() + timedelta(days=13)


def test_everybody_is_reminded_once_of_what_is_due(settings, enrolment, stranger, course, now):
    """Of an enrolment that is due in a week, made a month ago, whoever else there is."""
    settings.QUIET_HOURS = "00:00-00:00"
    found = remind(most=5)
    assert (found["people"], found["told"], found["mails"], found["again"]) == (1, 1, 1, 0)


class TestPractice:
    @pytest.fixture
    def made(self, programme_page, academy, neighbour_academy, omar, now):
        release(make_course(programme_page, slug="measured"))
        for place in (academy, neighbour_academy):
            Cohort.objects.create(institution=place, name="Intake")
        with time_machine.travel(now, tick=False):
            yield prepare(now=now) | prepare_polling(now=now, polling=9, takers=3)

    def test_seats_checklists_refreshers_and_calendars_are_there(self, made, client, as_, omar):
        assert (len(made["seats"]), len(made["polling"]), len(made["takers"])) == (RUNS * 7, 9, 3)
        assert len({one["run"] for one in made["seats"]}) == RUNS
        assert as_(omar).get(f"/x/observation/{made['checklist']}/").status_code == 200
        one = made["refreshed"][0]
        assert client.get(f"/p/calendar/{one['secret']}.ics").status_code == 200
        client.cookies["sessionid"] = made["seats"][0]["session"]
        assert client.get(f"/x/simulation/seat/{made['seats'][0]['pk']}/").status_code == 200
        client.cookies["sessionid"] = one["session"]
        assert b"What trafficking is" in client.get("/x/refreshers/").content

    def test_an_instructor_has_a_day_with_all_that_there_can_be(self, made, as_, omar, enrolment, now):
        complete(enrolment, now=now)
        assert busy_day(now=now) > 0
        page = as_(omar).get("/teach/today/").content.decode()
        lines = ("Class 0", "Work to mark", "Contested answers", "Contested attendance", "Questions without", "Late")
        assert [line for line in lines if line not in page] == []


def test_certificates_are_made_and_signed(enrolment, abdi, course, now, settings, tmp_path):
    settings.CERTIFICATE_KEYS = tmp_path
    progress.enrol(people=[abdi], course=course, now=now)
    for row in Enrolment.objects.all():
        complete(row, now=now)
    found = make_certificates(1)
    assert (found["made"], found["signed"]) == (1, 1) and found["cpu_ms"] > 0 and 0 < found["sql"] < 20
