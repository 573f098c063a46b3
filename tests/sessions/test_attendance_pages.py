"""The pages on which attendance is taken, printed, contested and answered."""

import re

import pytest
from django.urls import reverse

from lms.learning.sessions import attendance_services
from lms.learning.sessions.attendance_services import Mark
from lms.learning.sessions.models import Attendance
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from tests.conftest import make_person
from tests.progress.counting import statements


@pytest.fixture(autouse=True)
def begun(clock, session):
    clock.move_to(session.planned_at)


@pytest.fixture
def listed(session) -> str:
    return reverse("meetings:attendance", args=[session.pk])


def was(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(was-\d+)" value="(\w+)"', page))


def line(person, status: str, missed: str = "", reason: str = "") -> dict[str, str]:
    return {f"status-{person.pk}": status, f"missed-{person.pk}": missed, f"reason-{person.pk}": reason}


class TestTheList:
    def test_is_taken_by_one_press_and_then_exceptions(self, as_, omar, wanjiru, abdi, session, listed):
        client = as_(omar)
        page = client.get(listed).content.decode()
        assert "Note all 2 others as present" in page and "KE-20377" in page
        page = client.post(reverse("meetings:all-present", args=[session.pk]), follow=True).content.decode()
        assert "Saved for 2 people." in page
        sent = was(page) | line(wanjiru, "present") | line(abdi, "late", "20", "The bus")
        page = client.post(listed, sent, follow=True).content.decode()
        assert "Saved for 1 person." in page
        assert set(Attendance.objects.values_list("learner__name", "status", "minutes", "reason", "way")) == {
            (wanjiru.name, "present", 180, "", "list"),
            (abdi.name, "late", 160, "The bus", "list"),
        }

    def test_what_is_not_touched_stays_also_where_somebody_else_was_quicker(
        self, as_, omar, wanjiru, abdi, session, listed, clock
    ):
        client = as_(omar)
        page = client.get(listed).content.decode()
        attendance_services.arrive(session=session, learner=wanjiru, now=session.planned_at)
        client.post(listed, was(page) | line(wanjiru, "") | line(abdi, "absent"))
        assert dict(Attendance.objects.values_list("learner", "status")) == {wanjiru.pk: "present", abdi.pk: "absent"}

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            (("late", ""), "how many minutes they missed, from 1 to 179"),
            (("late", "180"), "how many minutes they missed, from 1 to 179"),
            (("late", "many"), "how many minutes they missed, from 1 to 179"),
            (("excused", "", " "), "Write why they are excused."),
            (("excused", "", "x" * 301), "in 300 characters at most"),
            (("somewhere",), "Choose whether they came."),
            (("", "5"), "Choose whether they came."),
        ],
        ids=str,
    )
    def test_says_what_is_wrong_and_saves_nothing(self, values, sentence, as_, omar, wanjiru, abdi, listed):
        client = as_(omar)
        sent = was(client.get(listed).content.decode()) | line(wanjiru, *values) | line(abdi, "present")
        response = client.post(listed, sent)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert not Attendance.objects.exists()

    def test_signs_that_no_database_keeps_are_left_out(self, as_, omar, wanjiru, listed):
        as_(omar).post(listed, line(wanjiru, "excused", "", "Co\x00urt"))
        assert Attendance.objects.get().reason == "Court"

    def test_is_typed_in_from_the_sheet(self, as_, omar, wanjiru, abdi, session, listed):
        client = as_(omar)
        sheet = client.get(reverse("meetings:sheet", args=[session.pk])).content.decode()
        assert sheet.index(abdi.name) < sheet.index(wanjiru.name)
        assert "☐" in sheet and f"{listed}?from=sheet" in sheet
        assert AuditEntry.objects.filter(action="sessions_sheet", by=omar).exists()
        page = client.get(f"{listed}?from=sheet").content.decode()
        assert 'name="way" value="sheet" checked' in page
        assert page.index(abdi.name) < page.index(wanjiru.name)
        client.post(listed, was(page) | line(abdi, "present") | {"way": "sheet"})
        assert Attendance.objects.get().way == "sheet"

    def test_has_pages_and_costs_the_same_for_more(self, as_, omar, cohort, session, listed, academy, now):
        client = as_(omar)
        client.get(listed)
        with statements() as before:
            client.get(listed)
        people = [make_person(f"KE-8{number:03}", f"Cadet {number:03}", academy) for number in range(60)]
        people_services.join(cohort=cohort, people=people, now=now)
        with statements() as after:
            page = client.get(listed).content.decode()
        assert len(after) == len(before)
        assert page.count('name="was-') == 50
        sent = line(people[-1], "absent")
        client.post(f"{listed}?page=2", sent)
        assert Attendance.objects.get().learner == people[-1]

    def test_is_nothing_before_an_hour_before_it_begins(self, as_, omar, wanjiru, session, listed, clock, now):
        clock.move_to(now - (session.planned_at - now))
        client = as_(omar)
        page = client.post(listed, line(wanjiru, "present"), follow=True).content.decode()
        assert "has not begun yet" in page
        assert not Attendance.objects.exists()


class TestTheLearner:
    @pytest.fixture
    def row(self, session, wanjiru, omar, begun):
        marks = [Mark(wanjiru.pk, "late", missed=30)]
        attendance_services.take(session=session, marks=marks, way="list", by=omar, now=session.planned_at)
        return Attendance.objects.get()

    def test_reads_their_record_and_contests_it(self, as_, row, wanjiru, omar):
        client = as_(wanjiru)
        mine = client.get(reverse("meetings:mine")).content.decode()
        address = reverse("meetings:own", args=[row.pk])
        assert address in mine and "In all you attended 2 hours 30 minutes." in mine
        assert "Omar Otieno" in client.get(address).content.decode()
        assert client.post(address, {"text": " "}).status_code == 422
        page = client.post(address, {"text": "I was at the gate in time."}, follow=True).content.decode()
        assert "Nobody has answered yet." in page and 'name="text"' not in page

        staff = as_(omar)
        assert "1 learner disagrees" in staff.get(reverse("meetings:index")).content.decode()
        assert reverse("meetings:answer", args=[row.pk]) in staff.get(reverse("meetings:contests")).content.decode()
        answer = reverse("meetings:answer", args=[row.pk])
        assert staff.post(answer, {"status": "late", "text": "No"}).status_code == 422
        assert staff.post(answer, {"status": "excused", "text": "No"}).status_code == 422
        assert staff.post(answer, {"status": "present", "text": "You are right."}).status_code == 302
        page = client.get(address).content.decode()
        assert "You are right." in page and "3 hours" in page
        assert staff.post(answer, {"status": "absent", "text": "Again"}).status_code == 422

    def test_stands_on_the_page_of_the_person_for_staff(self, as_, row, wanjiru, omar, course, now):
        from lms.learning.progress.journal import services

        services.enrol(people=[wanjiru], course=course, now=now)
        tab = reverse("teach:person-tab", args=[wanjiru.pk, "sessions_attendance"])
        assert "In all they attended 2 hours 30 minutes." in as_(omar).get(tab).content.decode()
