"""An exam in a real browser: in with the code, the board that refreshes itself, the cards on paper;
on a phone and in Arabic.
"""

import pytest
from django.utils import timezone

from assessments.quiz.exams import codes, sittings
from assessments.quiz.exams.admission import enter
from assessments.quiz.models import QuizPage, Ticket
from courses.models import Activity, Course
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments.assignment_services import assign, run_assignment
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import make_course
from tests.conftest import make_person
from tests.releasing import release_waiting

from .conftest import DESKTOP, LANGUAGES, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
QUIZ = "/learn/trafficking/trafficking-quiz/"


@pytest.fixture
def sitting(programme_page, academy, wanjiru, abdi, omar):
    """Open, with nobody inside yet."""
    now, page = timezone.now(), make_course(programme_page)
    quiz = QuizPage.objects.get(slug="trafficking-quiz")
    quiz.ticket, quiz.limit_minutes = True, 30
    quiz.save_revision().publish()
    assert release_waiting(now) == []
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    assignment = assign(
        cohort=cohort, courses=[Course.objects.get(pk=page.translation_key)], due_at=None, by=omar, now=now
    )[0]
    run_assignment(assignment.pk, clock=lambda: now)
    activity = Activity.objects.get(slug="trafficking-quiz")
    planned = sittings.plan(activity=activity, cohort=cohort, room="Hall 2", planned_at=now, invigilator=omar, now=now)
    return sittings.open_sitting(sitting=planned, by=omar, now=now)


def code_of(person) -> str:
    ticket = Ticket.objects.in_force().get(learner=person)
    return codes.spaced(codes.code(ticket.pk, ticket.nonce))


def begun(person) -> Attempt:
    """The attempt of somebody who came in with their code."""
    enrolment = Enrolment.objects.select_related("learner__institution", "institution", "course", "release").get(
        learner=person
    )
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    return enter(
        enrolment=enrolment, entry=entry, code=code_of(person), event_id=uuid7(), now=timezone.now(), language="en"
    )


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_the_code_lets_in_from_a_phone(sitting, contexts, sign_in, wanjiru, script):
    page = contexts(viewport=PHONE, java_script_enabled=script).new_page()
    sign_in(page, wanjiru)
    page.goto("/x/quiz/exam/")
    assert page.url.endswith(QUIZ)
    page.get_by_label("Code on your card").fill("22222222")
    page.get_by_role("button", name="Begin the exam").click()
    assert "not the one on your card" in page.get_by_role("alert").inner_text()
    page.get_by_label("Code on your card").fill(code_of(wanjiru).lower())
    page.get_by_role("button", name="Begin the exam").click()
    page.locator("[role=timer]").wait_for()
    assert Attempt.objects.get().enrolment.learner == wanjiru


def test_the_board_refreshes_itself_and_keeps_the_focus(sitting, contexts, sign_in, omar, wanjiru):
    page = contexts(viewport=DESKTOP).new_page()
    page.clock.install()
    sign_in(page, omar)
    page.goto(f"/x/quiz/exams/{sitting.pk}/")
    line = page.get_by_role("row", name=wanjiru.name)
    assert "Not arrived" in line.inner_text()
    page.get_by_role("link", name=wanjiru.name).focus()
    attempt = begun(wanjiru)
    item = attempt.form["items"][0]
    services.answer(attempt=attempt, data={f"q:{item['id']}": item["order"][:1]}, event_id=uuid7(), now=timezone.now())

    page.clock.run_for(13_000)

    line.get_by_text("1 of 2").wait_for()
    assert page.evaluate("document.activeElement.innerText") == wanjiru.name
    page.route("**/live/", lambda route: route.abort())
    page.clock.run_for(13_000)
    page.get_by_text("could not be refreshed").wait_for()


@LANGUAGES
def test_every_page_is_accessible_and_fits(sitting, faults_on, omar, wanjiru, abdi, language):
    begun(abdi)
    late = make_person("KE-7", "Chebet Kosgei", omar.institution)
    people_services.join(cohort=sitting.cohort, people=[late], now=timezone.now())
    ticket, cohort, exams = Ticket.objects.get(learner=abdi), sitting.cohort_id, "/x/quiz/exams/"
    own = [f"{sitting.pk}/", f"{sitting.pk}/sheet/", "", f"plan/{cohort}/", f"exceptions/{cohort}/"]
    staff = [*(f"{exams}{name}" for name in (*own, f"tickets/{ticket.pk}/")), f"/teach/cohorts/{cohort}/"]
    assert faults_on([(wanjiru, [QUIZ, "/x/quiz/exam/"]), (omar, staff)], language) == []


def test_on_paper_there_are_cards_and_nothing_else(sitting, contexts, sign_in, omar, wanjiru, abdi):
    page = contexts(viewport=DESKTOP).new_page()
    sign_in(page, omar)
    page.goto(f"/x/quiz/exams/{sitting.pk}/sheet/")
    page.emulate_media(media="print")

    for person in (wanjiru, abdi):
        card = page.locator(".cards .card", has_text=person.service_number)
        assert card.is_visible() and code_of(person) in card.inner_text() and "/x/quiz/exam/" in card.inner_text()
    assert not page.locator("h1").is_visible() and page.get_by_role("button", name="Make new codes").count() == 0
    assert page.pdf().startswith(b"%PDF")
