"""The little world of the reports, and completions of months that can be counted on fingers."""

from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment
from tests.builders import complete
from tests.conftest import make_person
from tests.reporting.conftest import _today, as_, world  # noqa: F401  fixtures

PAGE = "/reports/dashboard/"


def done(number: str, place, course, when, sex: str = "F") -> Enrolment:
    person = make_person(number, f"Person {number}", place, sex=sex)
    enrol(people=[person], course=course, now=when)
    return complete(Enrolment.objects.get(learner=person, completed_at=None), now=when)
