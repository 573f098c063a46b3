"""Immutable rows of the catalogue, and what follows from them, read once by each process and kept by their name."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from .models import Content, Release

T = TypeVar("T")

_contents: dict[str, Content] = {}
_releases: dict[int, Release] = {}
_derived: dict[Hashable, Any] = {}
_KEPT = 512


def _kept(shelf: dict, name: object, find) -> Any:
    """Read an immutable row and keep it in this process by its name; the oldest goes when the shelf is full."""
    row = find()
    if len(shelf) >= _KEPT:
        shelf.pop(next(iter(shelf)))
    shelf[name] = row
    return row


def content(digest: str) -> Content:
    """Return the content of this digest; immutable, so it is read once a process. Raises `Content.DoesNotExist`."""
    return _contents.get(digest) or _kept(_contents, digest, lambda: Content.objects.get(pk=digest))


def contents(digests: Sequence[str]) -> list[Content]:
    """Return the contents of these digests, in their order; one statement for all that this process has not read."""
    new = [digest for digest in digests if digest not in _contents]
    rows = Content.objects.in_bulk(new) if new else {}
    return [_contents.get(one) or _kept(_contents, one, lambda: rows[one]) for one in digests]  # noqa: B023  called at once


def derived(name: Hashable, find: Callable[[], T]) -> T:
    """Return a value that follows from immutable rows and is worked out once a process; `name` says from which."""
    found: T = _derived[name] if name in _derived else _kept(_derived, name, find)
    return found


def release(pk: int | None) -> Release:
    """Return the release with this id, with its course; immutable but for the course's titles.

    Raises `Release.DoesNotExist`, also for the None of a course that was never released.
    """
    if pk is None:
        raise Release.DoesNotExist
    return _releases.get(pk) or _kept(_releases, pk, lambda: Release.objects.get(pk=pk))


def forget() -> None:
    """Empty the process's shelves (between tests, whose databases differ)."""
    for shelf in (_contents, _releases, _derived):
        shelf.clear()
