"""Each attack is made twice: with the control that a claim of docs/run/security.md names, and with that control alone
taken out.

Only an attack that fails with it and succeeds without it shows that it is this control which holds. Controls are taken
out in their own place: a middleware is left out, a check answers yes, a queryset gives all.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings

BACKEND = "lms.people.identity.sessions.backends.ServiceNumberBackend"


def held_by(*controls: AbstractContextManager[Any], attack: Callable[[], bool]) -> None:
    """`attack` says whether it succeeded; what it did is taken back."""
    assert not _made(attack), "The attack succeeds, though the control is there."
    with ExitStack() as without:
        for control in controls:
            without.enter_context(control)
        assert _made(attack), "The attack fails without the control, too: something else holds."


def _made(attack: Callable[[], bool]) -> bool:
    cache.clear()
    with transaction.atomic():
        succeeded = attack()
        transaction.set_rollback(True)
    return succeeded


def instead(owner: Any, name: str, value: Any) -> AbstractContextManager[Any]:
    """What `owner` calls `name` is `value`."""
    return mock.patch.object(owner, name, value)


def setting(**values: Any) -> AbstractContextManager[Any]:
    return override_settings(**values)


def no_middleware(*names: str) -> AbstractContextManager[Any]:
    assert set(names) <= set(settings.MIDDLEWARE)
    return override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name not in names])


@contextmanager
def all_rows(queryset: type, name: str = "visible_to") -> Iterator[None]:
    """The phrase of a queryset that says whose rows it holds leaves all of them in."""
    with mock.patch.object(queryset, name, lambda rows, *_viewer, **_more: rows.all()):
        yield


def browser(person: Any = None, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client


def text_of(response: Any) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode(errors="replace")


@contextmanager
def no_free_memory() -> Iterator[None]:
    """Take what earlier tests left free in this process, so that a limit counts all that a child of it takes.

    Python keeps small objects (up to 512 bytes) in pools by size, and takes larger ones from the C library.
    """
    held: list[Any] = [_filled(lambda: float(1 << 20) + 1), _filled(object)]
    held += [_filled(partial(bytes, size - sys.getsizeof(b""))) for size in range(512, 32, -16)]
    held += [_filled(partial(bytearray, size), at_once=1) for size in (16 << 20, 4 << 20, 1 << 20, 1 << 18, 1 << 16)]
    yield
    del held


def _filled(make: Callable[[], Any], at_once: int = 1000) -> list[Any]:
    """Make objects until the process grows."""
    made: list[Any] = []
    before = _pages()
    while _pages() <= before:
        made += [make() for _number in range(at_once)]
    return made


def _pages() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0])
