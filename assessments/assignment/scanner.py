"""Scanner for viruses, where one is set up: a socket of clamd, or a command that gets the path of a file."""

import shlex
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from django.conf import settings

SECONDS = 60
"""How long an answer is waited for."""
_PIECE = 64 * 1024


class NoAnswer(RuntimeError):
    """The scanner did not answer, or answered that it cannot look."""


def is_set_up() -> bool:
    """Return whether files are looked at by a scanner."""
    return bool(settings.PLUGIN_SETTINGS["assignment"]["SCANNER"])


def is_clean(content: IO[bytes]) -> bool:
    """Return whether the scanner finds nothing in a file; True where none is set up. Raises `NoAnswer`."""
    scanner = settings.PLUGIN_SETTINGS["assignment"]["SCANNER"]
    if not scanner:
        return True
    content.seek(0)
    try:
        return _clamd(scanner, content) if Path(scanner).is_socket() else _command(scanner, content)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoAnswer from error


def _clamd(path: str, content: IO[bytes]) -> bool:
    """Send pieces, each after its length, and at the end a length of 0 (INSTREAM in clamd(8))."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(SECONDS)
        line.connect(path)
        line.sendall(b"zINSTREAM\0")
        while piece := content.read(_PIECE):
            line.sendall(len(piece).to_bytes(4) + piece)
        line.sendall(bytes(4))
        answer = line.recv(4096)
    if b"OK" not in answer and b"FOUND" not in answer:
        raise NoAnswer(answer)
    return b"FOUND" not in answer


def _command(command: str, content: IO[bytes]) -> bool:
    """Run the command with a path: 0 says that nothing was found, 1 that something was, anything else that it broke."""
    with tempfile.NamedTemporaryFile() as file:
        while piece := content.read(_PIECE):
            file.write(piece)
        file.flush()
        done = subprocess.run([*shlex.split(command), file.name], timeout=SECONDS, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise NoAnswer(done.stderr[:200])
    return done.returncode == 0
