"""From pages to the catalogue: what makes a release, what does not, and what stays when pages go."""

from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page

from assessments.questions.models import Question
from assessments.quiz.models import QuizPage
from courses.models import Activity, Course, CoursePage, LessonPage, Programme, Provision, StaleCourse
from courses.publishing.compiler import compile_course
from courses.tasks import sweep
from lms.learning.progress.models import Enrolment, Event
from tests.builders import complete, make_course
from tests.releasing import release_waiting

from .conftest import numbers, publish, stale


def test_publishing_without_a_change_makes_no_release(course, course_page, lesson, releasing):
    with releasing():
        publish(course_page)
        publish(lesson)

    assert numbers(course) == ["1.0"]
    assert not StaleCourse.objects.exists()


def test_a_correction_and_a_new_edition_are_numbered(course, lesson, releasing):
    for title, change in (("One", "correction"), ("Two", "edition"), ("Three", "correction")):
        with releasing():
            publish(lesson, title=title, change=change, why=f"Called {title}")

    assert numbers(course) == ["1.0", "1.1", "2.0", "2.1"]
    assert course.releases.get(edition=2, correction=0).why.endswith("Called Two")
    assert Activity.objects.get(pk=lesson.translation_key).titles == {"en": "Three"}


def test_several_pages_in_one_transaction_are_one_release(course, course_page, releasing):
    with releasing():
        for page in LessonPage.objects.child_of(course_page):
            publish(page, title=f"{page.title} anew")

    assert numbers(course) == ["1.0", "1.1"]


def test_unpublishing_and_deleting_a_lesson_takes_it_out_and_leaves_the_records(
    course, lesson, enrolment, now, releasing
):
    complete(enrolment, now=now)
    events = Event.objects.count()
    with releasing():
        lesson.unpublish()
    course.refresh_from_db()
    assert len(course.release.outline.activities) == 2

    with releasing():
        lesson.delete()

    assert Event.objects.count() == events
    assert Enrolment.objects.get(pk=enrolment.pk).completed_at == now
    assert Activity.objects.filter(pk=lesson.translation_key).exists()
    assert numbers(course) == ["1.0", "1.1"]


def test_unpublishing_the_course_page_closes_the_course(course, course_page, releasing):
    with releasing():
        course_page.unpublish()
    course.refresh_from_db()
    assert not course.open

    with releasing():
        publish(course_page)
    course.refresh_from_db()
    assert course.open
    assert numbers(course) == ["1.0"]


def test_deleting_a_whole_programme_closes_it_and_keeps_every_record(course, programme_page, enrolment, releasing):
    with releasing():
        publish(programme_page)
    assert Programme.objects.get(pk=programme_page.translation_key).courses == [str(course.pk)]

    with releasing():
        programme_page.refresh_from_db()
        programme_page.delete()

    course.refresh_from_db()
    assert not course.open
    assert not Programme.objects.get(pk=programme_page.translation_key).open
    assert Enrolment.objects.filter(pk=enrolment.pk).exists()
    assert not StaleCourse.objects.exists()


def test_a_course_whose_last_activity_goes_keeps_its_release_and_says_so(course, course_page, releasing):
    with releasing():
        for page in course_page.get_children().specific():
            page.unpublish()

    course.refresh_from_db()
    assert course.open
    assert numbers(course) == ["1.0"]
    assert "no published activity left" in stale()[0]


def test_reordering_is_a_release(course, course_page, lesson, releasing):
    with releasing():
        lesson.move(course_page, pos="last-child")

    course.refresh_from_db()
    assert [entry.id for entry in course.release.outline.activities][-1] == str(lesson.translation_key)
    assert numbers(course) == ["1.0", "1.1"]


def test_moving_a_lesson_changes_both_courses(course, programme_page, lesson, releasing):
    other_page = make_course(programme_page, slug="other")
    assert release_waiting() == []
    with releasing():
        lesson.move(other_page, pos="last-child")

    course.refresh_from_db()
    other = Course.objects.get(pk=other_page.translation_key)
    assert course.release.outline.by_id(str(lesson.translation_key)) is None
    assert other.release.outline.by_id(str(lesson.translation_key)) is not None


def test_a_copied_tree_becomes_a_course_of_its_own(course, course_page, programme_page, releasing):
    with releasing():
        copy = course_page.copy(recursive=True, to=programme_page, update_attrs={"slug": "copy", "title": "Copy"})

    twin = Course.objects.get(pk=copy.translation_key)
    assert numbers(twin) == ["1.0"]
    assert len(twin.release.outline.activities) == 3
    assert {entry.slug for entry in twin.release.outline.activities}.isdisjoint(
        e.slug for e in course.release.outline.activities
    )


