"""Asking a server that somebody named, with bounds: where, how much and how long.

The name of the host is resolved once and the address that was judged is the one that is connected to, so that a name
cannot point elsewhere in between. Nobody is followed to another address.
"""

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult

from .allowed_hosts import NotAllowed, port_of, resolve, split

CONNECTING = 4
"""Seconds in which one address has to take the connection."""
ALTOGETHER = 8
"""Seconds after which the connection is cut, whatever has come."""
MOST_BYTES = 1024 * 1024


class Unreachable(Exception):
    """Error: no usable answer came; the text says why, in English, without the sent data.

    `asked` says whether the server may have got the request.
    """

    asked = False


JsonObject = dict[str, object]
"""A JSON object as somebody else wrote it: each value is looked at before it is used."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> JsonObject | None:
        """Return the JSON object in the body; None if there is none."""
        try:
            said = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return said if isinstance(said, dict) else None


def fetch(
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float | None = None,
    internal: Collection[str] | None = None,
    most: int = MOST_BYTES,
) -> Answer:
    """Return the answer of `url`: to POST if there is a `body`, else to GET. Raises `Unreachable`, also for an address
    that the server does not ask, for a redirect, for more than `most` bytes, and after `seconds` (`ALTOGETHER` by
    default).

    `internal` are the hosts that may have a private address; those of SIGN_ON_INTERNAL_HOSTS unless told.
    """
    asked = False
    try:
        parts = split(url, internal)
        with _connect(parts, ALTOGETHER if seconds is None else seconds, internal) as connection:
            asked = True
            return _ask(connection, parts, body, headers or {}, most)
    except NotAllowed as error:
        raise Unreachable(str(error)) from error
    except Unreachable as error:
        error.asked = asked
        raise
    except (OSError, HTTPException, UnicodeError, ValueError) as error:
        unreachable = Unreachable(_no_answer(error))
        unreachable.asked = asked
        raise unreachable from error


def _no_answer(error: Exception) -> str:
    """Return why there was no answer, with the error's own name for the person who runs the server."""
    name = type(error).__name__
    if isinstance(error, socket.gaierror):
        return f"No server of this name was found ({name})."
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The certificate of the server is not valid ({name})."
    if isinstance(error, TimeoutError):
        return f"No answer came in time ({name})."
    if isinstance(error, ConnectionRefusedError):
        return f"The server takes no connection ({name})."
    return f"No answer: {name}."


@contextlib.contextmanager
def _connect(parts: SplitResult, seconds: float, internal: Collection[str] | None) -> Iterator[HTTPConnection]:
    """Open a connection that is cut when its time is over."""
    plain = _socket(parts, internal)
    end = threading.Timer(seconds, _cut, [plain])
    end.daemon = True
    end.start()
    try:
        host = parts.hostname or ""
        encrypted = parts.scheme == "https"
        used = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if encrypted else plain
        connection = HTTPConnection(host, port_of(parts))
        connection.sock = used
        try:
            yield connection
        finally:
            connection.close()
    finally:
        end.cancel()
        plain.close()


def _socket(parts: SplitResult, internal: Collection[str] | None) -> socket.socket:
    failed: OSError = OSError("no address")
    for address in resolve(parts, internal):
        try:
            return socket.create_connection((str(address), port_of(parts)), CONNECTING)
        except OSError as error:
            failed = error
    raise failed


def _cut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _ask(
    connection: HTTPConnection, parts: SplitResult, body: bytes | None, headers: Mapping[str, str], most: int
) -> Answer:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc.rpartition("@")[2]
    connection.putrequest("GET" if body is None else "POST", path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": host, "Accept": "application/json, */*;q=0.5", **headers}.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.putheader("Connection", "close")
    connection.endheaders(body)
    return _read(connection.getresponse(), most)


def _read(response: HTTPResponse, most: int) -> Answer:
    if 300 <= response.status < 400:
        raise Unreachable("The address sends on to another one. Name that one.")
    body = response.read(most + 1)
    if len(body) > most:
        raise Unreachable("The answer is too long.")
    if response.length:  # what is still to come of as much as was said
        raise Unreachable("The answer ended early.")
    return Answer(response.status, body)
