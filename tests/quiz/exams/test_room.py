"""The plan of an exam, the list of who sits it, its seats and its times in the zone of the institution."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from assessments.quiz.exams import exception_services
from assessments.quiz.exams.allowances import Allowance
from assessments.quiz.exams.models import Override, Sitting
from assessments.quiz.exams.terms import moment
from assessments.quiz.exams.times import times_of
from lms.learning.progress.enrolments.withdrawal_services import withdraw
from lms.people.audit.models import AuditEntry
from tests.erring import assert_says
from tests.made_files import made_file
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
    answer = made_file(client, room(sitting, "room-paper"))
    text = read(answer)
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    assert wanjiru.service_number in text and "Abdi Hassan" in text and "Row 1, seat 2" in text
    entry = AuditEntry.objects.get(action="quiz_room_printed")
    assert (entry.by_id, entry.data) == (omar.pk, {"sitting": sitting.pk})


@pytest.mark.parametrize("many", [3, 40])
def test_costs_the_same_for_many(many, sitting, crowd, omar, as_):
    crowd(many)
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


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"room": "", "planned_at": "2027-01-31T09:00"}, "id_room", "Write in which room the exam takes place."),
        ({"room": "Hall 2", "planned_at": ""}, "id_planned_at", "Choose the day and the time."),
        ({"room": "Hall 2", "activity": "", "planned_at": "2027-01-31T09:00"}, "id_activity", "Choose a quiz from"),
        (
            {"room": "Hall 2", "planned_at": "9999-12-31T23:59"},
            "id_planned_at",
            "Choose a day within two years of today.",
        ),
        (
            {"room": "Hall 2", "planned_at": "0001-01-01T00:00"},
            "id_planned_at",
            "Choose a day within two years of today.",
        ),
        ({"room": "Hall 2", "planned_at": "tomorrow"}, "id_planned_at", "Write day and time like 2027-01-31 09:00."),
    ],
)
def test_a_sitting_is_not_planned_by_halves(cohort, activity, as_, omar, sent, field, sentence):
    response = as_(omar).post(reverse("quiz:plan", args=[cohort.pk]), {"activity": activity.pk, **sent})
    assert_says(response, field, sentence)
    assert not Sitting.objects.exists()


def test_a_quiz_of_a_course_that_was_withdrawn_is_not_offered(cohort, activity, as_, omar, now):
    addresses = [reverse(f"quiz:{name}", args=[cohort.pk]) for name in ("plan", "exceptions")]
    assert all(f'value="{activity.pk}"' in as_(omar).get(one).content.decode() for one in addresses)

    withdraw(assignment=cohort.assignments.get(), by=omar, now=now)

    assert not any(f'value="{activity.pk}"' in as_(omar).get(one).content.decode() for one in addresses)


@pytest.mark.parametrize("sent", ["ten", "-1", "1.5", "99999999"])
def test_a_number_that_cannot_be_read_is_no_exception_without_it(cohort, activity, as_, omar, sent):
    """Of a field for numbers a browser sends nothing where it reads none, and nothing is as for everybody."""
    address = reverse("quiz:exceptions", args=[cohort.pk])
    page = as_(omar).get(address).content.decode().split("<main")[1]
    assert 'type="number"' not in page and not re.search(r"<(?:input|select|textarea)[^>]* required", page)
    response = as_(omar).post(address, {"activity": activity.pk, "extra_minutes": sent, "reason": "Dyslexia"})
    assert_says(response, "id_extra_minutes", "Write a whole number from 0 to ")
    assert not Override.objects.exists()


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Friday 27 November"),
        ("fr", "vendredi 27 novembre"),
        ("so", "Jimco 27 Nofembar"),
        ("am", "ዓርብ፣ 27 ኖቬምበር"),
    ],
)
def test_have_the_names_of_days_and_months_in_every_language(language, written):
    with translation.override(language), timezone.override(UTC):
        said = moment(datetime(2020, 11, 27, 9, tzinfo=UTC))
    assert said.startswith(written)
    assert "2020" in said and "09:00" in said
