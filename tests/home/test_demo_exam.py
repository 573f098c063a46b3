"""The exam of the demo school, which is held and signed in any cohort with a quiz."""

from assessments.quiz.exams.minutes.queries import minutes_of
from assessments.quiz.models import Sitting
from home.demo import exams
from lms.people.administration.records import services as people_services
from tests.conftest import make_person
from tests.quiz.exams.conftest import cohort, course_page, settings_of_quiz  # noqa: F401


def test_is_kept_in_minutes_and_signed(cohort, academy, omar, now):
    people = [make_person(f"KE-8{number}", f"Cadet {number}", academy) for number in range(3)]
    people_services.join(cohort=cohort, people=people, now=now)
    exams.sit_cancelled(cohort, by=omar, now=now)
    found = minutes_of(Sitting.objects.get())
    assert found.signature is not None and found.open == 0
    assert [number for _word, number in found.counted] == [3, 1, 1, 0]
