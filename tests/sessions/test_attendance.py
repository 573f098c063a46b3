"""Who came: taken by the list and from the sheet, contested by learners and answered, at the same cost for many."""

import pytest
from django.db import IntegrityError, transaction

from lms.learning.sessions import attendance_services, services
from lms.learning.sessions.attendance_services import Mark
from lms.learning.sessions.models import Attendance
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.models import User
from lms.people.directory.rules import OwnCase
from tests.progress.counting import statements

from .conftest import HOUR, MINUTE, details


def take(session, *marks, by, now, way="list"):
    return attendance_services.take(session=session, marks=marks, way=way, by=by, now=now)


def noted() -> dict[str, tuple[str, int]]:
    rows = Attendance.objects.values_list("learner__service_number", "status", "minutes")
    return {number: (status, minutes) for number, status, minutes in rows}


def test_all_are_present_but_for_exceptions(session, wanjiru, abdi, omar, now):
    begun = now + HOUR
    assert set(attendance_services.all_present(session=session, way="list", by=omar, now=begun)) == {
        wanjiru.pk,
        abdi.pk,
    }
    take(session, Mark(abdi.pk, "late", missed=25), by=omar, now=begun)
    assert noted() == {"KE-20377": ("present", 180), "KE-20417": ("late", 155)}
    assert attendance_services.all_present(session=session, way="list", by=omar, now=begun) == []


def test_what_is_said_already_is_no_news_and_leaves_no_second_line_in_the_log(session, wanjiru, omar, now):
    for _time in range(2):
        take(session, Mark(wanjiru.pk, "excused", reason="Court"), by=omar, now=now)
    [entry] = AuditEntry.objects.filter(action="sessions_attendance")
    assert (entry.person, entry.by, entry.data) == (wanjiru, omar, {"session": session.pk, "status": "excused"})
    assert noted() == {"KE-20377": ("excused", 0)}


def test_nobody_is_noted_before_or_where_it_was_called_off(session, wanjiru, omar, now):
    with pytest.raises(attendance_services.NotHeld):
        take(session, Mark(wanjiru.pk, "present"), by=omar, now=now - MINUTE)
    services.call_off(session=session, reason="Rain", by=omar, now=now)
    with pytest.raises(attendance_services.NotHeld):
        take(session, Mark(wanjiru.pk, "present"), by=omar, now=now + HOUR)


def test_nobody_notes_themselves_or_somebody_of_another_cohort(session, cohort, omar, stranger, now):
    with pytest.raises(attendance_services.NotExpected):
        take(session, Mark(stranger.pk, "present"), by=omar, now=now)
    people_services.join(cohort=cohort, people=[omar], now=now)
    with pytest.raises(OwnCase):
        take(session, Mark(omar.pk, "present"), by=omar, now=now)
    assert not Attendance.objects.exists()


def test_who_left_the_cohort_since_can_still_be_corrected(session, cohort, wanjiru, omar, now):
    take(session, Mark(wanjiru.pk, "absent"), by=omar, now=now)
    people_services.leave(cohort=cohort, person=wanjiru, now=now)
    take(session, Mark(wanjiru.pk, "present"), by=omar, now=now)
    assert noted() == {"KE-20377": ("present", 180)}


def test_what_was_held_keeps_its_hours(session, wanjiru, omar, now):
    take(session, Mark(wanjiru.pk, "present"), by=omar, now=now)
    with pytest.raises(services.WasHeld):
        services.call_off(session=session, reason="Rain", by=omar, now=now)
    with pytest.raises(services.WasHeld):
        longer = details(now, ends_at=now + 9 * HOUR)
        services.change(session=session, details=longer, instructors=[omar], by=omar, now=now)
    services.change(session=session, details=details(now, room="Hall 3"), instructors=[omar], by=omar, now=now)


def test_a_learner_contests_once_and_somebody_else_answers(session, wanjiru, abdi, omar, now):
    take(session, Mark(wanjiru.pk, "absent"), by=omar, now=now)
    row = Attendance.objects.get()
    with pytest.raises(OwnCase):
        attendance_services.contest(attendance=row, text="I was there", by=abdi, now=now)
    attendance_services.contest(attendance=row, text="I was there", by=wanjiru, now=now)
    with pytest.raises(attendance_services.NotContested):
        attendance_services.contest(attendance=row, text="Really", by=wanjiru, now=now)
    assert list(Attendance.objects.contested()) == [row]
    mark = Mark(wanjiru.pk, "late", missed=10)
    with pytest.raises(OwnCase):
        attendance_services.answer(attendance=row, text="Yes", mark=mark, by=wanjiru, now=now)
    attendance_services.answer(attendance=row, text="You came late.", mark=mark, by=omar, now=now)
    with pytest.raises(attendance_services.NotContested):
        attendance_services.answer(attendance=row, text="Again", mark=Mark(wanjiru.pk, "absent"), by=omar, now=now)
    row.refresh_from_db()
    assert (row.status, row.minutes, row.contest, row.answer) == ("late", 170, "I was there", "You came late.")
    assert AuditEntry.objects.filter(action="sessions_contest_answered", person=wanjiru, by=omar).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "absent", "minutes": 5},
        {"status": "present", "minutes": 0},
        {"status": "excused", "minutes": 0, "reason": ""},
        {"contest": "Without an hour"},
        {"answer": "To nothing"},
    ],
    ids=str,
)
def test_the_database_refuses_what_makes_no_sense(wrong, session, wanjiru, omar, now):
    take(session, Mark(wanjiru.pk, "present"), by=omar, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.update(**wrong)


def test_three_hundred_people_cost_as_many_statements_as_three(session, cohort, omar, academy, now):
    def people(first: int, number: int) -> list[User]:
        rows = [
            User(service_number=f"KE-7{place:04}", name=f"Cadet {place}", institution=academy, password="!")
            for place in range(first, first + number)
        ]
        return User.objects.bulk_create(rows)

    def counted(number: int, first: int) -> int:
        people_services.join(cohort=cohort, people=people(first, number), now=now)
        with statements() as asked:
            assert len(attendance_services.all_present(session=session, way="list", by=omar, now=now)) >= number
        return len([one for one in asked if not one.startswith("INSERT")])

    assert counted(3, 0) == counted(300, 10)
