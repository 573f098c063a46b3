"""What keeps web processes small: one thread hashes passwords, and what starting made is shared."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from home.management.commands import serve
from lms.people.hashers import Argon2

ROOT = Path(__file__).resolve().parents[2]
STARTED = """
import lms.wsgi
from django.db import connections
assert all(one.connection is None for one in connections.all(initialized_only=True)), "opened"
import threading
print(threading.active_count())
"""


def test_one_thread_hashes_whoever_asks():
    hasher = Argon2()
    kept = hasher.encode("a-password", hasher.salt())
    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(lambda _: hasher.verify("a-password", kept), range(12)))
        assert not any(pool.map(lambda _: hasher.verify("another", kept), range(6)))
    assert [one.name.partition("_")[0] for one in threading.enumerate()].count("passwords") == 1


def test_hashes_in_a_process_that_was_forked_afterwards():
    hasher = Argon2()
    kept = hasher.encode("a-password", hasher.salt())
    child = os.fork()
    if child == 0:
        signal.alarm(30)  # where it would wait for a thread that is not there
        os._exit(0 if hasher.verify("a-password", kept) else 1)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.once
def test_starting_opens_no_connection_and_no_thread_that_a_fork_would_lose(tmp_path):
    environment = {"MAFUNZO_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "lms.settings.dev"}
    command = [sys.executable, "-c", STARTED]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert answer.stdout == "1\n", answer.stderr


def test_what_is_served_here_is_what_the_page_on_operations_says():
    page = (ROOT / "docs" / "operations.md").read_text()
    assert all(f"{name}={value}" in page for name, value in serve.ALLOCATOR.items())
    assert "--preload" in serve._web("127.0.0.1", 8000, 2, 4)
    assert "--no-control-socket --preload" in page
