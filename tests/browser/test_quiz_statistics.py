"""The statistics of a quiz in the admin: axe-core finds nothing, and a phone scrolls tables, not the page;
in English and in Arabic.
"""

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from assessments.quiz.models import StatisticsRun
from assessments.quiz.statistics import services as statistics_services
from courses.models import Activity
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.builders import right_answers, wrong_answers
from tests.conftest import make_person

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def computed(course, academy):
    """Statistics of thirty attempts, with a question whose key looks wrong and a translation that looks bad."""
    now, activity = timezone.now(), Activity.objects.get(slug="trafficking-quiz")
    people = [make_person(f"KE-9{index:03}", f"Cadet {index}", academy) for index in range(30)]
    services.enrol(people=people, course=course, now=now)
    for index, enrolment in enumerate(Enrolment.objects.order_by("pk")):
        entry = enrolment.release.outline.by_id(str(activity.pk))
        attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=index)
        data = right_answers(attempt) if index % 3 else wrong_answers(attempt)
        services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)
    run = statistics_services.ask(activity=activity, which="first", now=now)
    statistics_services.calculate(run.pk, now=now)
    figures = StatisticsRun.objects.get(pk=run.pk).figures
    english = figures["languages"]["en"]
    figures["languages"]["fr"] = {
        **english,
        "questions": [{**one, "facility_index": 20.0} for one in english["questions"]],
    }
    for option in figures["all"]["questions"][0]["options"]:
        option["rest"] = 100.0 - (option["rest"] or 0)
    StatisticsRun.objects.filter(pk=run.pk).update(figures=figures)
    return activity


@LANGUAGES
def test_is_accessible_and_fits(computed, superuser, faults_on, language):
    UserProfile.objects.create(user=superuser, preferred_language=language)
    assert (
        faults_on([(superuser, ["/admin/quiz-statistics/", f"/admin/quiz-statistics/{computed.pk}/"])], language) == []
    )
