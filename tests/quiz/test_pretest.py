"""A test before the course does not count in the course's score, unless it is set to."""

import pytest

from assessments.quiz.models import QuizPage
from courses.models import Course
from tests.quiz.papers import make_tests
from tests.releasing import release_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(programme_page):
    return make_tests(programme_page)


def weights(papers):
    outline = Course.objects.get(pk=papers.pk).release.outline
    return {entry.slug: entry.id in outline.weights for entry in outline.activities}


def test_the_test_before_is_required_and_does_not_count(papers):
    assert weights(papers) == {"before": False, "after": True}
    outline = papers.release.outline
    assert len(outline.required) == 2


def test_counts_where_it_is_set_to(papers):
    page = QuizPage.objects.get(slug="before")
    page.before_counts = True
    page.save_revision().publish()
    assert release_waiting() == []
    assert weights(papers) == {"before": True, "after": True}


def test_a_form_that_comes_first_is_no_test_before(papers):
    """The page whose form it is drawn like stands behind it."""
    before, after = QuizPage.objects.get(slug="before"), QuizPage.objects.get(slug="after")
    before.move(after, pos="right")
    before = QuizPage.objects.get(slug="before")
    assert not before.is_test_before
    assert before.course_weight == 1.0
