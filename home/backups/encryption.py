"""Encryption of sets, as streams in the format age (age-encryption.org/v1).

The public key, BACKUP_KEY, encrypts; the private key, which the machine that backs up does not need, decrypts.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyrage
from pyrage import x25519

MIB = 1024 * 1024
ALTERED = "The set was cut off or altered on its way. Take another one; “manage.py backup list” names them."


class Refused(Exception):
    """Refusal or failure of a backup or a restore. The message says what to do."""


class Faulty(Refused):
    """Refusal of a set that nobody can restore from, whichever machine and key it is read with."""


def make_key(file: Path) -> str:
    """Write a new private key to `file`, for its owner alone, and return its public key. Raises `Refused`."""
    key = x25519.Identity.generate()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as writer:
            writer.write(f"# BACKUP_KEY={key.to_public()}\n{key}\n")
    except FileExistsError:
        raise Refused(
            f"{file} exists and stays as it is: without its key no old set opens. Name another file."
        ) from None
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}.") from error
    return str(key.to_public())


def private_key(file: Path) -> Any:
    """Return the private key that `make_key` wrote to `file`. Raises `Refused`."""
    try:
        lines = file.read_text().split()
        return next(x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-"))
    except OSError as error:
        raise Refused(f"The key {file} cannot be read: {error.strerror}.") from error
    except (StopIteration, ValueError, pyrage.IdentityError):
        raise Refused(f"{file} holds no private key. Name the file that “manage.py backup key” wrote.") from None


def public_key(text: str) -> Any:
    """Return the public key of BACKUP_KEY. Raises `Refused`."""
    if not text:
        raise Refused("BACKUP_KEY is not set. Make a key with “manage.py backup key FILE”, which prints it.")
    try:
        return x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise Refused(
            "BACKUP_KEY is no public key: it begins with “age1”, as “manage.py backup key” prints it."
        ) from None


@contextmanager
def encrypted(sink: IO[bytes], key: Any) -> Iterator[IO[bytes]]:
    """Give a file whose bytes go encrypted into `sink`. Where the block raises, the set gets no end, so that none can
    be read from it. Raises what `sink` raises.
    """
    ours, theirs = _pipe()
    source, target = _Watched(ours), _Watched(sink)
    worker = _Worker(lambda: pyrage.encrypt_io(source, target, [key]), ours)
    try:
        with suppress(BrokenPipeError):
            yield theirs
            theirs.flush()
            source.is_whole = True
    finally:
        _close(theirs)
        worker.join()
    if target.error or worker.error:
        raise target.error or worker.error or EOFError


@contextmanager
def decrypted(source: IO[bytes], key: Any) -> Iterator[IO[bytes]]:
    """Give a file with what was encrypted in `source`, of which all is read at the end of the block. Raises `Refused`
    for another key, a file of another kind, one that was cut off, and one that was altered.
    """
    theirs, ours = _pipe()
    target = _Watched(ours)
    watched = _Watched(source, is_whole=True)

    def decrypt() -> None:
        pyrage.decrypt_io(watched, target, [key])
        target.flush()

    worker = _Worker(decrypt, ours)
    try:
        yield theirs
        while theirs.read(MIB):
            pass
    except Exception:
        _close(theirs)
        worker.join()
        if worker.error and not target.error:  # the cause; where the reader gave up, the pipe broke after that
            raise _refusal(worker.error, watched.error) from worker.error
        raise
    finally:
        _close(theirs)
        worker.join()
    if worker.error:
        raise _refusal(worker.error, watched.error) from worker.error


def _refusal(error: BaseException, of_source: Exception | None) -> Exception:
    if of_source:
        return of_source
    if not isinstance(error, pyrage.DecryptError):
        return Faulty(ALTERED)
    if "No matching keys" in str(error):
        return Refused("The set was encrypted for another key. Name the file of the key that BACKUP_KEY was then.")
    return Faulty("This file is no backup: it is not encrypted as one, or was cut off at its very beginning.")


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    ours, theirs = os.pipe()
    return os.fdopen(ours, "rb", MIB), os.fdopen(theirs, "wb", MIB)


def _close(file: IO[bytes]) -> None:
    with suppress(OSError):
        file.close()


class _Watched:
    """A file that remembers the error it raised, which the library makes a text of, and refuses an early end."""

    def __init__(self, file: Any, *, is_whole: bool = False) -> None:
        self.file, self.is_whole = file, is_whole
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._try(self.file.read, size)
        if not data and not self.is_whole:
            raise EOFError("what was to be encrypted did not come to its end")
        return data

    def write(self, data: Any) -> int:
        self._try(self.file.write, bytes(data))
        return len(data)

    def flush(self) -> None:
        self._try(self.file.flush)

    def _try(self, call: Callable[..., Any], *arguments: object) -> Any:
        try:
            return call(*arguments)
        except Exception as error:
            self.error = error
            raise


class _Worker(threading.Thread):
    """A thread that runs the library, keeps its error, and then closes its end of the pipe."""

    def __init__(self, call: Callable[[], object], end: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self.call, self.end = call, end
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.call()
        except BaseException as error:
            self.error = error
        finally:
            _close(self.end)
