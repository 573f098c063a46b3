"""The socket of file formats in which content comes in and goes out. Pure."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .runtime import value_checks
from .runtime.guard import Rule
from .runtime.registry import Registry


def _sound_file(value: Any) -> tuple[bytes, str]:
    data, media_type = value
    return value_checks.instance_of(bytes)(data), value_checks.instance_of(str)(media_type)


class NotWritable(Exception):
    """Refusal: a format cannot hold some of the drafts; nothing was written.

    `reasons` gives, by position in what was given, the code of why not and the values that its sentence names.
    """

    def __init__(self, reasons: Mapping[int, tuple[str, Mapping[str, str]]]) -> None:
        super().__init__(f"{len(reasons)} of the questions cannot be written in this format.")
        self.reasons = reasons


class ContentFormat(ABC):
    """One format of files.

    What it reads and writes are the drafts of `assessments.formats.draft`, which the bank defines.
    """

    slug: str
    name: str
    """A proper name, the same in every language."""
    extensions: tuple[str, ...] = ()
    """Endings of file names in lower case, with the dot."""

    @abstractmethod
    def read(self, data: bytes, *, name: str = "") -> Any:
        """Return the contents of the file called `name`: a `Reading`. Whatever the bytes are, it raises nothing."""

    @abstractmethod
    def write(self, drafts: Sequence[Any]) -> tuple[bytes, str]:
        """Return a file of `drafts`, and its media type. Raises `NotWritable` for drafts that the format cannot
        hold.
        """

    def recognises(self, data: bytes) -> bool:
        """Return whether these bytes look like this format. Cheap and total; only called if the format was not
        named.
        """
        return False

    def unwritable(self, drafts: Sequence[object]) -> Mapping[int, tuple[str, Mapping[str, str]]]:
        """Return the `drafts` that the format cannot hold, with reasons as in `NotWritable`."""
        try:
            self.write(drafts)
        except NotWritable as refusal:
            return refusal.reasons
        return {}


RULES = {
    "read": Rule(),
    "write": Rule(_sound_file, (NotWritable,)),
    "recognises": Rule(bool, instead=lambda kind: False),
    "unwritable": Rule(value_checks.instance_of(Mapping)),
}
"""The methods of a content format that the core calls."""
content_formats: Registry[ContentFormat] = Registry("content format", RULES)


def guess(data: bytes, *, name: str, among: Iterable[ContentFormat]) -> ContentFormat | None:
    """Return the format of a file: one whose ending and content fit, else whose content fits, else whose ending fits.

    Longer endings go first.
    """
    formats = sorted(among, key=lambda kind: -_fit(kind, name))
    ending = [kind for kind in formats if _fit(kind, name)]
    content = [kind for kind in formats if kind.recognises(data)]
    both = [kind for kind in ending if kind in content]
    return next(iter(both or content or ending), None)


def _fit(kind: ContentFormat, name: str) -> int:
    """Return how many characters of the file's name are an ending of this format."""
    return max((len(ending) for ending in kind.extensions if name.lower().endswith(ending)), default=0)
