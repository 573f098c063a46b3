"""A Redis of the test's own that can be stopped and started again on the same port."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from .bench.cluster import free_port

PROGRAM = shutil.which("redis-server")


class RedisServer:
    """Running on entry; nothing of it is kept when it stops."""

    def __init__(self, folder: Path, *options: str) -> None:
        if PROGRAM is None:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Install Redis (Debian: redis-server).")
        self.folder, self.port, self.options = folder, free_port(), options
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [
            PROGRAM,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(self.folder),
            *self.options,
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _try in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("Redis did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def __enter__(self) -> "RedisServer":
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
