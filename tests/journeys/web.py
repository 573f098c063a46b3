"""A real web server over the test's database, and how browsers talk to it."""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

from tests.bench.cluster import free_port

ROOT = Path(__file__).resolve().parents[2]
QUIZ = "/learn/trafficking/trafficking-quiz/"
TOKEN = "k" * 32


def address_of(database) -> str:
    """As it stands in DATABASE_URL."""
    found = database.settings_dict
    password = f":{found['PASSWORD']}" if found["PASSWORD"] else ""
    return f"postgres://{found['USER']}{password}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


class Web:
    """A real server over the test's database, in a process group of its own."""

    application = "lms.wsgi:application"

    def __init__(self, folder, **environment):
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("TEST_", "PYTEST_"))},
            "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
            "DATABASE_URL": address_of(connection),
            "REDIS_URL": "",
            "MAFUNZO_DATA": str(folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": "127.0.0.1",
            "LOG_LEVEL": "WARNING",
            **environment,
        }
        self.port, self.log = free_port(), (folder / "web.log").open("w")
        self.process = None

    def start(self):
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            self.application,
            "--bind",
            f"127.0.0.1:{self.port}",
            "--workers",
            "2",
        ]
        self.process = subprocess.Popen(
            [*command, "--threads", "4", "--no-control-socket"],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def sweeper(self):
        """The worker's task, over and over, in a process of its own."""
        code = (
            "import django; django.setup()\nfrom lms.learning.progress.tasks import sweep_deadlines\nwhile True: "
            "sweep_deadlines()"
        )
        return subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log
        )

    def ask(self, session, method, path, fields=None, patience=30):
        """The status, the headers and the body of an answer; None where none came."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"}
        if fields is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": TOKEN,
                "X-Requested-With": "fetch",
            }
        try:
            talk.request(method, path, None if fields is None else urlencode(fields, doseq=True), headers)
            answer = talk.getresponse()
            return answer.status, dict(answer.headers), answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return None
        finally:
            talk.close()

    def post(self, session, path, fields):
        """The status; None where the server is gone before it answered."""
        answer = self.ask(session, "POST", path, fields)
        return answer and answer[0]

    def insist(self, session, path, fields):
        """As the page's script does it: the same event again until the server has answered."""
        for _try in range(600):
            if (status := self.post(session, path, fields)) is not None and status < 500:
                return status
            time.sleep(0.1)
        raise AssertionError("the server never came back")