def test_a_copy_does_not_take_over_the_last_decision(lesson, course_page):
    publish(lesson, title="Anew", change="edition", why="Because")
    copy = lesson.copy(to=course_page, update_attrs={"slug": "twin"})

    assert (copy.change, copy.why) == ("correction", "")


def test_an_alias_is_not_compiled(course, course_page, lesson, releasing):
    lesson.create_alias(parent=course_page, update_slug="alias")
    with releasing():
        publish(course_page)

    course.refresh_from_db()
    assert len(course.release.outline.activities) == 3


def test_an_edited_question_corrects_the_course(course, releasing):
    question = Question.objects.filter(kind="single").first()
    with releasing():
        question.stem = "<p>Said more clearly?</p>"
        question.save()

    assert numbers(course) == ["1.0", "1.1"]


def test_a_bank_that_is_too_small_releases_nothing_and_says_why(course, course_page, releasing):
    quiz = QuizPage.objects.child_of(course_page).get()
    draw = quiz.draws.get()
    draw.number = 7
    quiz.draws = [draw]
    with releasing():
        publish(quiz)

    assert numbers(course) == ["1.0"]
    assert "draws 7 questions" in stale()[0]


def test_a_course_that_is_not_ready_does_not_delay_others(course, course_page, lesson, programme_page, releasing):
    publish(lesson, body=[])
    make_course(programme_page, slug="other")

    problems = release_waiting()

    assert len(problems) == 1
    assert Course.objects.filter(slug="other").exists()


def test_the_sweep_compiles_what_a_compile_on_commit_left_and_releases_nothing(course_page):
    assert not StaleCourse.objects.get().digest

    assert sweep() == 0

    assert StaleCourse.objects.get().digest
    assert not Course.objects.exists()
    assert Programme.objects.get().open


def test_an_unplugged_activity_keeps_its_last_content(course, course_page, lesson, releasing, monkeypatch):
    from lms.foundation.plugins.activity import activities

    before = course.release.outline.by_slug("trafficking-quiz")
    monkeypatch.delitem(activities._entries, "quiz")
    with releasing():
        publish(lesson, title="Anew")

    course.refresh_from_db()
    assert course.release.outline.by_slug("trafficking-quiz") == before
    assert numbers(course) == ["1.0", "1.1"]


def test_catalogue_slugs_are_given_once(course, course_page, lesson, releasing):
    with releasing():
        publish(course_page, slug="renamed")
        publish(lesson, slug="renamed-lesson", title="Renamed")

    course.refresh_from_db()
    assert course.slug == "trafficking"
    assert course.release.outline.by_id(str(lesson.translation_key)).slug == "trafficking-lesson-1"


def test_slugs_that_two_new_activities_wish_for_are_both_given(course, programme_page, releasing):
    other = make_course(programme_page, slug="other")
    for slug in ("trafficking-lesson-1", "trafficking-lesson-1-2"):
        other.add_child(instance=LessonPage(title=slug, slug=slug, body=[{"type": "text", "value": "<p>Text</p>"}]))

    assert release_waiting() == []

    slugs = [entry.slug for entry in Course.objects.get(slug="other").release.outline.activities]
    assert len(set(slugs)) == len(slugs) == 5


def test_a_checked_provision_corrects_the_courses_that_cite_it(course, lesson, releasing):
    provision = Provision.objects.create(
        key="ke", jurisdiction="Kenya", country="KE", instrument="Act", provision="s. 3"
    )
    cite = {
        "type": "citation",
        "id": str(uuid4()),
        "value": {"provisions": [{"type": "item", "id": str(uuid4()), "value": provision.pk}]},
    }
    with releasing():
        publish(lesson, body=[*lesson.body.raw_data, cite])
    assert numbers(course) == ["1.0", "1.1"]

    with releasing():
        provision.checked_on = timezone.localdate()
        provision.save()

    assert numbers(course) == ["1.0", "1.1", "1.2"]


def test_a_compile_costs_the_same_queries_however_many_lessons_there_are(
    course, course_page, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = CoursePage.objects.select_related("locale").get(pk=course_page.pk)
    compile_course(page)  # fills what the process keeps
    with CaptureQueriesContext(connection) as before:
        compile_course(page)
    for number in range(5):
        text = {"type": "text", "id": f"00000000-0000-0000-0000-00000000000{number}", "value": "<p>Text</p>"}
        course_page.add_child(instance=LessonPage(title=f"More {number}", slug=f"more-{number}", body=[text]))
    Activity.objects.bulk_create(
        [
            Activity(pk=page.translation_key, slug=page.slug, kind="lesson")
            for page in Page.objects.filter(slug__startswith="more-")
        ]
    )

    with django_assert_num_queries(len(before)):
        compile_course(page)
