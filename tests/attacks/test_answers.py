"""V2, V4 and V14: what a browser sends is whole, small, its own and rare, and what was taken is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.test import RequestFactory
from django.urls import reverse

from assessments.quiz.sitting import reducer
from courses.access import guard as admin_guard
from courses.editing.middleware import AdminTransaction
from home.operation import wsgi
from lms.foundation.database.statements import Statement
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import answer_parsing, batch, services
from lms.learning.progress.journal.triggers import JOURNAL
from lms.learning.progress.models.records import EnrolmentQuerySet, Event
from lms.learning.progress.player import statements
from lms.learning.progress.player.activity_place import ActivityPlace
from tests.builders import right_answers

from .mutation import browser, held_by, instead, no_middleware, setting

QUIZ = "/learn/trafficking/trafficking-quiz/"
FETCH = {"X-Requested-With": "fetch"}
TOKEN = "k" * 32


@pytest.fixture
def attempt(enrolment, now):
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    return services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")


@pytest.fixture
def answer(attempt) -> dict[str, str]:
    return {name: value for name, value in right_answers(attempt).items() if name.startswith("q:")}


@contextmanager
def without_triggers() -> Iterator[None]:
    table = f" ON {JOURNAL.table}" if connection.vendor == "postgresql" else ""
    connection.check_constraints()  # PostgreSQL takes no trigger away while some are due
    with connection.cursor() as cursor:
        for name in JOURNAL.names:
            cursor.execute(f"DROP TRIGGER {name}{table}")
    yield
    JOURNAL.install(using=connection.alias)


def stored() -> list[dict]:
    return list(Event.objects.filter(verb="answered").order_by("position").values_list("data", flat=True))


@pytest.fixture
def open_connection():
    """The connection to the database stays open after a request, as Django's own test client leaves it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("open_connection")
def test_half_a_body_is_not_stored(wanjiru, answer):
    session = browser(wanjiru).cookies[settings.SESSION_COOKIE_NAME].value
    body = urlencode({"event_id": str(uuid7()), **answer}, doseq=True).encode()

    def taken() -> bool:
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        environ = RequestFactory().generic(
            "POST",
            QUIZ,
            body,
            "application/x-www-form-urlencoded",
            headers={"X-CSRFToken": TOKEN, "Cookie": cookies, **FETCH},
        )
        environ = environ.environ | {"wsgi.input": BytesIO(body[: body.rindex(b"&")]), "CONTENT_LENGTH": str(len(body))}
        wsgi.with_whole_bodies(WSGIHandler())(environ, lambda *_: None)
        return bool(stored())

    held_by(instead(wsgi, "WholeBody", lambda stream, length: stream), attack=taken)


def test_an_id_that_can_be_foreseen_is_not_taken(wanjiru, attempt, answer):
    """Two controls: the form is read by an id of version 7 alone, and so is the journal of whatever somebody sent."""
    foreseen = uuid5(NAMESPACE_URL, f"urn:mafunzo:attempt:{attempt.pk}:terminated")

    def taken() -> bool:
        browser(wanjiru).post(QUIZ, {"event_id": str(foreseen), **answer}, headers=FETCH)
        return Event.objects.filter(pk=foreseen).exists()

    held_by(instead(answer_parsing, "uuid7_of", UUID), instead(batch, "SERVER", "web"), attack=taken)


def test_foreign_fields_are_not_kept_for_ever(wanjiru, answer):
    def kept() -> bool:
        browser(wanjiru).post(QUIZ, {"event_id": str(uuid7()), "note": "x" * 1000, **answer}, headers=FETCH)
        return any("note" in data for data in stored())

    held_by(instead(reducer, "answer_fields", lambda rules, data: dict(data)), attack=kept)


def test_an_answer_typed_for_one_attempt_is_not_stored_in_another(wanjiru, attempt, enrolment, now):
    """A tab that stayed open since the first attempt, whose address names none."""
    services.terminate(attempt=attempt, now=now, reason="handed in")
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    second = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
    typed = {name: value for name, value in right_answers(second).items() if name.startswith("q:")}

    def stored_in_the_second() -> bool:
        browser(wanjiru).post(QUIZ, {"event_id": str(uuid7()), **typed})
        return Event.objects.filter(attempt=second, verb="answered").exists()

    held_by(instead(ActivityPlace, "is_unnamed", False), attack=stored_in_the_second)


def test_an_answer_that_is_too_long_is_not_kept(wanjiru, answer):
    def kept() -> bool:
        browser(wanjiru).post(QUIZ, {"event_id": str(uuid7()), **answer}, headers=FETCH)
        return bool(stored())

    with instead(answer_parsing, "LONGEST", 20):
        held_by(instead(answer_parsing, "LONGEST", 10**9), attack=kept)


def test_answers_that_come_too_fast_are_put_off(wanjiru, answer):
    def all_taken() -> bool:
        client = browser(wanjiru)
        return {
            client.post(QUIZ, {"event_id": str(uuid7()), **answer}, headers=FETCH).status_code for _time in range(12)
        } == {204}

    with setting(ANSWERS_PER_MINUTE=10):
        held_by(setting(ANSWERS_PER_MINUTE=10**9), attack=all_taken)


def test_what_another_learner_has_under_way_is_not_there(abdi, attempt):
    held_by(
        instead(EnrolmentQuerySet, "of", lambda rows, learner: rows),
        instead(statements, "_LATEST", Statement(statements._LATEST.asks)),  # written anew, by that phrase
        attack=lambda: browser(abdi).get(QUIZ).status_code == 200,
    )


def test_nothing_is_changed_without_the_token_of_a_form(wanjiru, attempt, answer):
    def changed() -> bool:
        browser(wanjiru, enforce_csrf_checks=True).post(QUIZ, {"event_id": str(uuid7()), **answer}, headers=FETCH)
        return bool(stored())

    held_by(no_middleware("django.middleware.csrf.CsrfViewMiddleware"), attack=changed)


@pytest.mark.parametrize("statement", ["UPDATE {} SET verb = 'other'", "DELETE FROM {}"])
def test_the_journal_can_only_be_added_to(attempt, statement):
    table = Event._meta.db_table

    def rewritten() -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format(table))
                return cursor.rowcount > 0
        except DatabaseError:
            return False

    held_by(without_triggers(), attack=rewritten)


def test_a_number_that_no_database_holds_is_refused_before_it_is_looked_up(superuser, site):
    def breaks() -> bool:
        return browser(superuser).get("/admin/api/main/pages/", {"offset": "9" * 20}).status_code == 500

    held_by(instead(admin_guard, "refuse_unreadable", lambda query, address: None), attack=breaks)


def test_half_a_form_of_the_admin_is_no_fault(superuser, course_page):
    def breaks() -> bool:
        return browser(superuser).post(reverse("wagtailadmin_pages:copy", args=[course_page.pk])).status_code == 500

    held_by(instead(AdminTransaction, "process_exception", lambda middleware, request, exception: None), attack=breaks)
