"""A session in a real browser: planned, its code on the board, a learner in with a phone without scripts, the list, the
learner’s record and the answer.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.learning.sessions import attendance_services, board_code, services
from lms.learning.sessions.attendance_services import Mark
from lms.learning.sessions.models import Attendance
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.conftest import make_person

from .conftest import DESKTOP, LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(academy, wanjiru, abdi, omar):
    """It began five minutes ago."""
    now = timezone.now()
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    others = [make_person(f"KE-30{number}", f"Cadet {number}", academy) for number in range(3)]
    people_services.join(cohort=cohort, people=[wanjiru, abdi, *others], now=now)
    begins = now - timedelta(minutes=5)
    details = services.Details(
        "drill",
        "First contact at the checkpoint",
        "The yard behind Hall 2",
        begins,
        begins + timedelta(hours=3),
        "08:00 brief\n08:30 two lines of vehicles\n10:00 debrief. Bring gloves and the notebook.",
    )
    return services.plan(cohort=cohort, details=details, instructors=[omar], by=omar, now=now)


@pytest.fixture
def noted(session, wanjiru, abdi, omar):
    """Wanjirũ is late and contests it, Abdi is excused."""
    marks = [Mark(wanjiru.pk, "late", missed=25), Mark(abdi.pk, "excused", reason="Witness in court")]
    attendance_services.take(session=session, marks=marks, way="list", by=omar, now=timezone.now())
    row = Attendance.objects.get(learner=wanjiru)
    return attendance_services.contest(
        attendance=row, text="I was at the gate at eight.", by=wanjiru, now=timezone.now()
    )


def test_the_code_on_the_board_and_a_phone_without_scripts(device, session, omar, wanjiru):
    board = device(omar, viewport=DESKTOP)
    board.goto(reverse("meetings:board", args=[session.pk]))
    assert board.locator("svg.qr").bounding_box()["width"] > 300
    assert "0 of 5 are here" in board.inner_text("main")

    phone = device(wanjiru, java_script_enabled=False)
    now = timezone.now()
    phone.goto(reverse("meetings:here", args=[session.pk, board_code.code(session.pk, board_code.step_of(now))]))
    phone.get_by_role("button", name="I am here").click()
    assert "You are noted: Present." in phone.inner_text("main")

    board.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    board.get_by_text("1 of 5 are here").wait_for()


def test_the_list_by_hand(device, session, omar):
    page = device(omar)
    page.goto(reverse("meetings:attendance", args=[session.pk]))
    page.get_by_role("button", name="Note all 5 others as present").click()
    page.get_by_label("Came: Abdi Hassan").select_option("absent")
    page.get_by_role("button", name="Save this page").click()
    assert "Saved for 1 person." in page.inner_text("main")
    assert Attendance.objects.get(learner__name="Abdi Hassan").status == "absent"


@LANGUAGES
def test_every_page_is_accessible_and_fits(faults_on, session, noted, omar, wanjiru, abdi, language):
    here = reverse("meetings:here", args=[session.pk, board_code.code(session.pk, board_code.step_of(timezone.now()))])
    names = ("show", "call-off", "attendance", "sheet", "board")
    staff = [
        reverse("teach:cohort-tab", args=[session.cohort_id, "sessions"]),
        reverse("meetings:index"),
        reverse("meetings:plan", args=[session.cohort_id]),
        *(reverse(f"meetings:{name}", args=[session.pk]) for name in names),
        reverse("meetings:contests"),
        reverse("meetings:answer", args=[noted.pk]),
    ]
    own = [reverse("meetings:mine"), reverse("meetings:own", args=[noted.pk])]
    assert faults_on([(omar, staff), (abdi, [here]), (wanjiru, own)], language) == []
