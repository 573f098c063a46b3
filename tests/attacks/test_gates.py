"""V8, V12, V13 and V16: what waits for its time or for somebody's word, and what the outside neither overhears,
brings in nor reads.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import structlog
from django.test import override_settings
from django.urls import include, path, reverse

from assessments.quiz.sitting import page_context
from courses.editing.release import views
from courses.models import LessonPage, Release
from courses.publishing import services as publishing
from lms.foundation.plugins.discovery import Candidate, discover
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.settings import logs
from tests.authorisation.conftest import editor_of
from tests.quiz.test_pages import secrets_of

from .mutation import browser, held_by, instead, setting, text_of

QUIZ = "/learn/trafficking/trafficking-quiz/"
SECRET = "s3cret-that-nobody-may-read"


def fails(request):
    raise ValueError(request.POST["password"])


urlpatterns = [path("fails/", fails), path("", include("lms.urls"))]


@pytest.fixture
def attempt(enrolment, now):
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    return services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")


def test_what_explains_an_answer_is_not_shown_before_the_end(wanjiru, attempt):
    feedback = secrets_of(attempt)
    of_one = page_context._item

    def as_if_checked(number, item, question, state, *more, **given):
        checked = {item.id: {"done": True, "right": False, "response": state.responses.get(item.id)}}
        return of_one(number, item, question, replace(state, checked=checked), *more, **given)

    def read() -> bool:
        page = text_of(browser(wanjiru).get(QUIZ))
        return any(text and text in page for text in feedback)

    held_by(instead(page_context, "_item", as_if_checked), attack=read)


def test_nobody_releases_a_course_without_the_right_to_publish_it(course, course_page, academy):
    editor = editor_of("Editors", "KE-700", academy)
    lesson = LessonPage.objects.child_of(course_page).first()
    lesson.title = "What I would rather teach"
    lesson.save_revision().publish()

    def released() -> bool:
        shown = publishing.candidate(course.pk).digest
        browser(editor).post(
            reverse("courses_release", args=[course.pk]), {"shown": shown, "why": "Because", "change": "correction"}
        )
        return Release.objects.filter(course=course).count() == 2

    held_by(instead(views, "may_release", lambda *_asked: True), attack=released)


def test_a_page_is_not_sent_without_tls(db):
    with setting(SECURE_SSL_REDIRECT=True):
        held_by(setting(SECURE_SSL_REDIRECT=False), attack=lambda: browser().get("/sign-in/").status_code == 200)


def test_a_plugin_that_is_installed_and_not_allowed_does_not_run(db):
    def runs() -> bool:
        return any(one.runs for one in discover([], built_in={"questions": "assessments.questions.apps:Questions"}))

    held_by(instead(Candidate, "runs", property(lambda one: not one.problem)), attack=runs)


@contextmanager
def written_down() -> Iterator[io.StringIO]:
    """What the handler of production writes."""
    before = structlog.get_config()
    formatter = dict(logs.structured(json=True, level="INFO")["formatters"]["structured"])
    structlog.configure(**before)
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(formatter.pop("()")(**formatter))
    logging.getLogger().addHandler(handler)
    try:
        yield lines
    finally:
        logging.getLogger().removeHandler(handler)


def test_what_somebody_sent_stands_in_no_line_about_a_fault(db):
    def read() -> bool:
        with override_settings(ROOT_URLCONF=__name__), written_down() as lines:
            browser().post("/fails/", {"password": SECRET})
        return SECRET in lines.getvalue()

    held_by(instead(logs, "written", structlog.tracebacks.ExceptionDictTransformer()), attack=read)
