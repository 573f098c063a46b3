"""What keeps web processes small: one thread hashes passwords, and what starting made is shared."""

import gc
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from home.operation import process_sizes, programs
from home.operation.garbage_collection import rare_garbage_collection
from lms.celery import app
from lms.foundation.work import scheduler
from lms.people.identity.protection import hashers
from lms.people.identity.protection.hashers import Argon2

ROOT = Path(__file__).resolve().parents[2]
LARGE = (
    "openpyxl",
    "xhtml2pdf",
    "reportlab",
    "pypdf",
    "fontTools",
    "icalendar",
    "redis",
    "pyhanko",
    "openbadgeslib",
    "holidays",
)
STARTED = f"""
import gc, sys
import lms.wsgi
assert gc.isenabled()
from django.db import connections
assert all(one.connection is None for one in connections.all(initialized_only=True)), "opened"
import threading
print(threading.active_count(), [name for name in {LARGE} if name in sys.modules])
"""
PRELOADED = f"""
import gc, django
gc.disable()
django.setup()
from home.operation.programs import preload
from lms.celery import app
from lms.foundation.work import scheduler
preload(app, scheduler.app){STARTED}"""


def test_one_thread_hashes_whoever_asks():
    hasher = Argon2()
    kept = hasher.encode("a-password", hasher.salt())
    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(lambda _: hasher.verify("a-password", kept), range(12)))
        assert not any(pool.map(lambda _: hasher.verify("another", kept), range(6)))
    assert [one.name.partition("_")[0] for one in threading.enumerate()].count("passwords") == 1


def test_what_hashing_raises_reaches_whoever_asked_and_the_thread_goes_on():
    hashing = hashers.Hashing("others")
    with pytest.raises(ZeroDivisionError):
        hashing.result(lambda: 1 // 0)
    assert hashing.result(lambda: threading.current_thread().name) == "others"


def test_memory_is_given_back_once_when_no_password_comes_for_a_while(monkeypatch):
    given_back: SimpleQueue[str] = SimpleQueue()
    monkeypatch.setattr(hashers, "PAUSE", 0.05)
    monkeypatch.setattr(hashers, "give_back", lambda: given_back.put(threading.current_thread().name))
    hashing = hashers.Hashing("others")
    assert [hashing.result(len, "four") for _ in range(3)] == [4, 4, 4]
    assert given_back.get(timeout=10) == "others"
    with pytest.raises(Empty):
        given_back.get(timeout=0.3)


def test_hashes_in_a_process_that_was_forked_afterwards():
    hasher = Argon2()
    kept = hasher.encode("a-password", hasher.salt())
    child = os.fork()
    if child == 0:
        signal.alarm(30)  # where it would wait for a thread that is not there
        os._exit(0 if hasher.verify("a-password", kept) else 1)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.once
@pytest.mark.parametrize("code", [f"import gc; gc.disable(){STARTED}", PRELOADED], ids=["started", "preloaded"])
def test_starting_opens_no_connection_and_no_thread_and_loads_no_large_library(tmp_path, code):
    environment = {"MAFUNZO_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "lms.settings.dev"}
    command = [sys.executable, "-c", code]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert answer.stdout == "1 []\n", answer.stdout + answer.stderr


def test_what_is_served_here_is_what_the_unit_says():
    page = (ROOT / "deploy" / "systemd" / "mafunzo-web@.service").read_text()
    assert all(f"Environment={name}={value}\n" in page for name, value in process_sizes.ONE_STORE.items())
    assert "--no-control-socket" in programs.web_arguments("127.0.0.1", 8000, process_sizes.SMALL)
    assert "--no-control-socket --preload" in page


class TestSize:
    @pytest.mark.parametrize(
        ("megabytes", "workers", "threads"), [(None, 2, 4), (512, 2, 4), (984, 2, 4), (1970, 3, 8), (24000, 5, 8)]
    )
    def test_follows_the_memory_of_the_machine(self, megabytes, workers, threads):
        size = process_sizes.size_for(megabytes, 4)
        assert (size.workers, size.threads) == (workers, threads)

    def test_many_processors_make_no_more_than_nine_processes(self):
        assert process_sizes.size_for(256_000, 64).workers == 9

    @pytest.mark.parametrize(
        ("files", "megabytes"),
        [
            ({}, None),
            ({"meminfo": "MemTotal:        2014208 kB\nMemFree: 1 kB\n"}, 1967),
            ({"meminfo": "MemTotal: 2014208 kB\n", "memory.max": "1073741824\n"}, 1024),
            ({"meminfo": "MemTotal: 2014208 kB\n", "memory.max": "max\n"}, 1967),
            ({"meminfo": "MemTotal: 2014208 kB\n", "memory/memory.limit_in_bytes": "9223372036854771712\n"}, 1967),
            ({"memory/memory.limit_in_bytes": "536870912\n"}, 512),
            ({"meminfo": "", "memory.max": "\n"}, None),
        ],
    )
    def test_reads_what_the_machine_and_its_container_may_take(self, tmp_path, files, megabytes):
        (tmp_path / "memory").mkdir()
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        assert process_sizes.memory(tmp_path, tmp_path) == megabytes

    def test_a_machine_that_says_nothing_serves_as_a_small_one(self, tmp_path):
        assert (
            process_sizes.size_for(process_sizes.memory(tmp_path / "none", tmp_path / "none"), 1) is process_sizes.SMALL
        )

    def test_memory_that_is_named_counts_in_place_of_the_machines(self):
        assert process_sizes.size_here(1000) is process_sizes.SMALL

    def test_the_page_on_operations_has_the_sizes(self):
        page = (ROOT / "docs" / "run" / "small-server.md").read_text()
        for memory, size in (("1 GB", process_sizes.SMALL), ("2 GB", process_sizes.MEDIUM)):
            row = next(line for line in page.splitlines() if line.startswith(f"| {memory} |"))
            assert f"| {size.workers} | {size.threads} | {size.task_mb} MB |" in row


class TestFreeMemory:
    def test_a_c_library_without_the_call_is_left_alone(self, monkeypatch):
        monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
        monkeypatch.setattr(process_sizes.ctypes, "CDLL", lambda _name: object())
        assert process_sizes.share_free_memory() is None

    def test_the_environment_decides_before_the_size(self, monkeypatch):
        monkeypatch.setenv("MALLOC_ARENA_MAX", "7")
        monkeypatch.setattr(process_sizes.ctypes, "CDLL", None)  # raises where it is called
        assert process_sizes.share_free_memory() is None


def test_the_scheduler_asks_no_process_where_the_tasks_are_loaded(monkeypatch):
    monkeypatch.setattr(scheduler, "ROOT", Path("/nowhere"))  # where a process cannot be started
    app.loader.import_default_modules()
    assert "home.beat" in {entry["task"] for entry in scheduler.declared()["beat_schedule"].values()}


def test_unused_objects_are_looked_for_seldom_within_rare_collection_and_as_before_after_it():
    there = gc.get_threshold()
    usual = (700, 10, 10)
    gc.set_threshold(*usual)
    try:
        with pytest.raises(ZeroDivisionError), rare_garbage_collection():
            assert gc.get_threshold()[0] > 10 * usual[0]
            1 / 0  # noqa: B018
        assert gc.get_threshold() == usual
    finally:
        gc.set_threshold(*there)
