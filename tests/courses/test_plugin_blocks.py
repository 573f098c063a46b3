"""Blocks that plugins bring into lessons: written, compiled, cleaned, shown where they are on; kept while their plugin is away."""

from uuid import UUID

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import ListBlock, StructBlock
from wagtail.models import Page, ReferenceIndex

from courses import catalogue
from courses.lessons import Lesson
from courses.models import LessonPage
from courses.parts import parts
from courses.publishing import repair
from courses.render import render_lesson
from courses.streams import ABSENT, OpenStream
from lms.people.models import Institution
from lms.plugins import activation
from lms.plugins.activity import NotReady
from lms.plugins.block import lesson_blocks

from . import stopwatch
from .conftest import lesson_form, publish
from .test_translations import finish, translate, tree  # noqa: F401

LAP = {
    "type": "stopwatch_lap",
    "id": "0190a000-0000-7000-8000-00000000000a",
    "value": {"minutes": 14, "task": "Read", "steps": "<p>Look.</p>"},
}
TEXT = {"type": "text", "id": "0190a000-0000-7000-8000-00000000000b", "value": "<p>Between.</p>"}
ABSENCE = "A part of this lesson cannot be shown at the moment"


def come() -> None:
    activation.know("stopwatch", package=stopwatch.__name__, on_by_default=True)
    lesson_blocks.register(stopwatch.Lap)
    stopwatch.anew()


def go() -> None:
    lesson_blocks.withdraw("stopwatch")
    stopwatch.anew()


@pytest.fixture
def plugin():
    come()
    yield
    go()


@pytest.fixture
def written(plugin, lesson, course, on_commit):
    """The first lesson with a block of the plugin in it, released."""
    with on_commit():
        publish(lesson, body=[LAP, TEXT])
    course.refresh_from_db()
    return LessonPage.objects.get(pk=lesson.pk)


def stored(page) -> list[dict]:
    """The body as it is in the database."""
    import json

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM courses_lessonpage WHERE page_ptr_id = %s", [page.pk])
        [body] = cursor.fetchone()
    return json.loads(body) if isinstance(body, str) else body


def form_of(client, page) -> dict[str, str]:
    """What the editor's browser would send back unchanged."""
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    state = page.body.stream_block.get_form_state(response.context["form"].initial["body"])
    blocks = {
        str(order): {"id": block["id"], "type": block["type"], "value": _posted(block["value"]), "deleted": "", "order": order}
        for order, block in enumerate(state)
    }
    return lesson_form(body={"count": len(state), **blocks})


def _posted(value):
    return {name: part or "" for name, part in value.items()} if isinstance(value, dict) else value


