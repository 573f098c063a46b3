"""Upgrade: backup, migrations beside the program that serves, and processes replaced one by one, with a way back."""

import fcntl
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from lms.version import VERSION

from ..models import Heartbeat
from . import preparation, versions
from .units import Failed, Unit, act, parts_down, waited

TRIES = 10
"""Times that migrating begins anew where somebody held a table for longer than `LOCK_SECONDS`."""
LOCK_SECONDS = 4
WORKERS = ("worker", "sweeper")
SECONDS_BACK = 90
Say = Callable[[str], None]


class WentBack(Failed):
    """The version before serves again."""


class Broken(Failed):
    """Neither version comes: a person has to look."""


@contextmanager
def alone() -> Iterator[Path]:
    """Hold the data folder for one upgrade, and give the file that notes where it came from. Raises `Failed`."""
    folder = Path(settings.DATA_DIR)
    with (folder / ".upgrade.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed("Another upgrade is running on this data folder. Wait until it has ended.") from None
        yield folder / ".upgrade.json"


def origin(noted: Path, before: dict[str, Any]) -> dict[str, str]:
    """Return the version of the database, the program that served and the release in use before the upgrade: of the one
    that was killed, where it went to the same release; else noted now.
    """
    if noted.exists():
        known: dict[str, str] = json.loads(noted.read_text())
        if known["to"] == str(settings.BASE_DIR):
            return known
    release = preparation.release_in_use()
    now = {
        "to": str(settings.BASE_DIR),
        "version": versions.database_version() or "",
        "program": before.get("version", ""),
        "release": str(release) if release and release != settings.BASE_DIR else "",
    }
    part = noted.with_suffix(".part")
    part.write_text(json.dumps(now))
    part.replace(noted)
    return now


def manage(*arguments: str) -> str:
    """Run a command of this version in a process of its own, and return what it said. Raises `Failed`."""
    command = [sys.executable, "-m", "django", *arguments]
    done = subprocess.run(command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip())[-600:]
        raise Failed(f"“manage.py {arguments[0]}” did not succeed. {words}")
    return done.stdout.strip()


def migrate() -> None:
    """Bring the tables to this version while the version before serves. A table that others use for longer is waited
    for again and again for a few seconds, so that nobody waits behind this.
    """
    for left in reversed(range(TRIES)):
        try:
            manage("migrate", "--no-input", "--verbosity=0", f"--lock-seconds={LOCK_SECONDS}")
            return
        except Failed as failed:
            if "lock timeout" not in str(failed) or not left:
                raise
            time.sleep(1)


def warm() -> None:
    """Collect the static files, and load all of this version once, as a web process will."""
    manage("collectstatic", "--no-input", "--verbosity=0")
    manage(
        "shell",
        "--no-imports",
        "-c",
        "from django.utils.module_loading import import_string as load; "
        "from django.conf import settings; load(settings.WSGI_APPLICATION)",
    )


def health() -> dict[str, Any]:
    """Return what the first unit that answers says; nothing where none does."""
    return next((said for unit in Unit.all() if unit.address and (said := unit.health())), {})


@dataclass(frozen=True)
class Switch:
    """Replacement of the processes of the version before, `origin`, whose health was `before`. Each unit has `seconds`
    to come; on the way back at least `SECONDS_BACK`, since a version that worked is only slow.
    """

    origin: Mapping[str, str]
    before: Mapping[str, Any]
    seconds: float
    say: Say

    def run(self) -> None:
        """Replace the processes by those of this version. Raises `Failed` where nothing was replaced, `WentBack` where
        one does not come and those of the version before run again, and `Broken` where they do not.
        """
        restarted: list[Unit] = []
        act("release", str(settings.BASE_DIR))
        try:
            self._replace(Unit.all(), restarted, VERSION)
        except (Failed, KeyboardInterrupt) as error:
            why = str(error) or "It was interrupted."
            self.say(f"{why} Going back.")
            self._go_back(restarted, why)

    def _go_back(self, restarted: Sequence[Unit], why: str) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if not self.origin["release"]:
            raise Broken(f"{why} No release from before is known to go back to.")
        try:
            act("release", self.origin["release"])
            patient = replace(self, seconds=max(self.seconds, SECONDS_BACK))
            patient._replace(restarted, [], self.origin["program"])
        except Failed as error:
            raise Broken(f"{why} Going back did not succeed either: {error}") from error
        raise WentBack(why)

    def _replace(self, units: Sequence[Unit], restarted: list[Unit], version: str) -> None:
        """Restart one unit after the other, each when the one before answers. Raises `Failed`."""
        began = timezone.now()
        for unit in units:
            restarted.append(unit)
            unit.restart()
            if unit.address:
                self._await_health(unit, version)
            self.say(f"{unit.name} runs{f' {version}' if version else ''}.")
        lived = set(self.before.get("checks", {})) - parts_down(self.before)
        if len(units) == len(Unit.all()) and lived.issuperset(WORKERS):
            self._await_workers(began)

    def _await_health(self, unit: Unit, version: str) -> None:
        said: Mapping[str, Any] = {}
        for _half_second in waited(self.seconds):
            said = unit.health() or {}
            if said and version in ("", said.get("version")) and not self._worse(said):
                return
        if not said:
            raise Failed(f"{unit.name} did not answer within {self.seconds:.0f} s.")
        if version not in ("", said.get("version")):
            raise Failed(f"{unit.name} answers as version {said.get('version')}, not {version}.")
        raise Failed(f"{unit.name} answers, but there is down: {', '.join(sorted(self._worse(said)))}.")

    def _worse(self, said: Mapping[str, Any]) -> set[str]:
        """Return the parts that are down and were not before. Nothing is held against workers of a site that stood
        still.
        """
        return parts_down(said) - parts_down(self.before) - (set() if self.before else set(WORKERS))

    def _await_workers(self, began: datetime) -> None:
        for _half_second in waited(self.seconds):
            if not Heartbeat.objects.filter(seen_at__lt=began).exists():
                return
        raise Failed(f"A worker gave no sign of life within {self.seconds:.0f} s.")
