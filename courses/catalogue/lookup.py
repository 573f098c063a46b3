"""Immutable rows of the catalogue, read once by each process and kept by their name."""

from typing import Any

from .models import Content, Release

_contents: dict[str, Content] = {}
_releases: dict[int, Release] = {}
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


def release(pk: int | None) -> Release:
    """Return the release with this id, with its course; immutable but for the course's titles.

    Raises `Release.DoesNotExist`, also for the None of a course that was never released.
    """
    if pk is None:
        raise Release.DoesNotExist
    return _releases.get(pk) or _kept(_releases, pk, lambda: Release.objects.get(pk=pk))


def forget() -> None:
    """Empty the process's shelves (between tests, whose databases differ)."""
    _contents.clear()
    _releases.clear()
