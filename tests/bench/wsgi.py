"""The application as it is deployed, and beside it the practical limit that costs are compared with: in the same
process, one indexed statement for session and person over a connection of the pool, and a formatted string. Django
routes nothing, renders nothing and writes no SQL there.
"""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.db import connection
from django.utils import timezone

from lms.wsgi import application as product

# These modules name models, which can be imported once the product is there.
stored_key = import_module("lms.people.identity.sessions.models").stored_key
stepup = import_module("lms.people.identity.factors.stepup")
setattr(stepup, "WITHIN", timedelta(days=36_500))  # noqa: B010  sessions of the bench are never asked again
setattr(import_module("lms.switchboard.public_addresses"), "MOST", 10**9)  # noqa: B010  all come from one address
setattr(import_module("certificates.views"), "MOST", 10**9)  # noqa: B010  so do these
LIMIT = "/bench/limit/"
ASKED = (
    "SELECT p.name FROM people_session s JOIN people_user p ON p.id = s.user_id "
    "WHERE s.session_key = %s AND s.expire_date > %s"
)
COOKIE = re.compile(r"sessionid=(\w+)")


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    return limit(environ, start_response) if environ["PATH_INFO"] == LIMIT else product(environ, start_response)


def limit(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The name of whoever the cookie is of."""
    cookie = COOKIE.search(environ.get("HTTP_COOKIE", ""))
    key = stored_key(cookie[1] if cookie else None)
    connection.ensure_connection()
    now = timezone.now()
    if connection.vendor == "sqlite":
        row = connection.connection.execute(ASKED.replace("%s", "?"), (key, str(now)[:26])).fetchone()
    else:
        row = connection.connection.execute(ASKED, (key, now)).fetchone()
        connection.close()  # gives it back to the pool
    body = f"<!doctype html><title>Limit</title><p>{row[0] if row else ''}</p>".encode()
    start_response(
        "200 OK" if row else "403 Forbidden", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))]
    )
    return [body]
