"""Units of the site: the processes that one command restarts, how an address of theirs is left, and how they are."""

import http.client
import json
import shlex
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from lms.foundation.plugins.health import DOWN

SECONDS_OF_AN_ANSWER = 15.0
SECONDS_TO_EMPTY = 1.0
"""Longest time in which a web process takes up connections that had reached it."""


class Failed(Exception):
    """A step that did not succeed, in a sentence."""


@dataclass(frozen=True)
class Unit:
    """Unit with its name for the command that restarts it. One that answers requests has an address: the path of a
    socket, or HOST:PORT.
    """

    name: str
    address: str = ""

    @classmethod
    def all(cls) -> list["Unit"]:
        """Return the units of UPGRADE_UNITS, in its order."""
        return [cls(*text.strip().split("=", 1)) for text in settings.UPGRADE_UNITS]

    def restart(self) -> None:
        """Restart this unit. Where it listens on a socket, requests that come meanwhile find another's."""
        if "/" in self.address:
            _leave(Path(self.address))
        act("restart", self.name)

    def health(self) -> dict[str, Any] | None:
        """Return what its `/health/` says, as JSON; None where no answer comes."""
        with suppress(OSError, http.client.HTTPException, ValueError), closing(_Connection(self.address)) as talk:
            site = urlsplit(settings.BASE_URL)
            proxies = ", ".join(["127.0.0.1"] * settings.PROXY_COUNT)
            headers = {"Host": site.netloc, "Accept": "application/json", "X-Forwarded-Proto": site.scheme}
            talk.request("GET", "/health/", headers={**headers, **({"X-Forwarded-For": proxies} if proxies else {})})
            said = json.loads(talk.getresponse().read())
            return said if isinstance(said, dict) else None
        return None


def act(*arguments: str) -> None:
    """Run UPGRADE_COMMAND with `release FOLDER` or `restart UNIT`. Raises `Failed` with what it said."""
    try:
        command = [*shlex.split(settings.UPGRADE_COMMAND), *arguments]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
    except (OSError, ValueError) as error:
        raise Failed(f"UPGRADE_COMMAND, “{settings.UPGRADE_COMMAND}”, cannot be run: {error}.") from error
    if done.returncode:
        raise Failed(f"“{shlex.join(command)}” ended in {done.returncode}: {done.stderr.strip()[-500:]}")


def parts_down(health: Mapping[str, Any] | None) -> set[str]:
    """Return the names of the parts that are down."""
    return {name for name, part in (health or {}).get("checks", {}).items() if part.get("status") == DOWN}


def _leave(path: Path) -> None:
    """Put a socket in the place of the one at `path` on which nobody listens: a proxy that meets it asks the next
    address at once. What reached the first one is taken up by its process, which has no use for the name.
    """
    if not path.is_socket():
        return
    aside = path.with_suffix(".leaving")
    aside.unlink(missing_ok=True)
    with closing(socket.socket(socket.AF_UNIX)) as empty:
        empty.bind(str(aside))
        aside.replace(path)
    time.sleep(SECONDS_TO_EMPTY)


class _Connection(http.client.HTTPConnection):
    """Connection to the path of a socket, or to HOST:PORT."""

    def __init__(self, address: str) -> None:
        self._path = address if "/" in address else ""
        super().__init__("localhost" if self._path else address, timeout=SECONDS_OF_AN_ANSWER)

    def connect(self) -> None:
        if not self._path:
            return super().connect()
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(SECONDS_OF_AN_ANSWER)
        return self.sock.connect(self._path)


def waited(seconds: float) -> Iterator[None]:
    """Yield twice a second until so many have passed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.5)
