"""The room of an exam and its minutes, as an invigilator has them on a phone."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.quiz.exams import exception_services, sittings
from assessments.quiz.exams.allowances import Allowance
from assessments.quiz.exams.minutes import services
from assessments.quiz.exams.minutes.models import Minute
from assessments.quiz.exams.minutes.services import EntryContent
from assessments.quiz.exams.room import services as seat_services
from assessments.quiz.exams.seats import Hall
from courses.models import Activity
from lms.people.administration.records import services as people_services
from tests.conftest import make_person

from .conftest import LANGUAGES
from .test_exams import sitting  # noqa: F401  the exam that is open

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("Wanjirũ wa Kamau", "Abdirahman Mohamud Abdullahi", "ሰላማዊት ገብረመድኅን", "محمد عبد الرحمن", "Otieno Odhiambo")


@pytest.fixture
def room(sitting, academy, wanjiru, abdi, omar):
    """Eleven people on their seats, one with more time; three entries, one of them corrected."""
    now = timezone.now()
    people = [make_person(f"KE-31{n}", f"{NAMES[n % len(NAMES)]}", academy) for n in range(9)]
    people_services.join(cohort=sitting.cohort, people=people, now=now)
    sittings.admit_latecomers(sitting=sitting, by=omar, now=now)
    activity = Activity.objects.get(slug="trafficking-quiz")
    allowed = Allowance(extra_percent=25)
    exception_services.give(activity=activity, whom=abdi, allowed=allowed, reason="Broken wrist", by=omar, now=now)
    seat_services.seat(sitting=sitting, hall=Hall(3, 4), order="mixed", by=omar, now=now, seed=1)
    how = {"by": omar, "key": uuid4(), "now": now}
    services.write(sitting=sitting, said=EntryContent("present", now, wanjiru.pk), **how)
    said = EntryContent("incident", now, None, "The power failed for four minutes; everybody went on by the battery.")
    services.write(sitting=sitting, said=said, **how | {"key": uuid4()})
    first = services.write(sitting=sitting, said=EntryContent("absent", now, abdi.pk), **how | {"key": uuid4()})
    services.correct(minute=first, said=EntryContent("late", now, abdi.pk), **how | {"key": uuid4()})
    return sitting


def at(room, name="minutes") -> str:
    return reverse(f"quiz:{name}", args=[room.pk])


def test_minutes_on_a_phone_without_scripts(device, room, omar, wanjiru):
    page = device(omar, java_script_enabled=False)
    page.goto(at(room))
    page.get_by_role("link", name="Wanjirũ wa Kamau").first.click()
    page.get_by_label("What happened").select_option("left")
    page.get_by_role("button", name="Write it down").click()
    assert "Written into the minutes" in page.inner_text("main")
    assert Minute.objects.filter(what="left", learner=wanjiru).exists()
    sittings.close_sitting(sitting=room, by=omar, now=timezone.now())
    page.goto(at(room))
    page.get_by_role("button", name="Note from the board who came").click()
    page.get_by_role("button", name="Sign and close the minutes").click()
    assert "Signed by Omar Otieno" in page.inner_text("main")


@LANGUAGES
def test_every_page_is_accessible_and_fits(faults_on, room, omar, language):
    minute = reverse("quiz:minute", args=[Minute.objects.standing().filter(what="late").get().pk])
    assert faults_on([(omar, [at(room, "board"), at(room, "room"), at(room), minute])], language) == []
