"""Blocks that plugins bring into lessons: written, compiled, cleaned, shown where they are on;
kept while their plugin is away.
"""

import pytest
from django.urls import reverse

from courses.catalogue import lookup
from courses.lessons.activity import Lesson
from courses.lessons.parts import parts
from courses.lessons.rendering import render_lesson
from courses.models import LessonPage
from courses.pages.streams import ABSENT
from lms.foundation.plugins.activity import NotReady
from lms.foundation.plugins.block import lesson_blocks
from lms.people.directory.institutions import Institution
from tests.courses.french import bring_out

from . import stopwatch
from .conftest import form_of, publish_and_release, seen_by
from .french import translate
from .stopwatch import ABSENCE, LAP, TEXT, come


class TestCompiled:
    def test_is_what_the_plugin_makes_of_it_without_script_style_or_marks(self, plugin, db):
        found = render_lesson(LessonPage(title="Lesson", body=[LAP, TEXT]), language="en", country="KE")

        [lap, text] = parts("", found.html)
        assert lap.html == "<p>Read in 60 en KE</p><p>Look.</p>"
        assert (lap.block, lap.check, text.block) == ("stopwatch_lap", "", "")

    def test_may_differ_for_each_country(self, plugin, db):
        assert Lesson().countries(LessonPage(body=[LAP])) == ["DJ", "ET", "KE", "UG"]
        assert Lesson().countries(LessonPage(body=[TEXT])) == []

    def test_what_is_not_ready_says_so_and_what_breaks_is_a_sentence(self, plugin, db):
        for minutes, said in ((0, "A lap takes a minute"), (13, "whose plugin breaks")):
            broken = {**LAP, "value": {**LAP["value"], "minutes": minutes}}
            with pytest.raises(NotReady, match=said):
                render_lesson(LessonPage(title="Lesson", body=[broken]), language="en", country="")

    def test_a_plugin_whose_block_cannot_be_made_goes_without(self, plugin, db, monkeypatch):
        def fail(self):
            raise RuntimeError

        monkeypatch.setattr(stopwatch.Lap, "block", fail)
        stopwatch.anew()

        assert [block.block_type for block in LessonPage(body=[LAP, TEXT]).body] == [ABSENT, "text"]

    def test_does_not_take_the_place_of_a_block_that_every_lesson_has(self, db, monkeypatch):
        monkeypatch.setattr(stopwatch.Lap, "slug", "text")
        come()
        try:
            assert LessonPage(body=[TEXT]).body[0].block.name == "text"
            assert not isinstance(LessonPage(body=[TEXT]).body[0].block, stopwatch.LapStruct)
        finally:
            lesson_blocks.withdraw("stopwatch")
            stopwatch.anew()


class TestShown:
    def test_where_the_plugin_is_on(self, written, course, enrolment, wanjiru, as_):
        assert "Read in 60 en KE" in seen_by(as_(wanjiru), course, written)

    def test_where_it_is_off_a_sentence_stands_in_its_place(self, written, course, enrolment, wanjiru, as_):
        Institution.objects.filter(pk=wanjiru.institution_id).update(plugins={"stopwatch": False})

        page = seen_by(as_(wanjiru), course, written)

        assert "Read in 60" not in page
        assert ABSENCE in page
        assert "Between." in page

    def test_showing_a_plugin_block_costs_no_statement(
        self, written, course, enrolment, wanjiru, as_, django_assert_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client = as_(wanjiru)
        [other] = [
            entry.slug
            for entry in course.release.outline.activities
            if entry.kind == "lesson" and entry.slug != written.slug
        ]
        for slug in (written.slug, other):  # what is kept in the process
            client.get(reverse("learn:activity", args=[course.slug, slug]))
        with CaptureQueriesContext(connection) as plain:
            client.get(reverse("learn:activity", args=[course.slug, other]))
        with django_assert_num_queries(len(plain)):
            client.get(reverse("learn:activity", args=[course.slug, written.slug]))

    def test_a_preview_shows_it(self, written, editor, as_):
        assert (
            "Read in 60 en everywhere"
            in as_(editor).get(reverse("wagtailadmin_pages:view_draft", args=[written.pk])).content.decode()
        )


class TestWritten:
    def test_is_offered_edited_and_published(self, written, course, reviewer, as_, releasing):
        client = as_(reviewer)
        form = form_of(client, written)
        form |= {"body-0-value-task": "Answer", "why": "Another task"}
        form["body-0-value-steps"] = "null"

        with releasing():
            assert publish_and_release(client, written, form).status_code == 302

        course.refresh_from_db()
        entry = course.release.outline.by_id(str(written.translation_key))
        assert "Answer in 60 en KE" in lookup.content(entry.contents["en-KE"]).html

    def test_a_plugin_block_is_translated(self, written, course, tree, french, releasing):
        for page in (tree, written):
            bring_out(translate(page, french), releasing)

        course.refresh_from_db()
        entry = course.release.outline.by_id(str(written.translation_key))
        assert "FR Read in 60 fr UG" in lookup.content(entry.contents["fr-UG"]).html
