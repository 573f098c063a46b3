"""The list of who sits an exam, its seats on the page and on paper, and its times in the zone of the institution."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from assessments.quiz.exams import exception_services, sittings
from assessments.quiz.exams.allowances import Allowance
from assessments.quiz.exams.models import Sitting
from assessments.quiz.exams.times import times_of
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.models import User
from tests.progress.counting import statements

MINUTE = timedelta(minutes=1)


def room(sitting, name="room") -> str:
    return reverse(f"quiz:{name}", args=[sitting.pk])


def read(answer) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


@pytest.fixture
def extra(activity, wanjiru, omar, sitting, now):
    allowed = Allowance(extra_percent=25)
    return exception_services.give(
        activity=activity, whom=wanjiru, allowed=allowed, reason="Dyslexia", by=omar, now=now
    )


def test_says_who_sits_where_and_who_has_more_time(sitting, extra, wanjiru, omar, as_):
    client = as_(omar)
    data = {"rows": "2", "row_seats": "3", "order": "number"}
    assert client.post(room(sitting), data).url == room(sitting)
    page = client.get(room(sitting)).content.decode()
    assert "Row 1, seat 1" in page and "8 minutes" in " ".join(page.split())
    assert page.index(wanjiru.service_number) < page.index("KE-20417")
    assert "Row 1, seat 1" in client.get(reverse("quiz:sheet", args=[sitting.pk])).content.decode()


def test_what_is_no_room_is_told_beside_the_field(sitting, omar, as_):
    client = as_(omar)
    for wrong in (
        {"rows": "x"},
        {"rows": "0"},
        {"row_seats": "21"},
        {"order": "best"},
        {"rows": "1", "row_seats": "1"},
    ):
        answer = client.post(room(sitting), {"rows": "2", "row_seats": "3", "order": "number"} | wrong)
        assert answer.status_code == 422 and 'class="error"' in answer.content.decode()
    assert Sitting.objects.get().rows is None


def test_comes_as_a_pdf_and_the_log_knows(sitting, extra, wanjiru, abdi, omar, as_):
    client = as_(omar)
    client.post(room(sitting), {"rows": "2", "row_seats": "3", "order": "name"})
    answer = client.get(room(sitting, "room-paper"))
    text = read(answer)
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    assert wanjiru.service_number in text and "Abdi Hassan" in text and "Row 1, seat 2" in text
    entry = AuditEntry.objects.get(action="quiz_room_printed")
    assert (entry.by_id, entry.data) == (omar.pk, {"sitting": sitting.pk})


@pytest.mark.parametrize("name", ["room", "room-paper"])
@pytest.mark.parametrize("who", ["neighbour", "stranger", "wanjiru", "halima"])
def test_is_not_there_for_others(name, who, request, sitting, as_):
    assert as_(request.getfixturevalue(who)).get(room(sitting, name)).status_code == 404


@pytest.mark.parametrize("many", [3, 40])
def test_costs_the_same_for_many(many, sitting, cohort, omar, as_, now):
    people = User.objects.bulk_create([User(service_number=f"KE-9{n:04}", name=f"Cadet {n}") for n in range(many)])
    people_services.join(cohort=cohort, people=people, now=now)
    sittings.issue(sitting=sitting, now=now)
    client = as_(omar)
    client.get(room(sitting))
    with statements() as found:
        client.get(room(sitting))
    assert len(found) == 9, "\n".join(found)


class TestTimes:
    def test_are_of_those_who_begin_with_the_exam(self, sitting, extra, wanjiru, abdi, now):
        times = times_of(sitting)
        assert (times.starts_at, times.ends_at) == (now, now + 30 * MINUTE)
        assert times.others == [(now + 38 * MINUTE, 1)]
        assert (times.extra_minutes(wanjiru.pk), times.extra_minutes(abdi.pk)) == (8, 0)

    def test_go_from_when_it_was_opened(self, opened, omar, now):
        Sitting.objects.update(opened_at=now + 5 * MINUTE)
        opened.refresh_from_db()
        assert times_of(opened).ends_at == now + 35 * MINUTE

    def test_without_a_limit_for_one_person(self, sitting, activity, wanjiru, omar, now):
        allowed = Allowance(minutes=0)
        exception_services.give(activity=activity, whom=wanjiru, allowed=allowed, reason="Ill", by=omar, now=now)
        assert times_of(sitting).others == [(None, 1)] and times_of(sitting).extra_minutes(wanjiru.pk) == 0

    def test_stand_on_the_board_in_the_zone_of_the_institution_whatever_the_server_s_is(
        self, sitting, extra, academy, omar, as_, settings
    ):
        settings.TIME_ZONE = "America/Lima"
        academy.timezone = "Africa/Lagos"
        academy.save()
        page = as_(omar).get(reverse("quiz:board", args=[sitting.pk])).content.decode()
        assert "Tuesday 24 November, 10:00" in page and "Tuesday 24 November, 10:30" in page and "10:38" in page
        assert "Africa/Lagos (UTC+01:00)" in page

    def test_are_planned_in_that_zone_too(self, cohort, activity, academy, omar, as_):
        academy.timezone = "Africa/Lagos"
        academy.save()
        data = {"activity": str(activity.pk), "room": "Hall 2", "planned_at": "2026-11-27T23:30"}
        as_(omar).post(reverse("quiz:plan", args=[cohort.pk]), data)
        assert Sitting.objects.get().planned_at == datetime(2026, 11, 27, 22, 30, tzinfo=UTC)
