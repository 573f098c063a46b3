"""One registry for every socket: things are registered under a slug and asked for by it."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class NotInstalled(LookupError):
    """Nothing is registered under this slug: its plugin is unplugged or was never installed."""


class Registry(Generic[T]):
    """Instances of one socket by their `slug`, in the order of registration."""

    def __init__(self, socket: str) -> None:
        self.socket = socket
        self._entries: dict[str, T] = {}

    def register(self, cls: type[T]) -> type[T]:
        """Add one instance of `cls`; usable as a class decorator. A slug that is taken by another class is an error."""
        slug = getattr(cls, "slug", "")
        if not slug:
            raise ValueError(f"{cls.__name__} needs a slug to be registered as {self.socket}.")
        known = self._entries.get(slug)
        if known is not None and type(known) is not cls:
            raise ValueError(f"The {self.socket} “{slug}” is registered twice: {type(known).__name__} and {cls.__name__}.")
        self._entries[slug] = cls()
        return cls

    def get(self, slug: str) -> T:
        """The entry called `slug`; raises `NotInstalled`."""
        try:
            return self._entries[slug]
        except KeyError:
            raise NotInstalled(f"No {self.socket} called “{slug}” is installed.") from None

    def __contains__(self, slug: object) -> bool:
        return slug in self._entries

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())
