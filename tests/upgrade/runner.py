"""Runner that UPGRADE_COMMAND calls in the tests, without systemd: `runner.py FOLDER release RELEASE`,
`restart UNIT` and `stop UNIT`.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

folder, action, what = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
BIN = Path(sys.executable).parent
PROGRAMS = {
    "web@1": ["gunicorn", "lms.wsgi:application", "--bind", f"unix:{folder}/run/web-1.sock"],
    "web@2": ["gunicorn", "lms.wsgi:application", "--bind", f"unix:{folder}/run/web-2.sock"],
    "worker": ["celery", "-A", "lms", "worker", "--queues", "celery,sweeps", "--concurrency", "1", "-l", "WARNING"],
}
OF_WEB = ["--workers", "1", "--threads", "4", "--worker-class", "gthread", "--no-control-socket", "--preload"]


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def stop(unit: str) -> None:
    file = folder / f"{unit}.pid"
    if not file.exists():
        return
    pid = int(file.read_text())
    if lives(pid):
        os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + 75
    while lives(pid):
        if time.monotonic() > end:
            os.killpg(pid, signal.SIGKILL)
        time.sleep(0.05)


def start(unit: str) -> None:
    program, *arguments = PROGRAMS[unit]
    log = (folder / f"{unit}.log").open("a")
    process = subprocess.Popen(
        [BIN / program, *arguments, *(OF_WEB if unit != "worker" else ())],
        cwd=(folder / "current").resolve(),
        env=json.loads((folder / "environment.json").read_text()),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    (folder / f"{unit}.pid").write_text(str(process.pid))


if action == "release":
    link = folder / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(what)
    link.replace(folder / "current")
else:
    stop(what)
    if action == "restart":
        start(what)
