"""A session in a real browser: planned, its code on the board, a learner in with a phone without scripts, the list, the
learner’s record and the answer.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.learning.sessions import attendance_services, board_code, services
from lms.learning.sessions.attendance_services import Mark
from lms.learning.sessions.models import Attendance, Session
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.conftest import make_person

from .conftest import DESKTOP, PHONE

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


def test_the_code_on_the_board_and_a_phone_without_scripts(contexts, sign_in, session, omar, wanjiru):
    board = sign_in(contexts(viewport=DESKTOP).new_page(), omar)
    board.goto(reverse("meetings:board", args=[session.pk]))
    assert board.locator("svg.qr").bounding_box()["width"] > 300
    assert "0 of 5 are here" in board.inner_text("main")

    phone = sign_in(contexts(java_script_enabled=False).new_page(), wanjiru)
    now = timezone.now()
    phone.goto(reverse("meetings:here", args=[session.pk, board_code.code(session.pk, board_code.step_of(now))]))
    phone.get_by_role("button", name="I am here").click()
    assert "You are noted: Present." in phone.inner_text("main")

    board.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    board.get_by_text("1 of 5 are here").wait_for()


def test_planning_and_the_list_by_hand(contexts, sign_in, session, omar):
    page = sign_in(contexts().new_page(), omar)
    page.goto(reverse("teach:cohort-tab", args=[session.cohort_id, "sessions"]))
    page.get_by_role("link", name="Plan a session").click()
    page.get_by_label("What it is about").fill("Debrief")
    page.get_by_label("Begins").fill("2026-12-01T09:00")
    page.get_by_label("Ends").fill("2026-12-01T10:00")
    page.get_by_label("Place").fill("Hall 1")
    page.get_by_role("button", name="Plan the session").click()
    assert Session.objects.filter(title="Debrief", room="Hall 1").exists()

    page.goto(reverse("meetings:attendance", args=[session.pk]))
    page.get_by_role("button", name="Note all 5 others as present").click()
    page.get_by_label("Came: Abdi Hassan").select_option("absent")
    page.get_by_role("button", name="Save this page").click()
    assert "Saved for 1 person." in page.inner_text("main")
    assert Attendance.objects.get(learner__name="Abdi Hassan").status == "absent"


def test_every_page_is_accessible_and_fits(contexts, sign_in, faults_of, session, noted, omar, wanjiru, abdi):
    now = timezone.now()
    here = reverse("meetings:here", args=[session.pk, board_code.code(session.pk, board_code.step_of(now))])
    looks = [
        (omar, "tab", reverse("teach:cohort-tab", args=[session.cohort_id, "sessions"])),
        (omar, "index", reverse("meetings:index")),
        (omar, "plan", reverse("meetings:plan", args=[session.cohort_id])),
        (omar, "session", reverse("meetings:show", args=[session.pk])),
        (omar, "call-off", reverse("meetings:call-off", args=[session.pk])),
        (omar, "attendance", reverse("meetings:attendance", args=[session.pk])),
        (omar, "sheet", reverse("meetings:sheet", args=[session.pk])),
        (omar, "board", reverse("meetings:board", args=[session.pk])),
        (omar, "contests", reverse("meetings:contests")),
        (omar, "answer", reverse("meetings:answer", args=[noted.pk])),
        (abdi, "here", here),
        (wanjiru, "mine", reverse("meetings:mine")),
        (wanjiru, "own", reverse("meetings:own", args=[noted.pk])),
    ]
    found = []
    for person, name, address in looks:
        page = sign_in(contexts().new_page(), person)
        page.goto(address)
        found += faults_of(page, f"sessions-{name}")
    assert found == []


def test_in_arabic_the_list_and_the_record_fit(
    contexts, sign_in, faults_of, session, noted, omar, wanjiru, live_server
):
    found = []
    for person, name, address in (
        (omar, "attendance", reverse("meetings:attendance", args=[session.pk])),
        (omar, "session", reverse("meetings:show", args=[session.pk])),
        (wanjiru, "own", reverse("meetings:own", args=[noted.pk])),
    ):
        context = contexts()
        context.add_cookies([{"name": "django_language", "value": "ar", "url": live_server.url}])
        page = sign_in(context.new_page(), person)
        page.goto(address)
        assert page.evaluate("document.documentElement.dir") == "rtl"
        found += faults_of(page, f"sessions-ar-{name}", sizes=(PHONE,), schemes=("light",))
    assert found == []
