"""Blocks of lessons whose plugin is not installed: kept in the page, kept for learners, and nobody can change them."""

from uuid import UUID

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.blocks import ListBlock, StructBlock
from wagtail.models import Page, ReferenceIndex

from courses.models import LessonPage
from courses.pages.streams import ABSENT, OpenStream
from lms.foundation.plugins.block import lesson_blocks
from tests.courses.french import bring_out
from tests.releasing import release_waiting

from .conftest import form_of, publish, publish_and_release, seen_by, stored
from .french import translate
from .stopwatch import ABSENCE, LAP, come, go


class TestAway:
    """The plugin is uninstalled."""

    @pytest.fixture(autouse=True)
    def _gone(self, written):
        go()

    def test_the_page_loads_edits_and_publishes_and_the_block_comes_back(self, written, reviewer, as_, releasing):
        client = as_(reviewer)
        page = LessonPage.objects.get(pk=written.pk)
        assert [block.block_type for block in page.body] == [ABSENT, "text"]
        form = form_of(client, page) | {"title": "Anew", "why": "Another title"}

        with releasing():
            assert publish_and_release(client, page, form).status_code == 302

        assert stored(page) == [LAP, stored(page)[1]]
        assert release_waiting() == []
        come()
        page = LessonPage.objects.get(pk=written.pk)
        assert (page.title, page.body[0].block_type, page.body[0].value["task"]) == ("Anew", "stopwatch_lap", "Read")

    def test_the_editor_reads_why_and_what_was_changed_on_the_way_is_refused(self, written, course, reviewer, as_):
        client = as_(reviewer)
        page = LessonPage.objects.get(pk=written.pk)
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert (
            "This block comes from a plugin that is not installed. The block is kept."
            in client.get(edit).content.decode()
        )

        for action in ("action-publish", "no-action"):
            form = form_of(client, page) | {"body-0-value": "eyJ4IjoxfQ:forged", "why": "Another title"}
            form[action] = form.pop("action-publish")
            said = client.post(edit, form).content.decode()
            assert "This block cannot be read any more" in said
        assert stored(page)[0] == LAP

    def test_what_was_open_in_an_editor_when_the_plugin_went_is_refused_and_not_dropped(self, written, reviewer, as_):
        come()
        client = as_(reviewer)
        form = form_of(client, written) | {"body-0-value-steps": "null", "why": "Another title"}
        go()

        said = client.post(reverse("wagtailadmin_pages:edit", args=[written.pk]), form).content.decode()

        assert "This block cannot be read any more" in said
        assert stored(written)[0] == LAP

    def test_what_was_open_when_it_came_back_is_saved(self, written, course, reviewer, as_, releasing):
        client = as_(reviewer)
        form = form_of(client, LessonPage.objects.get(pk=written.pk)) | {"title": "Anew", "why": "Another title"}
        come()

        with releasing():
            assert client.post(reverse("wagtailadmin_pages:edit", args=[written.pk]), form).status_code == 302

        assert LessonPage.objects.get(pk=written.pk).body[0].value["task"] == "Read"

    def test_says_where_a_page_is_used_by_a_block_of_it(self, written, course, course_page, reviewer, as_):
        row = {
            "model_path": "body.stopwatch_lap.steps",
            "content_path": f"body.{LAP['id']}.steps",
            "content_path_hash": UUID(int=1),
        }
        page_type = ContentType.objects.get_for_model(Page)
        ReferenceIndex.objects.create(
            content_type=written.content_type,
            base_content_type=page_type,
            object_id=str(written.pk),
            to_content_type=page_type,
            to_object_id=str(course_page.pk),
            **row,
        )

        used = as_(reviewer).get(reverse("wagtailadmin_pages:usage", args=[course_page.pk])).content.decode()

        assert "Block of a plugin that is not installed" in used

    def test_learners_read_a_sentence_until_it_is_back(self, written, course, enrolment, wanjiru, as_, releasing):
        client = as_(wanjiru)
        before = course.release
        assert ABSENCE in seen_by(client, course, written)

        with releasing():
            publish(LessonPage.objects.get(pk=written.pk), title="Anew")
        course.refresh_from_db()
        assert course.release != before
        assert ABSENCE in seen_by(client, course, written)

        come()
        assert "Read in 60 en KE" in seen_by(client, course, written)

    def test_publishing_anew_without_a_change_makes_no_release(self, written, course, releasing):
        before = course.release
        with releasing():
            publish(LessonPage.objects.get(pk=written.pk))
        course.refresh_from_db()
        assert course.release == before

    def test_is_kept_by_copies_translations_and_comparisons(self, written, tree, french, reviewer, as_, releasing):
        page = LessonPage.objects.get(pk=written.pk)
        copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"})
        assert stored(copy)[0] == LAP

        for one in (tree, page):
            translation = translate(one, french)
            bring_out(translation, releasing)
        assert stored(LessonPage.objects.get(translation_key=page.translation_key, locale=french))[0] == LAP

        publish(page, body=[{**LAP, "value": {"minutes": 1}}])
        revisions = [revision.pk for revision in page.revisions.order_by("pk")]
        url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, revisions[-2], revisions[-1]])
        assert as_(reviewer).get(url).status_code == 200

    def test_translations_made_while_it_was_there_are_kept(self, written, course, tree, french, releasing):
        come()
        translations = [translate(page, french) for page in (tree, written)]
        for translation in translations:
            bring_out(translation, releasing)
        go()
        with releasing():
            translations[1].save_target(publish=True)
        come()
        with releasing():
            translations[1].save_target(publish=True)
        assert (
            LessonPage.objects.get(translation_key=written.translation_key, locale=french).body[0].value["task"]
            == "FR Read"
        )


class Inner(OpenStream):
    registry = lesson_blocks


class TestInsideAnotherBlock:
    def test_an_open_stream_keeps_what_it_does_not_know(self, db):
        raw = [{"type": "item", "id": str(UUID(int=1)), "value": {"inner": [LAP]}}]
        block = ListBlock(StructBlock([("inner", Inner())]))

        for value in (block.to_python(raw), block.bulk_to_python([raw])[0]):
            assert value[0]["inner"][0].block_type == ABSENT
            assert block.get_prep_value(block.clean(value)) == raw

    def test_what_is_no_stream_is_taken_as_wagtail_takes_it(self, db):
        assert Inner().to_python("no JSON").raw_text == "no JSON"
        assert list(Inner().to_python(None)) == list(Inner().to_python("[]")) == []
