"""Removal of data that must never be in a log line: sent data, their sender, links that open something, and the words
of errors that quote them.

Processors of structlog, for the lines of libraries too. A fault is found by its type, its place in the code and the
request's id.
"""

import re
import traceback
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist, TemplateSyntaxError

OF_THE_CODE = (
    AttributeError,
    ImportError,
    ImproperlyConfigured,
    NameError,
    NotImplementedError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
)
"""Errors whose words name parts of the program. All others may quote what somebody sent."""
MOST_FRAMES = 40
LONGEST = 20_000
"""Characters of one text in a line."""

_SECRET_PATHS = re.compile(r"(/password/new/|/e-mail/confirm/|/after/)[^\s\"'<>]+")
_QUERIES = re.compile(r"(?<=[\w/.-])\?[^\s\"'<>?=]+=[^\s\"'<>]*")
_MAILBOXES = re.compile(
    r"[^\s\"'<>(),;:=@]{1,64}@[^\s\"'<>(),;:=@]{1,255}\.[^\W\d_]{2,63}"
)  # bounded, or a long line would take long
_OF_A_DATABASE = re.compile(
    r'(?:constraint|relation|column|table|index|sequence) "?([a-z0-9_]+)"?|no such (?:table|column): [\w.]+'
)


def scrubbed(text: str) -> str:
    """Return `text` without links that open something, without queries after a “?” in an address, and without e-mail
    addresses.
    """
    cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return _MAILBOXES.sub("[e-mail]", _QUERIES.sub("?[query]", _SECRET_PATHS.sub(r"\1[link]", cut)))


def scrub(_logger: object, _method: str, line: dict[str, object]) -> dict[str, object]:
    """Return the line without the request, the arguments of a task and the words of its error, and every text
    scrubbed.
    """
    line.pop("message", None)  # the event again, as another handler has written it
    request = line.pop("request", None)
    if hasattr(request, "META"):
        line["event"] = _without_address(str(line.get("event", "")), request)
        line["route"] = _route(request)
    task = line.pop("data", None)
    if (
        isinstance(task, dict) and "name" in task
    ):  # Celery about a task that failed: with its arguments, and the error's words
        line["event"] = (
            f"Task {task['name']} {task.get('id', '')}: "
            f"{str(line['event']).partition(']')[2].strip().partition(':')[0]}"
        )
    return {name: scrubbed(value) if isinstance(value, str) else value for name, value in line.items()}


def _without_address(event: str, request: Any) -> str:
    for address in (request.get_full_path(), request.path):
        if len(address) > 1:
            event = event.replace(address, "[address]")
    return event


def _route(request: object) -> str:
    match = getattr(request, "resolver_match", None)
    return match.route if match else ""


def written(exc_info: Any) -> str:
    """Return the error and those behind it, the first cause first: where in the code, of which type, and its words if
    they are safe.
    """
    return "\n".join(_one(error) for error in reversed([*_chain(exc_info[1])]))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _one(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__, limit=-MOST_FRAMES))
    kind = type(error)
    said = _harmless_text(error)
    return f"{frames}{kind.__module__}.{kind.__qualname__}{': ' if said else ''}{said}"


def _harmless_text(error: BaseException) -> str:
    if isinstance(error, OF_THE_CODE):
        return str(error)
    if isinstance(error, OSError):
        return error.strerror or ""
    if _is_of_a_database(error):
        match = _OF_A_DATABASE.search(str(error))
        return match[0] if match else ""
    return ""


def _is_of_a_database(error: BaseException) -> bool:
    """Return whether the error is one of the drivers' or Django's. Their words hold rows (“Key (name)=(…) already
    exists”).
    """
    return (
        type(error).__module__.partition(".")[0] in ("sqlite3", "psycopg")
        or type(error).__module__ == "django.db.utils"
    )
