"""Hashing of passwords."""

import ctypes
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

PAUSE = 1.0
"""Seconds without a password after which what hashing took is given back to the system."""
Work = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class Hashing:
    """One thread that hashes all passwords of this process, from the first one on.

    The C library keeps for each thread what that thread once took, and a hash takes 19 MiB: eight threads of a web
    process would keep 150 MB for nothing. Taken anew for each password they cost half as much as the hash, so
    that they are kept while one password follows another.
    """

    def __init__(self, name: str = "passwords") -> None:
        self.name = name
        self.waiting: SimpleQueue[Work] = SimpleQueue()
        self.begin = threading.Lock()
        self.thread: threading.Thread | None = None

    def result(self, work: Callable[..., object], *arguments: object) -> object:
        """Return the result of `work`, from that thread. Raises the exceptions of `work`."""
        with self.begin:
            if self.thread is None:
                self.thread = threading.Thread(target=self._hash, name=self.name, daemon=True)
                self.thread.start()
        future: Future[Any] = Future()
        self.waiting.put((future, work, arguments))
        return future.result()

    def _hash(self) -> None:
        pause = None
        while True:
            try:
                future, work, arguments = self.waiting.get(timeout=pause)
            except Empty:
                pause = None
                give_back()
                continue
            try:
                future.set_result(work(*arguments))
            except BaseException as error:  # whoever waits raises it
                future.set_exception(error)
            del future, work, arguments  # a password stays no longer than it is needed
            pause = PAUSE


def give_back() -> None:
    """Give back what this process has and does not use, where the C library can."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


_hashing = Hashing()


def _begin() -> None:
    """Begin anew in each process, since no thread survives a fork."""
    global _hashing
    _hashing = Hashing()


os.register_at_fork(after_in_child=_begin)


def _in_one_thread(work: Callable[..., object], *arguments: object) -> Any:
    """Return the result of `work`, from the one thread of this process that hashes."""
    return _hashing.result(work, *arguments)


class Argon2(Argon2PasswordHasher):
    """Argon2id at the minimum of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        return _in_one_thread(super().encode, password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        return _in_one_thread(super().verify, password, encoded)
