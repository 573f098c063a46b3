"""A bare Debian in a folder: commands inside it, and people before its web server."""

import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

HOST = "mafunzo.example.org"
CHECKOUT = "/root/mafunzo"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Failed(Exception):
    """What did not come as it has to."""


class Machine:
    """The folder `root`; `kept` are the variables by which this machine reaches mirrors."""

    def __init__(self, root: Path, kept: list[str]) -> None:
        self.root, self.kept, self.began = root, kept, time.monotonic()

    def step(self, name: str) -> None:
        print(f"== {name} (after {time.monotonic() - self.began:.0f} s) ==", flush=True)

    def run(self, *command: object, statuses: tuple[int, ...] = (0,), offline: bool = False, **kwargs: object) -> str:
        """Return what `command` says inside; it ends with one of `statuses`."""
        variables = ["HOME=/root", "LANG=C.UTF-8", f"PATH={PATH}", *self.kept]
        line = ["env", "-i", *variables, *(["unshare", "--net"] if offline else []), "chroot", self.root, *command]
        done = subprocess.run(
            list(map(str, line)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **kwargs
        )
        if done.returncode not in statuses:
            raise Failed(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stdout[-4000:]}")
        print(done.stdout, end="", flush=True)
        return done.stdout

    def refuses(self, sentence: str, *command: object, offline: bool = False) -> None:
        said = self.run(*command, statuses=(1, 2), offline=offline)
        if sentence not in said:
            raise Failed(f"it says another thing than “{sentence}”")

    def sql(self, *statements: str, database: str = "postgres") -> str:
        parts = [part for one in statements for part in ("-c", one)]
        return self.run("runuser", "-u", "postgres", "--", "psql", "-X", "-qAt", "-d", database, *parts).strip()

    def file(self, path: str) -> Path:
        """The file of the machine with this `path`, as it is seen from outside."""
        return self.root / path.lstrip("/")

    def current(self) -> str:
        return self.run("readlink", "-f", "/srv/mafunzo/current").strip()


class Visitor:
    """A person's browser: curl with a jar of cookies."""

    def __init__(self, machine: Machine, port: int = 443) -> None:
        self.machine, self.port, self.jar = machine, port, machine.root / f"jar-{id(self)}"
        self.site = f"https://{HOST}" if port == 443 else f"https://{HOST}:{port}"

    def curl(self, path: str, *arguments: str) -> str:
        reached = ["--cacert", self.machine.root / "root/certificate.pem", "--resolve", f"{HOST}:{self.port}:127.0.0.1"]
        if self.port != 443:  # past the proxy, as that asks
            reached += ["-H", "X-Forwarded-Proto: https", "-H", "X-Forwarded-For: 127.0.0.1"]
        command = ["curl", "-sS", "--max-time", "60", "-b", self.jar, "-c", self.jar, *reached, *arguments]
        return subprocess.run([*map(str, command), self.site + path], capture_output=True, text=True).stdout

    def status(self, path: str) -> str:
        return self.curl(path, "-o", "/dev/null", "-w", "%{http_code}")

    def leads(self, path: str) -> str:
        """Return the address to which a page leads on."""
        return self.curl(path, "-o", "/dev/null", "-w", "%{redirect_url}")

    def send(self, path: str, **fields: str) -> str:
        """Return the address to which a form leads, filled in; nothing where it is shown again."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', self.curl(path))
        if token is None:
            raise Failed(f"{path} has no form")
        sent = {"csrfmiddlewaretoken": token[1], **fields}
        parts = [part for name, value in sent.items() for part in ("--data-urlencode", f"{name}={value}")]
        return self.curl(path, "-o", "/dev/null", "-w", "%{redirect_url}", "-e", self.site + path, *parts)

    def signs_in(self, number: str, password: str) -> bool:
        self.jar.unlink(missing_ok=True)
        return self.send("/sign-in/", username=number, password=password).startswith(f"{self.site}/")

    def health(self) -> tuple[str, str]:
        """Return the status and the text of `/health/`."""
        said = self.curl("/health/", "-H", "Accept: application/json", "-w", "\n%{http_code}")
        text, _line, status = said.rpartition("\n")
        return status, text

    def wait(self, seconds: int = 180) -> None:
        """Wait until nothing is down."""
        end = time.monotonic() + seconds
        while (found := self.health())[0] != "200":
            if time.monotonic() > end:
                raise Failed(f"health: {found}")
            time.sleep(1)


@contextmanager
def reading(visitors: dict[str, Visitor]):
    """Let visitors read their page again and again within. Each answer has to be a page."""
    over, pages, lost = Event(), [], []

    def read(path: str, visitor: Visitor) -> None:
        while not over.is_set():
            status = visitor.status(path)
            (pages if status == "200" else lost).append(f"{path} after {time.monotonic():.0f}: {status}")

    readers = [Thread(target=read, args=one) for one in visitors.items()]
    for reader in readers:
        reader.start()
    try:
        yield
    finally:
        over.set()
        for reader in readers:
            reader.join()
    if lost or not pages:
        raise Failed(f"{len(lost)} answers of {len(lost) + len(pages)} were lost: {lost[:5]}")
    print(f"{len(pages)} pages read meanwhile, none lost.", file=sys.stderr, flush=True)
