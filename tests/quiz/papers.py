"""A test before and a test after, people who take them, and what the report says of their gain."""

import csv
import io

from django.utils import timezone

from assessments.questions.models import Category
from assessments.quiz.models import Draw, QuizPage
from courses.models import Activity, Course, CoursePage
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt
from tests.builders import make_question, right_options, unsearched, wrong_options
from tests.kept import kept
from tests.releasing import release_waiting

REPORT = "/reports/more/quiz_gain/"


@kept
@unsearched()
def make_tests(programme_page) -> Course:
    """A course with a test before and one after, forms A and B of one blueprint of two questions."""
    page = CoursePage(title="Papers", slug="papers", summary="Papers.", minutes=20)
    programme_page.add_child(instance=page)
    category = Category.objects.create(name="Papers")
    for number in range(8):
        make_question(category, f"Question {number}?")
    before = QuizPage(title="Before", slug="before", pass_mark=50, attempts=3, half="a")
    before.draws = [Draw(category=category, number=2)]
    page.add_child(instance=before)
    after = QuizPage(title="After", slug="after", pass_mark=50, attempts=3, half="b", like=before)
    page.add_child(instance=after)
    for node in (page, before, after):
        node.save_revision().publish()
    assert release_waiting() == []
    return Course.objects.get(pk=page.translation_key)


def sit(enrolment, slug: str, right: int) -> Attempt:
    activity = Activity.objects.get(titles__en=slug.title())
    entry = enrolment.release.outline.by_id(str(activity.pk))
    attempt = services.begin(
        enrolment=enrolment, entry=entry, event_id=uuid7(), now=timezone.now(), language="en", seed=enrolment.pk
    )
    data = {
        f"q:{item['id']}": right_options(item)[:1] if number < right else wrong_options(item)[:1]
        for number, item in enumerate(attempt.form["items"])
    }
    return services.answer(attempt=attempt, data={**data, "submit": ["1"]}, event_id=uuid7(), now=timezone.now())


TEN = [(0, 1), (0, 2), (1, 1), (1, 2), (0, 1), (1, 2), (1, 1), (0, 2), (2, 2), (1, 2)]
"""Gains of 1, 2, 0, 1, 1, 1, 0, 2, 0, 1 of two: 0.45 on average of shares; before 7 of 20, after 16 of 20."""


def lines(client, **query) -> list[dict[str, str]]:
    """The rows of the file, whose numbers are not rounded for the eye."""
    response = client.get(f"{REPORT}csv/", query)
    assert response.status_code == 200, response.content
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))