def seen_by(client, course, lesson) -> str:
    entry = course.release.outline.by_id(str(lesson.translation_key))
    return client.get(reverse("learn:activity", args=[course.slug, entry.slug])).content.decode()


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

    def test_costs_no_statement(self, written, course, enrolment, wanjiru, as_, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client = as_(wanjiru)
        [other] = [entry.slug for entry in course.release.outline.activities if entry.kind == "lesson" and entry.slug != written.slug]
        for slug in (written.slug, other):  # what is kept in the process
            client.get(reverse("learn:activity", args=[course.slug, slug]))
        with CaptureQueriesContext(connection) as plain:
            client.get(reverse("learn:activity", args=[course.slug, other]))
        with django_assert_num_queries(len(plain)):
            client.get(reverse("learn:activity", args=[course.slug, written.slug]))

    def test_a_preview_shows_it(self, written, editor, as_):
        assert "Read in 60 en everywhere" in as_(editor).get(reverse("wagtailadmin_pages:view_draft", args=[written.pk])).content.decode()


class TestWritten:
    def test_is_offered_edited_and_published(self, written, course, reviewer, as_, on_commit):
        client = as_(reviewer)
        form = form_of(client, written)
        form |= {"body-0-value-task": "Answer", "why": "Another task"}
        form["body-0-value-steps"] = "null"

        with on_commit():
            assert client.post(reverse("wagtailadmin_pages:edit", args=[written.pk]), form).status_code == 302

        course.refresh_from_db()
        entry = course.release.outline.by_id(str(written.translation_key))
        assert "Answer in 60 en KE" in catalogue.content(entry.contents["en-KE"]).html

    def test_is_translated(self, written, course, tree, french, on_commit):  # noqa: F811
        for page in (tree, written):
            translation = translate(page, french)
            finish(translation)
            with on_commit():
                translation.save_target(publish=True)

        course.refresh_from_db()
        entry = course.release.outline.by_id(str(written.translation_key))
        assert "FR Read in 60 fr UG" in catalogue.content(entry.contents["fr-UG"]).html


class TestAway:
    """The plugin is uninstalled."""

    @pytest.fixture(autouse=True)
    def _gone(self, written):
        go()

    def test_the_page_loads_edits_and_publishes_and_the_block_comes_back(self, written, course, reviewer, as_, on_commit):
        client = as_(reviewer)
        page = LessonPage.objects.get(pk=written.pk)
        assert [block.block_type for block in page.body] == [ABSENT, "text"]
        form = form_of(client, page) | {"title": "Anew", "why": "Another title"}

        with on_commit():
            assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form).status_code == 302

        assert stored(page) == [LAP, stored(page)[1]]
        assert repair(now=timezone.now()) == []
        come()
        page = LessonPage.objects.get(pk=written.pk)
        assert (page.title, page.body[0].block_type, page.body[0].value["task"]) == ("Anew", "stopwatch_lap", "Read")

    def test_the_editor_reads_why_and_what_was_changed_on_the_way_is_refused(self, written, course, reviewer, as_):
        client = as_(reviewer)
        page = LessonPage.objects.get(pk=written.pk)
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert "This block comes from a plugin that is not installed. It is kept." in client.get(edit).content.decode()

        for action in ("action-publish", "no-action"):
            form = form_of(client, page) | {"body-0-value": "eyJ4IjoxfQ:forged", "why": "Another title"}
            form[action] = form.pop("action-publish")
            said = client.post(edit, form).content.decode()
            assert "This block cannot be read any more" in said
        assert stored(page)[0] == LAP

    def test_what_was_open_in_an_editor_when_the_plugin_went_is_refused_and_not_dropped(self, written, course, reviewer, as_):
        come()
        client = as_(reviewer)
        form = form_of(client, written) | {"body-0-value-steps": "null", "why": "Another title"}
        go()

        said = client.post(reverse("wagtailadmin_pages:edit", args=[written.pk]), form).content.decode()

        assert "This block cannot be read any more" in said
        assert stored(written)[0] == LAP

    def test_what_was_open_when_it_came_back_is_saved(self, written, course, reviewer, as_, on_commit):
        client = as_(reviewer)
        form = form_of(client, LessonPage.objects.get(pk=written.pk)) | {"title": "Anew", "why": "Another title"}
        come()

        with on_commit():
            assert client.post(reverse("wagtailadmin_pages:edit", args=[written.pk]), form).status_code == 302

        assert LessonPage.objects.get(pk=written.pk).body[0].value["task"] == "Read"

    def test_says_where_a_page_is_used_by_a_block_of_it(self, written, course, course_page, reviewer, as_):
        row = {"model_path": "body.stopwatch_lap.steps", "content_path": f"body.{LAP['id']}.steps", "content_path_hash": UUID(int=1)}
        page_type = ContentType.objects.get_for_model(Page)
        ReferenceIndex.objects.create(
            content_type=written.content_type, base_content_type=page_type, object_id=str(written.pk),
            to_content_type=page_type, to_object_id=str(course_page.pk), **row,
        )  # fmt: skip

        used = as_(reviewer).get(reverse("wagtailadmin_pages:usage", args=[course_page.pk])).content.decode()

        assert "Block of a plugin that is not installed" in used

    def test_learners_read_a_sentence_until_it_is_back(self, written, course, enrolment, wanjiru, as_, on_commit):
        client = as_(wanjiru)
        before = course.release
        assert ABSENCE in seen_by(client, course, written)

        with on_commit():
            publish(LessonPage.objects.get(pk=written.pk), title="Anew")
        course.refresh_from_db()
        assert course.release != before
        assert ABSENCE in seen_by(client, course, written)

        come()
        assert "Read in 60 en KE" in seen_by(client, course, written)

    def test_publishing_anew_without_a_change_makes_no_release(self, written, course, on_commit):
        before = course.release
        with on_commit():
            publish(LessonPage.objects.get(pk=written.pk))
        course.refresh_from_db()
        assert course.release == before

    def test_is_kept_by_copies_translations_and_comparisons(self, written, course, tree, french, reviewer, as_, on_commit):  # noqa: F811
        page = LessonPage.objects.get(pk=written.pk)
        copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"})
        assert stored(copy)[0] == LAP

        for one in (tree, page):
            translation = translate(one, french)
            finish(translation)
            with on_commit():
                translation.save_target(publish=True)
        assert stored(LessonPage.objects.get(translation_key=page.translation_key, locale=french))[0] == LAP

        publish(page, body=[{**LAP, "value": {"minutes": 1}}])
        revisions = [revision.pk for revision in page.revisions.order_by("pk")]
        url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, revisions[-2], revisions[-1]])
        assert as_(reviewer).get(url).status_code == 200

    def test_translations_made_while_it_was_there_are_kept(self, written, course, tree, french, on_commit):  # noqa: F811
        come()
        translations = [translate(page, french) for page in (tree, written)]
        for translation in translations:
            finish(translation)
            with on_commit():
                translation.save_target(publish=True)
        go()
        with on_commit():
            translations[1].save_target(publish=True)
        come()
        with on_commit():
            translations[1].save_target(publish=True)
        assert LessonPage.objects.get(translation_key=written.translation_key, locale=french).body[0].value["task"] == "FR Read"


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
