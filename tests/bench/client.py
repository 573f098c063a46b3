"""A small browser: one connection, cookies, forms. It follows nothing by itself, so that each answer can be weighed."""

import gzip
import http.client
import json
import re
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from http.client import responses
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from lms.foundation.plugins.identifiers import uuid7

from .counting import HEADER

CSRF = "csrftoken"


def event_id() -> str:
    return str(uuid7())


@dataclass(frozen=True)
class Answer:
    """One response, read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def statements(self) -> int | None:
        """How many the server counted; None where a streamed body left before the count was known."""
        return int(self.headers[HEADER.lower()]) if HEADER.lower() in self.headers else None

    @property
    def location(self) -> str:
        parts = urlsplit(self.headers.get("location", ""))
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @cached_property
    def gzipped(self) -> int:
        """Bytes on the wire behind a server that compresses."""
        return len(self.body) if self.headers.get("content-encoding") else len(gzip.compress(self.body, 6))

    @property
    def head(self) -> int:
        """Bytes of the head on the wire, without the line that the bench adds."""
        lines = [f"{name}: {value}" for name, value in self.headers.items() if name != HEADER.lower()]
        return sum(len(line) + 2 for line in (f"HTTP/1.1 {self.status} {responses.get(self.status, '')}", *lines, ""))

    @property
    def gist(self) -> str:
        """The title of a page, or the beginning of what is none."""
        text = self.body.decode(errors="replace")
        titled = re.search("<title>(.*?)</title>", text, re.DOTALL)
        return titled[1].strip() if titled else text[:200]

    def forms(self) -> list["Form"]:
        parser = _Forms()
        parser.feed(self.body.decode())
        return parser.forms


@dataclass
class Form:
    """A form of a page: where it goes, its fields with what they hold, and what can be chosen."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return next((value for known, value in self.fields if known == name), "")


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(found.get("action", "")))
        elif tag == "input" and self.forms and found.get("name"):
            if found.get("type") in ("radio", "checkbox"):
                self.forms[-1].choices.setdefault(found["name"], []).append(found.get("value", "on"))
            else:
                self.forms[-1].fields.append((found["name"], found.get("value", "")))


class Browser:
    """Somebody's browser. `session` is a session that is already there; without one, sign in."""

    def __init__(
        self, host: str, port: int, session: str = "", connection: http.client.HTTPConnection | None = None
    ) -> None:
        self.connection = connection or http.client.HTTPConnection(host, port, timeout=300)
        self.cookies = {CSRF: secrets.token_hex(16)}
        if session:
            self.cookies["sessionid"] = session

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        return self._send("GET", path, headers=headers)

    def post(self, path: str, fields: list[tuple[str, str]], *, quietly: bool = False) -> Answer:
        """Send a form as the page would; `quietly` as its script would, which wants no page back."""
        body = urlencode([(CSRF_FIELD, self.cookies[CSRF]), *(pair for pair in fields if pair[0] != CSRF_FIELD)])
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            **({"X-Requested-With": "fetch"} if quietly else {}),
        }
        return self._send("POST", path, body, headers)

    def post_json(self, path: str, body: object) -> Answer:
        """Send JSON, as a script does."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.cookies[CSRF]}
        return self._send("POST", path, json.dumps(body), headers)

    def _send(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {"Cookie": cookies, **(headers or {})})
        response = self.connection.getresponse()
        answer = Answer(
            response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        )
        for header in response.headers.get_all("set-cookie") or []:
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
        return answer


CSRF_FIELD = "csrfmiddlewaretoken"
