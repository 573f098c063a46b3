"""Translations: only what was published counts, half of one counts as none,
and publishing leads through the effect of a release.
"""

from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation

from courses.models import LessonPage, StaleCourse, TranslatedFrom
from courses.publishing import services as publishing
from tests.builders import make_course, release
from tests.conftest import make_person
from tests.courses.french import bring_out

from .conftest import decided, numbers, publish
from .french import finish, in_french, press_publish, translate


def test_the_library_begins_with_courses_in_the_language_of_the_reader(
    as_, course, translated, releasing, programme_page, stranger
):
    bring_out(translated, releasing)
    another = make_course(programme_page, slug="another")
    another.title = "A course in English alone"
    another.save_revision().publish()
    release(another)
    page = as_(stranger).get("/library/", headers={"accept-language": "fr"}).content.decode()
    assert page.index("FR What trafficking is") < page.index("A course in English alone")


class TestOnlyWhatIsPublishedCounts:
    def test_typing_the_last_text_releases_nothing(self, course, lesson, translated, french_lesson, releasing):
        bring_out(translated, releasing, leave=1)
        assert in_french(course, lesson) == {}

        with releasing():
            finish(translated)
            publish(Page.objects.get(pk=lesson.pk).specific, minutes=11)

        assert in_french(course, lesson) == {}
        assert LessonPage.objects.get(pk=french_lesson.pk).live

        with releasing():
            translated.save_target(publish=True)
        assert in_french(course, lesson)

    def test_a_draft_of_a_live_translation_stays_a_draft(self, course, lesson, translated, french_lesson, releasing):
        bring_out(translated, releasing)
        before = in_french(course, lesson)
        StringTranslation.objects.filter(context__path="title", locale=translated.target_locale).update(
            data="Never approved"
        )

        with releasing():
            translated.save_target(publish=False)
            publish(Page.objects.get(pk=lesson.pk).specific, minutes=12)

        french_lesson.refresh_from_db()
        assert french_lesson.title == "FR Lesson 1"
        assert french_lesson.has_unpublished_changes
        assert french_lesson.get_latest_revision_as_object().title == "Never approved"
        assert in_french(course, lesson) == before

    def test_a_version_made_before_anything_was_noted_counts_as_it_did(self, course, lesson, translated, releasing):
        bring_out(translated, releasing)
        before = in_french(course, lesson)
        TranslatedFrom.objects.all().delete()

        assert (
            publishing.candidate(course.pk).compilation.outline.by_id(str(lesson.translation_key)).contents["fr"]
            == before["fr"]
        )

    def test_statements_do_not_grow_with_translations(
        self, course, translated, django_assert_max_num_queries, releasing
    ):
        bring_out(translated, releasing)
        with django_assert_max_num_queries(200) as counted:
            publishing.candidate(course.pk)
        tables = [query["sql"] for query in counted.captured_queries if "translatedfrom" in query["sql"]]
        assert len(tables) == 1
        assert not [query for query in counted.captured_queries if "stringsegment" in query["sql"]]


