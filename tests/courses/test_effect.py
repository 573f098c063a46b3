"""The editor's decision: what a draft would change is shown first where people are under way."""

from django.urls import reverse

from courses.effect import effect_of
from courses.models import LessonPage, StaleCourse
from tests.conftest import make_person

from .conftest import edit, lesson_form, numbers


def url(page) -> str:
    return reverse("courses_effect", args=[page.pk])


def drafted(lesson, **fields):
    for name, value in fields.items():
        setattr(lesson, name, value)
    lesson.save_revision()
    return lesson.get_latest_revision_as_object()


class TestEffect:
    def test_names_what_changes_by_activity_and_language(self, course, lesson, enrolment):
        text = {"type": "text", "id": "00000000-0000-0000-0000-000000000001", "value": "<p>Said anew.</p>"}
        effect = effect_of(drafted(lesson, required=False, body=[text, lesson.body.raw_data[1]]))

        assert {(change.title, change.what, change.language) for change in effect.changes} == {
            ("Lesson 1", "Becomes optional", ""),
            ("Lesson 1", "Text changed", "en"),
        }
        assert (effect.as_correction, effect.as_edition, effect.impact.under_way) == ("1.1", "2.0", 1)

    def test_tells_questions_from_text(self, course, lesson):
        check = lesson.body.raw_data[1]
        check["value"]["stem"] = "Another question?"
        effect = effect_of(drafted(lesson, body=[lesson.body.raw_data[0], check]))

        assert [change.what for change in effect.changes] == ["Questions of the lesson's checks changed"]

    def test_a_new_activity_and_one_removed(self, course, course_page, lesson):
        new = LessonPage(title="New", slug="new", body=lesson.body.raw_data[:1], live=False)
        course_page.add_child(instance=new)
        new.save_revision()
        assert [(c.title, c.what) for c in effect_of(new.get_latest_revision_as_object()).changes] == [("New", "New, and required")]

    def test_a_draft_that_changes_nothing(self, course, lesson):
        effect = effect_of(drafted(lesson))

        assert effect.changes == ()
        assert not effect.problem

    def test_a_draft_that_is_not_ready_says_why(self, course, lesson):
        assert "has no content yet" in effect_of(drafted(lesson, body=[])).problem


class TestPage:
    def test_shows_whom_each_choice_touches(self, course, lesson, enrolment, reviewer, as_):
        drafted(lesson, title="Anew")

        page = as_(reviewer).get(url(lesson)).content.decode()

        assert "release 1.1: one person under way moves to it" in page
        assert "release 2.0, for new enrolments" in page
        assert "Publish for learners" in page

    def test_does_not_offer_the_reason_of_the_change_before(self, course, lesson, reviewer, as_):
        lesson.why = "The last reason"
        lesson.save_revision().publish()
        drafted(lesson, title="Anew")

        assert "The last reason" not in as_(reviewer).get(url(lesson)).content.decode()

    def test_an_editor_who_may_not_publish_sees_it_and_cannot_publish(self, course, lesson, editor, as_):
        draft = drafted(lesson, title="Anew")
        client = as_(editor)
        assert "Publish for learners" not in client.get(url(lesson)).content.decode()

        response = client.post(url(lesson), {"change": "correction", "why": "Because", "revision": draft.latest_revision_id})

        assert response.status_code == 302
        assert LessonPage.objects.get(pk=lesson.pk).title == "Lesson 1"

    def test_is_refused_to_those_who_may_not_edit(self, course, lesson, client, as_, stranger, neighbour, academy):
        from django.contrib.auth.models import Group, Permission

        assert client.get(url(lesson)).status_code == 302
        for person in (stranger, neighbour):
            assert as_(person).get(url(lesson)).status_code in (302, 403)
        group = Group.objects.create(name="Only looking")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        visitor = make_person("KE-502", "Visitor", academy)
        visitor.groups.add(group)
        response = as_(visitor).get(url(lesson))
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")

    def test_is_not_there_for_a_page_that_makes_no_release(self, course, programme_page, superuser, as_):
        client = as_(superuser)

        assert client.get(url(programme_page)).status_code == 404
        assert client.post(url(programme_page), {"change": "edition", "why": "x", "revision": 1}).status_code == 404


class TestConfirming:
    def test_publishing_asks_first_where_people_are_under_way(self, course, lesson, enrolment, reviewer, as_, on_commit):
        with on_commit():
            response = edit(as_(reviewer), lesson, why="A clearer word")

        assert "What publishing changes" in response.content.decode()
        assert numbers(course) == ["1.0"]
        lesson.refresh_from_db()
        assert lesson.has_unpublished_changes

    def test_the_answer_publishes_that_draft_with_the_decision(self, course, lesson, enrolment, reviewer, as_, on_commit):
        client = as_(reviewer)
        edit(client, lesson, why="A clearer word")
        lesson.refresh_from_db()
        with on_commit():
            response = client.post(url(lesson), {"change": "edition", "why": "New law", "revision": lesson.latest_revision_id})

        assert response.status_code == 302
        assert numbers(course) == ["1.0", "2.0"]
        assert course.releases.last().why == "New law"
        assert not LessonPage.objects.get(pk=lesson.pk).has_unpublished_changes

    def test_a_draft_that_changed_in_the_meantime_is_shown_again(self, course, lesson, enrolment, reviewer, as_, on_commit):
        client = as_(reviewer)
        edit(client, lesson, why="A clearer word")
        lesson.refresh_from_db()
        seen = lesson.latest_revision_id
        drafted(lesson, title="By somebody else")
        with on_commit():
            response = client.post(url(lesson), {"change": "correction", "why": "A clearer word", "revision": seen})

        assert "Somebody saved another draft" in response.content.decode()
        assert numbers(course) == ["1.0"]

    def test_the_decision_needs_a_line_why(self, course, lesson, enrolment, reviewer, as_, on_commit):
        draft = drafted(lesson, title="Anew")
        with on_commit():
            as_(reviewer).post(url(lesson), {"change": "correction", "why": " ", "revision": draft.latest_revision_id})

        assert numbers(course) == ["1.0"]

    def test_nobody_under_way_nobody_asked(self, course, lesson, reviewer, as_, on_commit):
        with on_commit():
            edit(as_(reviewer), lesson, why="A clearer word")

        assert numbers(course) == ["1.0", "1.1"]

    def test_a_new_lesson_waits_for_the_answer_unpublished(self, course, course_page, enrolment, reviewer, as_, on_commit):
        add = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", course_page.pk])
        with on_commit():
            response = as_(reviewer).post(add, lesson_form(title="New", slug="new", why="Asked for by the academies"))

        assert "New, and required" in response.content.decode()
        new = LessonPage.objects.get(slug="new")
        assert not new.live
        assert not StaleCourse.objects.exists()
        with on_commit():
            as_(reviewer).post(url(new), {"change": "edition", "why": "Asked for", "revision": new.latest_revision_id})
        assert numbers(course) == ["1.0", "2.0"]
