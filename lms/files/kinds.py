"""Kinds of files that are made in the background. A room registers its own when its app is ready."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any, Generic, TypeVar

from lms.foundation.plugins.runtime.registrations import Registrations
from lms.people.directory.models import User

Found = TypeVar("Found")


class Refused(Exception):
    """Refusal: the file is not made as things are. The message says why to the person who asked."""


class FileKind(ABC, Generic[Found]):
    """One kind of file. What is `asked` is JSON, such as the key of a row.

    `find` is called when the file is asked for, when it is made, and each time it is fetched, with the person who asked
    as they are then, narrowed to where the plugin of the kind is on.
    """

    slug: str
    ending: str
    content_type: str
    holds_people = True
    """The file may hold data of several people: it goes when one of them is erased."""

    @abstractmethod
    def find(self, by: User, asked: Mapping[str, object]) -> Found:
        """Return what the file is about. Raises `Http404` or `PermissionDenied` where `by` may not have it."""

    @abstractmethod
    def title(self, found: Found) -> str:
        """Return what the file is called on pages, in the active language."""

    @abstractmethod
    def name(self, found: Found) -> str:
        """Return the name of the file without its ending."""

    @abstractmethod
    def write(self, found: Found, file: IO[bytes], *, by: User) -> None:
        """Write the file, in the language and the time zone of `by`. Raises `Refused`."""

    def note(self, found: Found, *, by: User, now: datetime) -> None:
        """Note in the audit log that `by` fetched the file. Nothing for files without people's data."""

    def about(self, found: Found) -> User | None:
        """Return the person whose data the file holds, where it is one: it goes when they are erased."""
        return None


class FileKinds:
    """All registered kinds by slug."""

    def __init__(self) -> None:
        self._shelf: Registrations[FileKind[Any]] = Registrations("kind of file", code_of=type)

    def register(self, kind: type[FileKind[Any]]) -> None:
        """Add a kind; under a slug that is taken it replaces what was there."""
        self._shelf.put(kind.slug, kind())

    def find(self, slug: str) -> FileKind[object] | None:
        """Return the kind called `slug`; None if the room or plugin that registered it is gone."""
        return self._shelf.peek(slug)

    def all(self) -> list[FileKind[object]]:
        """Return every kind, in the order in which they were registered."""
        return list(self._shelf)

    def owner(self, slug: str) -> str:
        """Return the plugin that a kind belongs to; empty for the house."""
        return self._shelf.owner(slug)


file_kinds = FileKinds()
