"""One learner on two phones at once, and the list saved while the code is scanned."""

import pytest

from lms.learning.sessions import attendance_services
from lms.learning.sessions.models import Attendance, Session
from lms.people.directory.models import User
from tests.progress.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_phones_and_the_list_at_once_are_one_record_each(session, wanjiru, abdi, omar, now):
    def scan():
        row = Session.objects.select_related("cohort", "institution").get(pk=session.pk)
        return attendance_services.arrive(session=row, learner=User.objects.get(pk=wanjiru.pk), now=now).pk

    def press():
        row = Session.objects.select_related("cohort", "institution").get(pk=session.pk)
        return attendance_services.all_present(session=row, way="list", by=omar, now=now)

    found = at_once(scan, press, scan, press)
    assert not [one for one in found if isinstance(one, Exception)]
    assert set(Attendance.objects.values_list("learner", flat=True)) == {wanjiru.pk, abdi.pk}
    assert Attendance.objects.count() == 2
