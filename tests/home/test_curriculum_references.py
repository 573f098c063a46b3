"""Loading tells Wagtail's index of references what each row refers to, once."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from assessments.questions.models import Question
from assessments.quiz.models import QuizPage
from courses.models import CoursePage, LessonPage

from .loaded import contents, in_english_alone

MODELS = (CoursePage, LessonPage, QuizPage, Question)


def index():
    rows = ReferenceIndex.objects.filter(base_content_type__app_label__in=("wagtailcore", "questions"))
    return set(rows.values_list("base_content_type", "object_id", "to_content_type", "to_object_id", "content_path"))


def test_the_index_is_that_of_saving_one_by_one_and_each_row_is_looked_up_once(db, now, folder):
    in_english_alone(folder / "tip-1")
    with CaptureQueriesContext(connection) as asked:
        contents(now, folder)
    lookups = [query for query in asked if query["sql"].startswith('SELECT "wagtailcore_referenceindex"."id"')]
    rows = [row for model in MODELS for row in model._base_manager.all()]
    found = index()
    print(len(found))
    assert len(found) > 30
    assert len(lookups) <= len(rows) + 20
    for row in rows:
        ReferenceIndex.create_or_update_for_object(row)
    assert index() == found


def test_where_somebody_else_keeps_the_index_from_being_written_nothing_is_and_loading_goes_on(db, now, folder):
    in_english_alone(folder / "tip-1")
    with disable_reference_index_auto_update():
        assert contents(now, folder).written
        assert index() == set()
