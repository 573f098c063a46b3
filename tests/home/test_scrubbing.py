"""No log line holds what was sent, a cookie, a link that opens something,
a row of the database or an e-mail address.
"""

import json

import pytest
from celery import current_app, shared_task
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.urls import include, path

from lms.people.directory.models import User
from lms.settings.scrubbing import LONGEST, scrubbed, written

SECRET = "s3cret-that-nobody-may-read"


def fails(request, token):
    body = request.body.decode() + request.headers.get("Cookie", "") + token + request.GET.get("q", "")
    held_in_a_variable = f"{body}"
    raise ValueError(f"cannot read {held_in_a_variable!r}")


def fails_behind(request, token):
    try:
        fails(request, token)
    except ValueError as error:
        raise RuntimeError(token) from error


urlpatterns = [
    path("password/new/MQ/<token>/", fails),
    path("behind/<token>/", fails_behind),
    path("", include("lms.urls")),
]


def of(lines: list[dict], logger: str) -> dict:
    return next(line for line in lines if line["logger"] == logger)


@pytest.mark.parametrize("address", ["/password/new/MQ/{}/", "/behind/{}/"])
def test_a_fault_is_told_by_its_type_and_place_and_holds_nothing_that_was_sent(lines, db, address):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = SECRET
    with override_settings(ROOT_URLCONF=__name__):
        answer = client.post(
            f"{address.format(SECRET)}?q={SECRET}", {"old_password": SECRET}, HTTP_X_REQUEST_ID="0123456789ab"
        )
    assert answer.status_code == 500
    told = lines()
    assert SECRET not in json.dumps(told)
    line = of(told, "django.request")
    assert "in fails" in line["exception"]
    assert "builtins.ValueError" in line["exception"]
    assert line["event"].startswith("Internal Server Error")
    assert line["route"].endswith("<token>/")
    assert line["request_id"] == "0123456789ab"


def test_the_route_of_the_line_about_a_request_holds_no_link(lines, client, db):
    client.get(f"/password/new/MQ/{SECRET}/")
    client.get(f"/e-mail/confirm/{SECRET}/")
    client.post("/language/", {"language": "fr"}, headers={"host": "elsewhere.example"})
    assert SECRET not in json.dumps(lines())
    assert len([line for line in lines() if line["logger"] == "mafunzo.request"]) == 3


def test_a_form_without_its_token_is_told_without_its_address(lines, db):
    Client(enforce_csrf_checks=True).post(f"/password/new/MQ/{SECRET}/?q={SECRET}", {"new_password1": SECRET})
    line = of(lines(), "django.security.csrf")
    assert SECRET not in json.dumps(lines())
    assert line["route"] == "password/new/<uidb64>/<token>/"


def test_a_row_that_the_database_refuses_is_not_told_but_the_rule_is(lines, wanjiru):
    number = wanjiru.service_number.lower()
    with pytest.raises(IntegrityError) as found, transaction.atomic():
        User.objects.create_user(number, name="Somebody")
    text = written(found._excinfo)
    assert number not in text.lower()
    assert "IntegrityError" in text
    if connection.vendor == "postgresql":
        assert "service_number_once_whatever_its_case" in text


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            AttributeError("'str' object has no attribute 'pk'"),
            "builtins.AttributeError: 'str' object has no attribute 'pk'",
        ),
        (ModuleNotFoundError("No module named 'x'"), "builtins.ModuleNotFoundError: No module named 'x'"),
        (OSError(28, "No space left on device", SECRET), "builtins.OSError: No space left on device"),
        (ValueError(SECRET), "builtins.ValueError"),
        (KeyError(SECRET), "builtins.KeyError"),
        (UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, "x"), "builtins.UnicodeDecodeError"),
    ],
)
def test_of_an_error_that_is_told_which_names_parts_of_the_program_alone(error, said):
    assert written((type(error), error, None)) == said


def test_errors_that_name_each_other_in_a_circle_are_told_once():
    first, second = ValueError(SECRET), KeyError(SECRET)
    first.__context__, second.__context__ = second, first
    assert written((ValueError, first, None)) == "builtins.KeyError\nbuiltins.ValueError"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("GET /password/new/MQ/c0ffee-12/ 500", "GET /password/new/[link] 500"),
        ("see https://x.example/e-mail/confirm/c0ffee-12/", "see https://x.example/e-mail/confirm/[link]"),
        ("Not Found: /learn/?token=abc&b=1", "Not Found: /learn/?[query]"),
        (
            "Failed to send notification email 'x' to a.b+c@example.org",
            "Failed to send notification email 'x' to [e-mail]",
        ),
        ("to <a@example.org>, 'b@example.org'", "to <[e-mail]>, '[e-mail]'"),
        ("What now? Wait = 3", "What now? Wait = 3"),
        ("user@localhost and 3 @ 4", "user@localhost and 3 @ 4"),
        ("courses.tasks.sweep: 12 of 13", "courses.tasks.sweep: 12 of 13"),
    ],
)
def test_texts_of_libraries_lose_links_queries_and_mailboxes_alone(text, left):
    assert scrubbed(text) == left


def test_a_task_that_fails_is_told_without_its_arguments(lines, settings):
    @shared_task(name="tests.fails")
    def task(text):
        raise ValueError(text)

    settings.CELERY_TASK_EAGER_PROPAGATES = current_app.conf.task_eager_propagates = False
    try:
        current_app.tasks["tests.fails"].apply(args=(SECRET,))
    finally:
        current_app.conf.task_eager_propagates = True
    line = of(lines(), "celery.app.trace")
    assert SECRET not in json.dumps(lines())
    assert line["event"].startswith("Task tests.fails ")
    assert line["event"].endswith(": raised unexpected")
    assert "in task" in line["exception"]


@pytest.mark.parametrize("size", [10_000, 1_000_000])
def test_a_long_line_is_scrubbed_whatever_it_consists_of(size):
    for piece in ("a", "@", "?a=", "a@b.", "/password/new/", "?"):
        assert len(scrubbed(piece * (size // len(piece)))) <= LONGEST + 1


def test_the_settings_of_this_process_scrub_as_well():
    names = [
        getattr(processor, "__name__", type(processor).__name__)
        for processor in settings.LOGGING["formatters"]["structured"]["processors"]
    ]
    assert names[1:3] == ["scrub", "ExceptionRenderer"]
