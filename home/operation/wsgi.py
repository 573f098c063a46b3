"""Wrappers of the WSGI application: whole request bodies, and room on the interpreter's stack.

A request whose body was cut off on its way is no request: the reader of the rest gets an error, and never half a form.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import BadRequest

from ..upgrades.versions import refuse_to_start

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
SLOTS = 32_000
"""Of 8 bytes each: what a frame has to claim so that the piece of stack it is given has room for all calls of a request
behind it.
"""
MENDED = (3, 14)
"""The first version of Python that keeps its pieces of stack. Once Mafunzo asks for it, delete `with_stack_room`."""


def begun(answer: Application) -> Application:
    """Return `answer` with both wrappers, at the beginning of a process. Exits where the database is not for this
    program.
    """
    refuse_to_start()
    return with_stack_room(with_whole_bodies(answer))


class TruncatedBody(BadRequest):
    """The body ended before its Content-Length. Django answers 400.

    It is no `OSError`: those Django's check of the token passes over, and what is looked at next is an empty form.
    """


class WholeBody:
    """`wsgi.input` of a request (PEP 3333) whose Content-Length is `length`.

    Servers give what has arrived when the client goes away, as if that were all. Here each read gives as much as was
    asked for, up to the end of the body, or raises `TruncatedBody`.
    """

    def __init__(self, stream: Any, length: int) -> None:
        self._stream = stream
        self._left = length

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        parts = []
        while wanted:
            part = self._received(self._stream.read, wanted)
            wanted -= len(part)
            parts.append(part)
        return b"".join(parts)

    def readline(self, size: int | None = -1, /) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        line = b""
        while len(line) < wanted and not line.endswith(b"\n"):
            line += self._received(self._stream.readline, wanted - len(line))
        return line

    def readlines(self, hint: int | None = -1, /) -> list[bytes]:
        return list(self)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def _received(self, read: Callable[[int], bytes], wanted: int) -> bytes:
        """Return at least one byte. A connection that breaks is a body that ends."""
        try:
            part = read(wanted)
        except OSError as error:
            raise TruncatedBody("The body of the request could not be read to its end") from error
        if not part:
            raise TruncatedBody(f"The body of the request ended {self._left} bytes before its end")
        self._left -= len(part)
        return part


def with_whole_bodies(answer: Application) -> Application:
    """Return `answer`, called with bodies that are whole or raise.

    A body of unknown length (“chunked”) is refused: Django would take it for an empty one.
    """

    def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        if environ.get("HTTP_TRANSFER_ENCODING") and not length:
            start_response("411 Length Required", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"Say in the header Content-Length how long the body is. Nothing was done.\n"]
        if length.isdecimal():
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
        return answer(environ, start_response)

    return application


def with_stack_room(answer: Application) -> Application:
    """Return `answer`, called where the interpreter's stack has room for a whole request.

    Before 3.14 Python keeps frames in pieces of 16 KB and gives a piece back as soon as the call that needed it
    returns. A loop that happens to run at the end of one, such as that over the questions of a result, asks the system
    for memory with each call: measured, half of the time of such a page. Source:
    https://github.com/python/cpython/issues/142183. No setting of the interpreter changes it, so a code object is made
    that claims more room than it uses.
    """
    if sys.version_info >= MENDED:
        return answer

    def application(environ: dict[str, object], start_response: Callable[..., object]) -> Iterable[bytes]:
        return answer(environ, start_response)

    application.__code__ = application.__code__.replace(co_stacksize=SLOTS)
    return application