class TestPublishing:
    def test_leads_to_the_effect_and_asks_why(
        self, course, lesson, translated, french_lesson, reviewer, as_, on_commit
    ):
        finish(translated)
        client = as_(reviewer)
        with on_commit():
            shown = press_publish(client, french_lesson)

        french_lesson.refresh_from_db()
        assert shown["Location"] == f"{reverse('courses_release', args=[course.pk])}?draft={french_lesson.pk}"
        assert not french_lesson.live
        before = numbers(course)
        effect = client.get(shown["Location"])
        refused = client.post(reverse("courses_release", args=[course.pk]), decided(effect, why=""))
        assert refused.status_code == 200 and numbers(course) == before
        client.post(reverse("courses_release", args=[course.pk]), decided(effect, why="In French"))

        assert numbers(course) == [*before, "1.2"]
        course.refresh_from_db()
        assert (course.release.made_by, course.release.why) == (reviewer, "In French")
        assert in_french(course, lesson)

    def test_with_texts_missing_says_what_learners_read(self, translated, french_lesson, reviewer, as_, on_commit):
        finish(translated, leave=1)
        client = as_(reviewer)
        with on_commit():
            response = press_publish(client, french_lesson)
        page = client.get(response["Location"]).content.decode()

        assert (
            "1 text in it has no translation. Learners read it in English until a complete version is released." in page
        )
        assert "with missing translations" not in page
        assert not StaleCourse.objects.exists()

    def test_with_texts_missing_again_learners_keep_the_complete_version(
        self, course, lesson, translated, french_lesson, reviewer, as_, releasing
    ):
        bring_out(translated, releasing)
        before = in_french(course, lesson)
        StringTranslation.objects.filter(context__path="title", context__object_id=lesson.translation_key).delete()
        client = as_(reviewer)
        with releasing():
            response = press_publish(client, french_lesson)
        page = client.get(response["Location"]).content.decode()

        assert "Learners keep the last complete version in French" in page
        assert in_french(course, lesson) == before

    def test_is_refused_to_whoever_may_not_publish(self, translated, french_lesson, editor, as_):
        finish(translated)
        press_publish(as_(editor), french_lesson)

        french_lesson.refresh_from_db()
        assert not french_lesson.live
        assert french_lesson.latest_revision.user != editor

    def test_brings_up_to_date_what_is_theirs_to_edit_alone(
        self, translated, french_lesson, lesson, academy, as_, on_commit
    ):
        """Whoever may put pages up for translation, and edits the source alone, writes no draft of the translation."""
        group = Group.objects.create(name="Source alone")
        group.permissions.add(*Permission.objects.filter(codename__in=["access_admin", "submit_translation"]))
        group.page_permissions.create(
            page=lesson.get_parent(), permission=Permission.objects.get(codename="change_page")
        )
        person = make_person("KE-512", "Of the source", academy)
        person.groups.add(group)
        before = french_lesson.latest_revision_id
        finish(translated)

        as_(person).post(
            reverse("wagtail_localize:update_translations", args=[translated.source_id]), {"publish_translations": "on"}
        )

        french_lesson.refresh_from_db()
        assert (french_lesson.live, french_lesson.latest_revision_id) == (False, before)

    def test_publishing_all_translations_at_once_leads_there_too(
        self, course, lesson, translated, french_lesson, superuser, as_, on_commit
    ):
        finish(translated)
        client = as_(superuser)
        before = numbers(course)
        address = reverse("wagtail_localize:update_translations", args=[translated.source_id])
        with on_commit():
            response = client.post(address, {"publish_translations": "on"})

        assert response["Location"] == f"{reverse('courses_release', args=[course.pk])}?draft={french_lesson.pk}"
        french_lesson.refresh_from_db()
        assert not french_lesson.live and numbers(course) == before


def test_a_programme_half_translated_keeps_its_title_out(programme_page, site, french, on_commit):
    from courses.models import Programme

    translation = translate(programme_page, french)
    site.copy_for_translation(french)
    with on_commit():
        programme_page.save_revision().publish()
        translation.save_target(publish=True)
    assert set(Programme.objects.get().titles) == {"en"}

    finish(translation)
    with on_commit():
        programme_page.save_revision().publish()
    assert set(Programme.objects.get().titles) == {"en"}

    with on_commit():
        translation.save_target(publish=True)
    assert set(Programme.objects.get().titles) == {"en", "fr"}


def test_a_finished_translation_is_released_as_a_correction(course, tree, lesson, french, releasing):
    lesson.change, lesson.why = "edition", "An older decision"
    lesson.save()
    for page in (tree, lesson):
        bring_out(translate(page, french), releasing)

    course.refresh_from_db()
    entry = course.release.outline.by_id(str(lesson.translation_key))
    assert set(entry.contents) == {"en", "fr"}
    assert entry.titles["fr"] == "FR Lesson 1"
    assert all(number.startswith("1.") for number in numbers(course))


def test_translators_are_not_asked_for_slug_change_or_why(course, lesson, french):
    lesson.why = "For the record"
    lesson.save_revision().publish()

    paths = set(
        StringSegment.objects.filter(source=translate(lesson, french).source).values_list("context__path", flat=True)
    )

    assert "title" in paths
    assert not paths & {"slug", "why", "change"}


def test_an_alias_in_another_language_is_not_compiled(course, tree, lesson, french, releasing):
    with releasing():
        lesson.copy_for_translation(french, copy_parents=True, alias=True)
        tree.save_revision().publish()

    course.refresh_from_db()
    assert set(course.release.outline.titles) == {"en"}
