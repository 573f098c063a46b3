"""A source that changes: its translations are marked until they are made from the new text,
and can be released together with it.
"""

import json
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from courses.models import LessonPage, StaleCourse, TranslatedFrom
from courses.publishing import services as publishing
from courses.publishing.held_releases import hold
from tests.courses.french import bring_out

from .conftest import decided, numbers, publish, seen_by
from .french import finish, in_french, older, press_publish, rewritten, translate


class TestOlderThanItsSource:
    def test_a_changed_source_marks_its_translation_for_learners(
        self, course, lesson, out, enrolment, wanjiru, as_, releasing
    ):
        client = as_(wanjiru)
        client.cookies["django_language"] = "fr"
        sentence = 'class="callout">'
        assert sentence not in seen_by(client, course, lesson)

        with releasing():
            publish(rewritten(lesson, title="Lesson 1, rewritten"))

        assert older(course, lesson) == ("fr",)
        enrolment.refresh_from_db()
        type(enrolment).objects.filter(pk=enrolment.pk).update(release=course.release)
        assert sentence in seen_by(client, course, lesson)
        client.cookies["django_language"] = "en"
        assert sentence not in seen_by(client, course, lesson)

    def test_saving_without_a_change_marks_nothing(self, course, lesson, out, releasing):
        """The editor gives blocks, items and paragraphs ids of their own;
        those that a course takes from its source are no text.
        """
        with releasing():
            publish(rewritten(lesson))
            publish(rewritten(lesson, minutes=33, why="Longer", change="edition"))
            body = json.loads(json.dumps(list(lesson.body.raw_data)).replace("<p>", '<p data-block-key=\\"a1b2c\\">'))
            publish(rewritten(lesson, body=[{**block, "id": str(uuid4())} for block in body]))

        assert older(course, lesson) == ()
        assert not TranslatedFrom.objects.exclude(older_since=None).exists()

    def test_changing_it_back_takes_the_mark_away(self, course, lesson, out, releasing):
        with releasing():
            publish(rewritten(lesson, title="Something else"))
        assert older(course, lesson) == ("fr",)
        with releasing():
            publish(rewritten(lesson, title="Lesson 1"))

        assert older(course, lesson) == ()
        assert not TranslatedFrom.objects.exclude(older_since=None).exists()

    def test_translators_find_the_new_text_and_publishing_it_takes_the_mark_away(
        self, course, lesson, out, translated, releasing
    ):
        with releasing():
            publish(rewritten(lesson, title="Something else"))
        total, done = translated.get_progress()
        assert done == total - 1

        translated = Translation.objects.get(pk=translated.pk)
        bring_out(translated, releasing)

        assert older(course, lesson) == ()
        entry = course.release.outline.by_id(str(lesson.translation_key))
        assert entry.titles["fr"] == "FR Something else"

    def test_publishing_the_old_translation_again_leaves_the_mark(self, course, lesson, out, translated, releasing):
        """What counts is the source it was made from, not the hour of publication."""
        with releasing():
            publish(rewritten(lesson, title="Something else"))
        with releasing():
            out.refresh_from_db()
            out.get_latest_revision().publish()

        assert older(course, lesson) == ("fr",)

    def test_half_a_translation_of_a_new_text_keeps_the_old_one_marked(
        self, course, lesson, out, translated, releasing
    ):
        before = in_french(course, lesson)
        with releasing():
            publish(rewritten(lesson, title="Something else"))
        with releasing():
            translated.save_target(publish=True)

        assert in_french(course, lesson) == before
        assert older(course, lesson) == ("fr",)

    def test_a_translation_written_by_hand_is_older_once_its_source_changes(
        self, course, lesson, tree, french, releasing
    ):
        with releasing():
            translate(tree, french)
            finish(translate(tree, french))
            translate(tree, french).save_target(publish=True)
            by_hand = lesson.copy_for_translation(french)
            publish(by_hand, title="Leçon 1")
        assert older(course, lesson) == ()
        with releasing():
            publish(rewritten(lesson, title="Something else"))

        assert older(course, lesson) == ("fr",)

    def test_a_translation_of_a_translation_is_as_old_as_that(
        self, course, lesson, out, tree, site, programme_page, french, releasing
    ):
        arabic = Locale.objects.get_or_create(language_code="ar")[0]
        for page in (site, programme_page):
            page.copy_for_translation(arabic)
        for page in (tree, out):
            bring_out(translate(Page.objects.get(pk=page.pk).specific, arabic), releasing)
        assert older(course, lesson) == ()
        with releasing():
            publish(rewritten(lesson, title="Something else"))

        assert older(course, lesson) == ("ar", "fr")


class TestTogether:
    def test_the_effect_names_what_is_behind_and_lets_it_wait(
        self, course, lesson, out, translated, reviewer, as_, on_commit
    ):
        client = as_(reviewer)
        before = numbers(course)
        page = rewritten(lesson, title="Something else")
        page.save_revision()
        address = f"{reverse('courses_release', args=[course.pk])}?draft={lesson.pk}"
        shown = client.get(address)
        text = shown.content.decode()
        assert "French is older than the source: Something else" in text
        assert "French lacks these parts, so that they are shown in another language: Lesson 2, Quiz" in text

        with on_commit():
            response = client.post(
                reverse("courses_release", args=[course.pk]), decided(shown, translations="wait"), follow=True
            )

        assert "The release waits for French." in response.content.decode()
        assert numbers(course) == before
        assert LessonPage.objects.get(pk=lesson.pk).title == "Something else"
        cause = StaleCourse.objects.get(pk=course.pk).causes.latest("pk")
        assert (cause.what, cause.by) == ("The release waits for the translation into French: A clearer word", reviewer)

        finish(Translation.objects.get(pk=translated.pk))
        with on_commit():
            to_effect = press_publish(client, out)
        effect = client.get(to_effect["Location"])
        assert "French is older" not in effect.content.decode()
        client.post(reverse("courses_release", args=[course.pk]), decided(effect))

        course.refresh_from_db()
        entry = course.release.outline.by_id(str(lesson.translation_key))
        assert (dict(entry.titles), entry.older) == ({"en": "Something else", "fr": "FR Something else"}, ())
        assert len(numbers(course)) == len(before) + 1

    def test_source_and_translation_as_drafts_are_released_in_one_step(
        self, course, lesson, out, translated, french, reviewer, as_, on_commit
    ):
        """The draft in French is made from the draft in English that is published with it,
        in whichever order they stand.
        """
        client = as_(reviewer)
        rewritten(lesson, title="Something else").save_revision()
        by_hand = LessonPage.objects.get(pk=out.pk)
        Translation.objects.update(enabled=False)
        by_hand.title = "Autre chose"
        by_hand.save_revision()
        address = f"{reverse('courses_release', args=[course.pk])}?draft={out.pk}&draft={lesson.pk}"
        with on_commit():
            client.post(reverse("courses_release", args=[course.pk]), decided(client.get(address)))

        course.refresh_from_db()
        entry = course.release.outline.by_id(str(lesson.translation_key))
        assert (dict(entry.titles), entry.older) == ({"en": "Something else", "fr": "Autre chose"}, ())

    def test_waiting_wants_a_reason_and_what_was_shown(self, course, lesson, out, superuser):
        rewritten(lesson, title="Something else").save_revision()
        with pytest.raises(ValueError, match="author and a reason"):
            hold(key=course.pk, shown="", by=superuser, why=" ", now=timezone.now())
        with pytest.raises(publishing.ChangedSinceShown):
            hold(key=course.pk, shown="another", by=superuser, why="x", now=timezone.now())

        assert not StaleCourse.objects.exists()
