"""What a release would change, shown for the whole course before it is made."""

from django.urls import reverse

from assessments.quiz.models import QuizPage
from courses.editing.release.effect import effect_of
from courses.models import LessonPage, Release, StaleCourse

from .conftest import decided, edit, lesson_form, numbers, publish


def url(course, *drafts) -> str:
    return reverse("courses_release", args=[course.pk]) + "?" + "&".join(f"draft={page.pk}" for page in drafts)


def drafted(lesson, **fields):
    for name, value in fields.items():
        setattr(lesson, name, value)
    lesson.save_revision()
    return lesson.get_latest_revision_as_object()


class TestEffect:
    def test_names_what_changes_by_activity_and_language(self, course, lesson, enrolment):
        text = {"type": "text", "id": "00000000-0000-0000-0000-000000000001", "value": "<p>Said anew.</p>"}
        effect = effect_of(course.pk, [drafted(lesson, required=False, body=[text, lesson.body.raw_data[1]])])

        assert {(change.title, change.what, change.language) for change in effect.changes} == {
            ("Lesson 1", "Becomes optional", ""),
            ("Lesson 1", "Text changed", "en"),
        }
        assert (effect.as_correction, effect.as_edition, effect.impact.under_way) == ("1.1", "2.0", 1)

    def test_tells_questions_from_text(self, course, lesson):
        check = lesson.body.raw_data[1]
        check["value"]["stem"] = "Another question?"
        effect = effect_of(course.pk, [drafted(lesson, body=[lesson.body.raw_data[0], check])])

        assert [change.what for change in effect.changes] == ["Questions of the lesson’s checks changed"]

    def test_a_new_activity_and_one_removed(self, course, course_page, lesson):
        new = LessonPage(title="New", slug="new", body=lesson.body.raw_data[:1], live=False)
        course_page.add_child(instance=new)
        new.save_revision()
        QuizPage.objects.child_of(course_page).get().unpublish()

        effect = effect_of(course.pk, [new.get_latest_revision_as_object()])

        removed = "Removed from the course; what learners did in it stays on record"
        assert [(c.title, c.what) for c in effect.changes] == [("New", "New, and required"), ("Quiz", removed)]

    def test_the_first_release_names_everything_that_learners_get(self, course_page):
        changes = effect_of(course_page.translation_key).changes

        assert [(change.title, change.what) for change in changes] == [
            ("What trafficking is", "The course becomes available in this language"),
            ("Lesson 1", "New, and required"),
            ("Lesson 2", "New, and required"),
            ("Quiz", "New, and required"),
        ]

    def test_a_draft_that_changes_nothing(self, course, lesson):
        effect = effect_of(course.pk, [drafted(lesson)])

        assert effect.changes == ()
        assert not effect.waits
        assert not effect.problem

    def test_a_draft_that_is_not_ready_says_why(self, course, lesson):
        assert "has no content yet" in effect_of(course.pk, [drafted(lesson, body=[])]).problem


class TestPage:
    def test_shows_whom_each_choice_touches_and_who_changed_what(self, course, lesson, enrolment, reviewer, as_):
        QuizPage.objects.get().unpublish()
        drafted(lesson, title="Anew")

        page = as_(reviewer).get(url(course, lesson)).content.decode()

        assert "“Quiz” was taken off the site." in page
        assert "release 1.1: one person under way moves to it" in page
        assert "release 2.0, for new enrolments" in page
        assert "Release for learners" in page

    def test_names_the_drafts_that_are_not_in_it(self, course, lesson, reviewer, as_):
        drafted(lesson, title="Anew")

        response = as_(reviewer).get(url(course))

        assert [(draft.row.pk, chosen) for draft, chosen in response.context["drafts"]] == [(lesson.pk, False)]
        assert "(English," in " ".join(response.content.decode().split())
        assert "Nothing that learners see would change" in response.content.decode()

    def test_offers_the_reason_of_the_draft_and_not_that_of_the_change_before(self, course, lesson, reviewer, as_):
        publish(lesson, why="The last reason")
        drafted(lesson, title="Anew")
        assert 'value="The last reason"' not in as_(reviewer).get(url(course, lesson)).content.decode()

        drafted(lesson, why="This reason")
        assert 'value="This reason"' in as_(reviewer).get(url(course, lesson)).content.decode()

    def test_an_editor_who_may_not_publish_sees_it_and_cannot_release(self, course, lesson, editor, as_):
        QuizPage.objects.get().unpublish()
        drafted(lesson, title="Anew")
        client = as_(editor)
        shown = client.get(url(course, lesson))
        assert "Release for learners" not in shown.content.decode()

        for draft in ([], decided(shown)["draft"]):
            response = client.post(url(course), decided(client.get(url(course, *([lesson] if draft else [])))))
            assert response.status_code == 302
            assert response.url == reverse("wagtailadmin_home")

        assert numbers(course) == ["1.0"]
        assert LessonPage.objects.get(pk=lesson.pk).title == "Lesson 1"

    def test_is_not_there_for_a_page_that_is_no_course(self, course, programme_page, superuser, as_):
        address = reverse("courses_release", args=[programme_page.translation_key])

        assert as_(superuser).get(address).status_code == 404
        assert as_(superuser).post(address, {"change": "edition", "why": "x", "shown": "x"}).status_code == 404


