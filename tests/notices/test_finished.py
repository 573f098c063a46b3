"""Whoever began work in the background is told when it is done, once, and nobody else is."""

from datetime import timedelta

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.questions.models import Import
from assessments.quiz.models import Regrade, StatisticsRun
from assessments.quiz.statistics import services
from courses.models import Activity
from lms.desks.notices import due_notices
from lms.desks.notices import services as reading
from lms.desks.notices.models import Notice
from lms.desks.notices.texts import words_of
from lms.learning.progress.enrolments import assignment_services, date_changes, withdrawal_services
from lms.learning.progress.models.assignments import Assignment
from lms.learning.progress.models.dates import Dates
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort
from lms.people.identity.accounts.models import CardSheet
from tests.builders import make_course, release
from tests.conftest import make_person

LATER = timedelta(minutes=5)


def told(*kinds: str, now) -> dict[str, list[str]]:
    """Gather, and give what was told of these kinds, by service number."""
    due_notices.gather(now=now)
    rows = list(Notice.objects.filter(kind__in=kinds).select_related("person__institution").order_by("pk"))
    words = words_of(rows, {row.person_id: row.person for row in rows}, now=now, language="en")
    said: dict[str, list[str]] = {}
    for row in rows:
        said.setdefault(row.person.service_number, []).append(words[row.pk].text if words[row.pk] else "")
    return said


class TestAssigning:
    def test_of_several_courses_at_once_one_thing_is_told_when_the_last_is_done(
        self, cohort, course, programme_page, omar, now
    ):
        other = release(make_course(programme_page, slug="smuggling"))
        first, last = assignment_services.assign(cohort=cohort, courses=[course, other], by=omar, now=now)
        assignment_services.run_assignment(first.pk, clock=lambda: now)
        assert told("assigning_finished", now=now + LATER) == {}
        assignment_services.run_assignment(last.pk, clock=lambda: now + LATER)
        for times in (2, 3):
            said = told("assigning_finished", now=now + LATER * times)
        assert said == {"KE-100": ["Your assignment or change in “Intake 2026 B” now applies to everybody there."]}

    def test_other_dates_and_withdrawing_are_told_to_whoever_did_that(self, cohort, course, academy, omar, now):
        amina = make_person("KE-101", "Amina Juma", academy, Role.INSTRUCTOR)
        (given,) = assignment_services.assign(cohort=cohort, courses=[course], by=omar, now=now)
        assignment_services.run_assignment(given.pk, clock=lambda: now)
        told("assigning_finished", now=now + LATER)
        dates = Dates(due_at=now + timedelta(days=20))
        date_changes.change_dates(assignment=given, dates=dates, late_days=None, by=amina, now=now + LATER)
        assignment_services.run_assignment(given.pk, clock=lambda: now + LATER)
        told("assigning_finished", now=now + LATER * 2)
        withdrawal_services.withdraw(assignment=given, by=amina, now=now + LATER * 3)
        assignment_services.run_assignment(given.pk, clock=lambda: now + LATER * 3)
        said = told("assigning_finished", now=now + LATER * 4)
        assert [len(said["KE-100"]), len(said["KE-101"])] == [1, 2]
        assert said["KE-101"][1] == "Your withdrawal in “Intake 2026 B” is done. Work that was begun stays."

    def test_what_goes_on_by_itself_tells_nobody_anew(self, cohort, course, omar, now):
        (given,) = assignment_services.assign(cohort=cohort, courses=[course], by=omar, now=now)
        for minutes in (0, 9):
            Assignment.objects.update(status="pending", reached=0, handled=0)
            assignment_services.run_assignment(given.pk, clock=lambda minutes=minutes: now + timedelta(minutes=minutes))
            told("assigning_finished", now=now + timedelta(minutes=minutes + 3))
        assert Notice.objects.filter(kind="assigning_finished").count() == 1

    def test_costs_the_same_statements_for_many(self, academy, course, omar, now):
        due_notices.gather(now=now)
        counted = []
        for number in (1, 6):
            for one in range(number):
                cohort = Cohort.objects.create(institution=academy, name=f"{number}-{one}")
                assignment_services.assign(cohort=cohort, courses=[course], by=omar, now=now + LATER)
            Assignment.objects.update(status="done", touched_at=now + LATER)
            Notice.objects.all().delete()
            with CaptureQueriesContext(connection) as statements:
                due_notices.gather(now=now + LATER * (number + 1))
            counted.append(len(statements))
        assert Notice.objects.filter(kind="assigning_finished").count() == 7
        assert counted[0] == counted[1]


class TestOtherWork:
    def test_statistics_that_somebody_asked_for(self, course, omar, now):
        quiz = Activity.objects.get(kind="quiz")
        for by in (None, omar):
            run = services.ask(activity=quiz, which="first", now=timezone.now(), by=by)
            services.calculate(run.pk, now=timezone.now())
            said = told("quiz_statistics_finished", now=timezone.now() + LATER * (2 if by else 1))
            assert said == (
                {"KE-100": [f"The statistics of “{quiz.titles['en']}” that you asked for are there."]} if by else {}
            )
        StatisticsRun.objects.update(status="failed")
        said = told("quiz_statistics_finished", now=timezone.now() + LATER * 3)
        assert said["KE-100"] == [
            "",
            f"The statistics of “{quiz.titles['en']}” could not be computed. Ask for them again.",
        ]

    def test_a_key_that_somebody_corrected(self, course, omar, now):
        quiz = Activity.objects.get(kind="quiz")
        about = {"activity": quiz, "question": "q", "title": "Which act?", "keys": [], "reason": "Wrong", "by": omar}
        Regrade.objects.create(**about, asked_at=now, touched_at=now, changed=7, status="done")
        Regrade.objects.create(**about, asked_at=now, touched_at=now, status="running")
        assert told("quiz_regrade_finished", now=now + LATER) == {
            "KE-100": ["The corrected key of “Which act?” counts. Results that it changed: 7."]
        }

    def test_a_file_of_questions_at_each_of_its_steps(self, site, omar, now):
        from wagtail.models import Locale

        batch = Import.objects.create(
            name="exam.gift", locale=Locale.objects.get(language_code="en"), by=omar, made_at=now, touched_at=now
        )
        said = []
        for number, status in enumerate(("reading", "read", "writing", "done")):
            Import.objects.filter(pk=batch.pk).update(status=status, touched_at=now + LATER * number)
            said = told("questions_import_finished", now=now + LATER * (number + 1)).get("KE-100", [])
        assert said == ["", "The questions of the file “exam.gift”: Done."]

    def test_cards_as_long_as_they_can_be_fetched(self, omar, now):
        sheet = CardSheet.objects.create(
            title="Intake", language="en", by=omar, made_at=now, touched_at=now, status="done", sealed="x"
        )
        sentence = "The activation cards are made. Print them within a day: they can be fetched once."
        assert told("cards_finished", now=now + LATER) == {"KE-100": [sentence]}
        CardSheet.objects.filter(pk=sheet.pk).update(sealed="", printed_at=now + LATER)
        assert told("cards_finished", now=now + LATER * 2) == {"KE-100": [""]}

    def test_nothing_comes_by_mail_unless_somebody_wants_it(self, omar, now):
        type(omar).objects.filter(pk=omar.pk).update(email="omar@example.org")
        CardSheet.objects.create(language="en", by=omar, made_at=now, touched_at=now, status="done", sealed="x")
        reading.choose(person=omar, chosen={("cards_finished", "mail"): False})
        due_notices.gather(now=now + LATER)
        assert (Notice.objects.count(), Notice.objects.get().deliveries.count(), mail.outbox) == (1, 0, [])
