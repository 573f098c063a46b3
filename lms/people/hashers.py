"""How passwords are kept."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

_thread: ThreadPoolExecutor


def _begin() -> None:
    """Have one thread, which starts with the first password. None survives a fork, so each process begins anew."""
    global _thread
    _thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="passwords")


_begin()
os.register_at_fork(after_in_child=_begin)


def _in_one_thread(work: Callable[..., Any], *arguments: Any) -> Any:
    """What `work` gives, from the one thread of this process that hashes.

    The C library keeps for each thread what that thread once took, and a hash takes 19 MiB: eight threads of a web
    process would keep 150 MB for nothing.
    """
    return _thread.submit(work, *arguments).result()


class Argon2(Argon2PasswordHasher):
    """Argon2id at the minimum of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        return _in_one_thread(super().encode, password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        return _in_one_thread(super().verify, password, encoded)