class TestConfirming:
    def test_publishing_asks_first(self, course, lesson, reviewer, as_, on_commit):
        with on_commit():
            response = edit(as_(reviewer), lesson)

        assert response.url == url(course, lesson)
        assert numbers(course) == ["1.0"]
        lesson.refresh_from_db()
        assert lesson.has_unpublished_changes

    def test_the_answer_publishes_that_draft_with_the_decision(self, course, lesson, reviewer, as_, on_commit):
        client = as_(reviewer)
        shown = client.get(edit(client, lesson).url)
        with on_commit():
            response = client.post(url(course), decided(shown, change="edition", why="New law"))

        assert response.status_code == 302
        assert numbers(course) == ["1.0", "2.0"]
        made = course.releases.last()
        assert (made.why, made.made_by) == ("New law", reviewer)
        assert not LessonPage.objects.get(pk=lesson.pk).has_unpublished_changes
        assert not StaleCourse.objects.exists()

    def test_the_release_stands_in_the_history_of_the_course_page(self, course, course_page, lesson, reviewer, as_):
        client = as_(reviewer)
        client.post(url(course), decided(client.get(edit(client, lesson).url), why="New law"))

        history = client.get(reverse("wagtailadmin_pages:history", args=[course_page.pk])).content.decode()

        assert "Release 1.1: New law" in history

    def test_a_draft_that_changed_in_the_meantime_is_shown_again(self, course, lesson, reviewer, as_, on_commit):
        client = as_(reviewer)
        shown = client.get(edit(client, lesson).url)
        drafted(lesson, title="By somebody else")
        with on_commit():
            response = client.post(url(course), decided(shown))

        page = response.content.decode()
        assert "The course changed since you looked" in page
        assert "By somebody else" in page
        assert numbers(course) == ["1.0"]
        with on_commit():
            client.post(url(course), decided(response))
        assert numbers(course) == ["1.0", "1.1"]

    def test_a_change_elsewhere_in_the_course_is_shown_before_it_is_released(
        self, course, lesson, reviewer, as_, on_commit
    ):
        client = as_(reviewer)
        shown = client.get(edit(client, lesson).url)
        QuizPage.objects.get().unpublish()
        with on_commit():
            response = client.post(url(course), decided(shown))

        assert "The course changed since you looked" in response.content.decode()
        assert "Removed from the course" in response.content.decode()
        assert numbers(course) == ["1.0"]
        assert LessonPage.objects.get(pk=lesson.pk).has_unpublished_changes

    def test_the_same_decision_twice_is_one_release(self, course, lesson, reviewer, as_):
        client = as_(reviewer)
        decision = decided(client.get(edit(client, lesson).url))
        client.post(url(course), decision)

        assert "The course changed since you looked" in client.post(url(course), decision).content.decode()
        assert numbers(course) == ["1.0", "1.1"]

    def test_the_decision_needs_a_line_why(self, course, lesson, reviewer, as_):
        client = as_(reviewer)
        response = client.post(url(course), decided(client.get(edit(client, lesson).url), why=" "))

        assert response.context["form"].errors["why"]
        assert numbers(course) == ["1.0"]

    def test_a_draft_that_would_spoil_the_course_is_not_published(self, course, lesson, reviewer, as_):
        client = as_(reviewer)
        response = client.get(edit(client, lesson, body={"count": 0}).url)

        assert "has no content yet" in response.content.decode()
        assert "Release for learners" not in response.content.decode()
        assert LessonPage.objects.get(pk=lesson.pk).has_unpublished_changes

    def test_a_new_lesson_waits_for_the_answer_unpublished(self, course, course_page, reviewer, as_, on_commit):
        add = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", course_page.pk])
        client = as_(reviewer)
        with on_commit():
            shown = client.get(client.post(add, lesson_form(title="New", slug="new")).url)

        assert "New, and required" in shown.content.decode()
        new = LessonPage.objects.get(slug="new")
        assert not new.live
        assert not StaleCourse.objects.exists()
        with on_commit():
            client.post(url(course), decided(shown, change="edition", why="Asked for"))
        assert numbers(course) == ["1.0", "2.0"]


class TestTheFirstRelease:
    def test_is_made_when_somebody_makes_it_and_not_by_publishing(self, course_page, lesson, reviewer, as_, on_commit):
        client = as_(reviewer)
        with on_commit():
            edit(client, lesson)
        assert not Release.objects.exists()

        address = reverse("courses_release", args=[course_page.translation_key])
        client.post(address, decided(client.get(address), why="First release"))

        made = Release.objects.get()
        assert (made.number, made.why, made.made_by) == ("1.0", "First release", reviewer)

    def test_publishes_the_drafts_of_a_whole_course_at_once(self, course_page, reviewer, as_):
        pages = [course_page, *course_page.get_children().specific()]
        for page in pages:
            page.unpublish()
            page.save_revision()
        client = as_(reviewer)
        address = reverse("courses_release", args=[course_page.translation_key])
        assert "itself is not published" in client.get(address).content.decode()
        shown = client.get(f"{address}?{'&'.join(f'draft={page.pk}' for page in pages)}")

        client.post(address, decided(shown, why="First release"))

        assert [entry.kind for entry in Release.objects.get().outline.activities] == ["lesson", "lesson", "quiz"]
