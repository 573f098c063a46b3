"""A course with a scenario, released, and somebody enrolled in it."""

import pytest
from django.urls import reverse

from assessments.scenario.models import ScenarioPage
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.builders import release, unsearched
from tests.kept import kept

from .scenes import stream


@pytest.fixture
def scenario_page(course_page):
    return make_scenario(course_page)


@kept
@unsearched()
def make_scenario(course_page) -> ScenarioPage:
    page = ScenarioPage(
        title="At the checkpoint",
        slug="checkpoint",
        introduction="You are on duty at a road.",
        content_note="Exploitation is hinted at.",
        wellbeing="You can stop at any time.",
        scenes=stream(),
    )
    course_page.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def enrolled(scenario_page, course_page, wanjiru, now):
    course = release(course_page)
    services.enrol(people=[wanjiru], course=course, now=now)
    return Enrolment.objects.get(learner=wanjiru)


@pytest.fixture
def address(enrolled):
    return reverse("learn:activity", args=[enrolled.course.slug, "checkpoint"])
