"""Editors and reviewers, and what they do in Wagtail's admin."""

import json
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text

from assessments.questions.models import Question
from courses.models import LessonPage, Provision, StaleCourse, Term
from tests.builders import in_group
from tests.conftest import make_person
from tests.courses.french import bring_out
from tests.releasing import release_waiting

from . import stopwatch
from .french import above_in_french, put_up
from .guides import guide_of


@pytest.fixture
def lesson(course_page):
    """The first lesson of the live course."""
    return LessonPage.objects.child_of(course_page).order_by("path").first()


@pytest.fixture
def term(course_page):
    return Term.objects.create(term="wage", forms="wages", definition="Pay for work.", locale=course_page.locale)


@pytest.fixture
def guide_page(course_page, term):
    """The published package of the course."""
    page = guide_of(term, title="Instructor’s package", slug="package", locale=course_page.locale)
    course_page.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def releasing(on_commit):
    """`with releasing():` runs what waits for the commit; then somebody who may releases each course that waits."""

    @contextmanager
    def wait_and_release():
        with on_commit():
            yield
        release_waiting()

    return wait_and_release


@pytest.fixture
def tree(course, course_page, programme_page, french, site):
    above_in_french(site, programme_page, french)
    return course_page


@pytest.fixture
def translated(tree, lesson, french):
    """The course and its first lesson, put up for translation into French:
    drafts of which nothing is translated yet.
    """
    return put_up(tree, lesson, french)


@pytest.fixture
def french_lesson(translated):
    return LessonPage.objects.get(translation_key=translated.source.object_id, locale=translated.target_locale)


@pytest.fixture
def out(course, lesson, translated, french_lesson, releasing):
    """The first lesson, out in French."""
    bring_out(translated, releasing)
    course.refresh_from_db()
    return french_lesson


@pytest.fixture
def plugin():
    """A plugin that brings a block into lessons, until the test is over or says `stopwatch.go()`."""
    stopwatch.come()
    yield
    stopwatch.go()


@pytest.fixture
def written(plugin, lesson, course, releasing):
    """The first lesson with a block of the plugin in it, released."""
    with releasing():
        publish(lesson, body=[stopwatch.LAP, stopwatch.TEXT])
    course.refresh_from_db()
    return LessonPage.objects.get(pk=lesson.pk)


@pytest.fixture
def asked_anew(course):
    """A question of the released quiz, drafted anew by an editor."""
    question = Question.objects.order_by("pk").first()
    draft = question.get_latest_revision_as_object() if question.latest_revision else question
    draft.stem = "<p>Asked anew?</p>"
    draft.save_revision()
    return Question.objects.get(pk=question.pk)


@pytest.fixture
def cited(course, lesson):
    """A draft citation of the law that the draft of the first lesson makes."""
    provision = Provision.objects.create(
        key="ke", jurisdiction="Kenya", country="KE", instrument="Act", provision="s. 3", live=False
    )
    provision.save_revision()
    return provision


@pytest.fixture
def draft(lesson, cited):
    """The first lesson drafted anew, with the citation in it."""
    cite = {
        "type": "citation",
        "id": str(uuid4()),
        "value": {"provisions": [{"type": "item", "id": str(uuid4()), "value": cited.pk}]},
    }
    text = {**lesson.body.raw_data[0], "value": "<p>Said anew.</p>"}
    lesson.body = [text, lesson.body.raw_data[1], cite]
    lesson.save_revision()
    return lesson.get_latest_revision_as_object()


@pytest.fixture
def other_editor(academy):
    return in_group(make_person("KE-510", "Chebet", academy), "Editors")


def lesson_form(text: str = "Changed.", action: str = "publish", **fields) -> dict[str, str]:
    """What the browser sends when a lesson of one paragraph is saved."""
    block = {"id": str(uuid4()), "type": "text", "value": rich_text(f"<p>{text}</p>"), "deleted": "", "order": 0}
    data = nested_form_data(
        {
            "title": "Lesson 1",
            "slug": "trafficking-lesson-1",
            "minutes": 10,
            "required": "on",
            "weight": 1.0,
            "change": "correction",
            "why": "",
            "body": {"count": 1, "0": block},
            **fields,
        }
    )
    if action:
        data[f"action-{action}"] = action
    return data


def edit(client, page, **fields):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), lesson_form(**fields))


def decided(response, **decision) -> dict[str, str]:
    """What the browser sends from the page of the effect when it is released there."""
    data = {"change": "correction", "why": "A clearer word", "shown": response.context["effect"].digest, **decision}
    return {"draft": [draft.name for draft in response.context["chosen"]], **data}


def publish_and_release(client, page, form, **decision):
    """Press “publish” in the editor, look at the effect, and release."""
    shown = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form, follow=True)
    return client.post(
        reverse("courses_release", args=[shown.context["page"].translation_key]), decided(shown, **decision)
    )


def numbers(course) -> list[str]:
    return [release.number for release in course.releases.order_by("pk")]


def stale() -> list[str]:
    return list(StaleCourse.objects.values_list("problem", flat=True))


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def stored(page) -> list[dict]:
    """The body as it is in the database."""
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
        str(order): {
            "id": block["id"],
            "type": block["type"],
            "value": _posted(block["value"]),
            "deleted": "",
            "order": order,
        }
        for order, block in enumerate(state)
    }
    return lesson_form(body={"count": len(state), **blocks})


def _posted(value):
    return {name: part or "" for name, part in value.items()} if isinstance(value, dict) else value


def seen_by(client, course, lesson) -> str:
    entry = course.release.outline.by_id(str(lesson.translation_key))
    return client.get(reverse("learn:activity", args=[course.slug, entry.slug])).content.decode()
