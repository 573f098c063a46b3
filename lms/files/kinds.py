"""Kinds of files that are made in the background. A room registers its own when its app is ready."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import IO, Any, Generic, TypeVar

from lms.foundation.plugins.runtime.registrations import Registrations
from lms.people.directory.models import User

Found = TypeVar("Found")
CELLS_AT_ONCE = 50_000
"""Cells of a table that is sent to whoever waits for it; one with more is made in the background. This is the one limit
for all tables (docs/develop/background.md has what it was measured to cost).
"""
Told = Callable[[int, int], None]
"""Teller of how far a file is: of so many things done, and of so many in all (0 where that is not known)."""


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
    kept: timedelta = timedelta(days=1)
    on_page = True
    """A person waits for it, and a notice tells them. Where that is False the room that begins it tells of it, and no
    limit counts it.
    """

    @abstractmethod
    def find(self, by: User, asked: Mapping[str, object]) -> Found:
        """Return what the file is about. Raises `Http404`, `PermissionDenied` or `Refused` where `by` may not have
        it.
        """

    @abstractmethod
    def title(self, found: Found) -> str:
        """Return what the file is called on pages, in the active language."""

    @abstractmethod
    def name(self, found: Found) -> str:
        """Return the name of the file without its ending, when it is written."""

    def cells(self, found: Found) -> int | None:
        """Return how many cells the file has where it is a table, without reading its rows; None for other files, all
        of which are made in the background.
        """
        return None

    @abstractmethod
    def write(self, found: Found, file: IO[bytes], *, by: User, told: Told) -> None:
        """Write the file, in the language and the time zone of `by`. What takes minutes calls `told` with each thing
        that is done. Raises `Refused`.
        """

    def type_of(self, found: Found) -> tuple[str, str]:
        """Return the ending and the content type of the file."""
        return self.ending, self.content_type

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

    def waited_for(self) -> list[str]:
        """Return the slugs of those for which a person waits."""
        return [one.slug for one in self._shelf if one.on_page]

    def owner(self, slug: str) -> str:
        """Return the plugin that a kind belongs to; empty for the house."""
        return self._shelf.owner(slug)


file_kinds = FileKinds()
