"""Scanner for viruses that an installation sets up: clamd at a socket, or a command."""

import shlex
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO

from django.conf import settings

SCAN_SECONDS = 60
"""Seconds for which the scanner has to answer, from the first byte on."""
_PIECE = 64 * 1024


class NoAnswer(RuntimeError):
    """The scanner did not answer, or answered that it cannot look."""


def has_scanner() -> bool:
    """Return whether files are looked at by a scanner."""
    return bool(settings.PLUGIN_SETTINGS["assignment"]["SCANNER"])


def is_clean(content: IO[bytes]) -> bool:
    """Return whether the scanner finds nothing in a file; True where none is set up. Raises `NoAnswer`."""
    scanner = settings.PLUGIN_SETTINGS["assignment"]["SCANNER"]
    if not scanner:
        return True
    try:
        content.seek(0)
        return _clamd(scanner, content) if Path(scanner).is_socket() else _command(scanner, content)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoAnswer(type(error).__name__) from error


def _clamd(path: str, content: IO[bytes]) -> bool:
    """Send pieces, each after its length, and at the end a length of 0 (INSTREAM in clamd(8))."""
    until = time.monotonic() + SCAN_SECONDS
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(SCAN_SECONDS)
        line.connect(path)
        line.sendall(b"zINSTREAM\0")
        while piece := content.read(_PIECE):
            line.settimeout(max(0.1, until - time.monotonic()))
            line.sendall(len(piece).to_bytes(4) + piece)
        line.sendall(bytes(4))
        answer = line.recv(4096)
    if b"OK" not in answer and b"FOUND" not in answer:
        raise NoAnswer(answer[:100].decode("ascii", "replace"))
    return b"FOUND" not in answer


def _command(command: str, content: IO[bytes]) -> bool:
    """Run the command with a path: 0 says that nothing was found, 1 that something was, anything else that it broke."""
    with tempfile.NamedTemporaryFile() as file:
        while piece := content.read(_PIECE):
            file.write(piece)
        file.flush()
        words, nowhere = [*shlex.split(command), file.name], subprocess.DEVNULL  # a child of it may hold a pipe open
        done = subprocess.run(words, timeout=SCAN_SECONDS, stdout=nowhere, stderr=nowhere, check=False)
    if done.returncode not in (0, 1):
        raise NoAnswer(f"exit {done.returncode}")
    return done.returncode == 0
