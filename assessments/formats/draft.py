"""Content of a file of questions in our own shapes: between the readers and writers of formats and the bank. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

MOST_QUESTIONS = 10_000
"""In one file."""
MOST_ENTRIES = 2 * MOST_QUESTIONS
"""Questions and all else that a file says. What has more is not held in memory."""


@dataclass(frozen=True)
class Draft:
    """One question as a file gives it."""

    kind: str
    """Slug of our question type."""
    stem: str
    """HTML as the file has it: the importer makes it safe."""
    body: Mapping[str, Any]
    """The body in the shape of that type.

    Its ids are counted from 1 in the file's order, so that the same file gives the same ids.
    """
    name: str = ""
    feedback: str = ""
    """HTML."""
    hints: tuple[str, ...] = ()
    """HTML."""
    category: tuple[str, ...] = ()
    """Names from the outermost category inwards."""
    tags: tuple[str, ...] = ()
    number: str = ""
    """What the source calls the question (Moodle's idnumber, QTI's identifier): known again when it comes again."""
    language: str = ""
    """BCP 47, where the file says so."""
    place: str = ""
    """The path inside a package, empty for a file that is no package."""
    line: int = 0
    """Where the question begins, counted from 1; 0 where the format has no lines."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """By name; texts refer to them as src="file:NAME"."""
    mark: float = 1.0
    """The question's mark in the file."""
    penalty: float | None = None
    """What a wrong try costs, 0..1; None where the file is silent."""
    written: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """Texts as the file writes them, before they became HTML: `stem`, `answers`.

    Only to compare with what other readers read.
    """


@dataclass(frozen=True)
class Refused:
    """A question, or a whole file, that was not read, and why.

    `assessments.questions.imports.reasons` says it in a sentence.
    """

    reason: str
    """A code."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What the sentence names."""
    name: str = ""
    line: int = 0
    path: str = ""
    type: str = ""
    """The type as the file calls it."""


@dataclass(frozen=True)
class Description:
    """Text that asks nothing (Moodle's description, QTI's stimulus): counted and told to the person, not imported."""

    text: str
    name: str = ""
    line: int = 0
    written: str = field(default="", compare=False)
    """As the file writes it, before it became HTML."""


@dataclass(frozen=True)
class Category:
    """Change of category: from here on, questions are of this category."""

    path: tuple[str, ...]
    line: int = 0


Entry = Draft | Refused | Description | Category


@dataclass(frozen=True)
class Reading:
    """Entries of a file, all of them, in the file's order.

    `fatal` is why it could not be read at all: nothing of it is then to be imported.
    """

    entries: tuple[Entry, ...] = ()
    fatal: Refused | None = None
    encoding: str = ""
    """How it was decoded."""

    @property
    def drafts(self) -> Iterator[Draft]:
        return (entry for entry in self.entries if isinstance(entry, Draft))

    @property
    def refused(self) -> Iterator[Refused]:
        return (entry for entry in self.entries if isinstance(entry, Refused))


def reading_of(entries: Iterable[Entry], *, encoding: str = "") -> Reading:
    """Return the reading of these entries; none of them where they are too many."""
    taken = tuple(islice(entries, MOST_ENTRIES + 1))
    if len(taken) > MOST_ENTRIES:
        return Reading(fatal=Refused("too-many", {"limit": str(MOST_QUESTIONS)}), encoding=encoding)
    return Reading(taken, encoding=encoding)
