"""Content of a file of a branching story, whichever program wrote it: text and links, nothing that runs. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..checking.finding import Finding, warning

MOST_PASSAGES = 300
"""Of a file: what has more is no scenario of one sitting."""
MOST_LINKS = 30
"""Of one passage."""
LONGEST_TITLE, LONGEST_NAME = 200, 2000
"""Characters: no link names a passage whose name is longer."""
LONGEST_SOURCE = 100_000
"""Characters of a passage as its file has it, with what runs."""
LONGEST = 20_000
"""Characters of a text: far more than a scene holds, so that what is too long can still be shortened by its author."""


class Unreadable(ValueError):
    """The file as a whole is none that is read. `why`: `unknown`, `empty`, `large`, `too-many` (passages), `broken`, or
    what is wrong with its zip (`zip-` and the reason of `lms.foundation.interface.packages`); `values` are those of the
    sentence.
    """

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why)
        self.why, self.values = why, values


@dataclass(frozen=True)
class Link:
    """Link to the next passage. `goes_to` is its id; empty where the story ends."""

    text: str
    goes_to: str = ""
    feedback: str = ""
    marks: int = 0


@dataclass(frozen=True)
class Passage:
    id: str
    title: str
    text: str = ""
    ask: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Story:
    """The passages, the first one first, and what of the file was left out. `kind`: `twee`, `twine` or `h5p`."""

    kind: str
    title: str
    passages: tuple[Passage, ...]
    findings: tuple[Finding, ...] = field(default=())


def gathered(kind: str, title: str, passages: Sequence[Passage], start: str, findings: Iterable[Finding]) -> Story:
    """Return the story that begins with the passage `start`, or with the first one; each id once, no text beyond its
    bounds.

    Raises `Unreadable`.
    """
    known, found = {}, list(findings)
    for passage in passages:
        if passage.id in known:
            found.append(warning("twice", passage.title))
        else:
            known[passage.id] = _bounded(passage, found)
    if not known:
        raise Unreadable("empty")
    if len(known) > MOST_PASSAGES:
        raise Unreadable("too-many", most=MOST_PASSAGES)
    first = [known.pop(start)] if start in known else []
    story = Story(kind, title.strip()[:LONGEST], (*first, *known.values()))
    return replace(story, findings=(*found, *_leading_nowhere(story)))


def _bounded(passage: Passage, found: list[Finding]) -> Passage:
    if len(passage.links) > MOST_LINKS:
        found.append(warning("links", passage.title, most=MOST_LINKS))
    texts = (passage.text, passage.ask, *(text for link in passage.links for text in (link.text, link.feedback)))
    if any(len(text) > LONGEST for text in texts) and cut(passage.title) not in found:
        found.append(cut(passage.title))
    links = tuple(
        replace(link, text=link.text[:LONGEST], feedback=link.feedback[:LONGEST]) for link in passage.links[:MOST_LINKS]
    )
    return replace(passage, text=passage.text[:LONGEST], ask=passage.ask[:LONGEST], links=links)


def cut(title: str) -> Finding:
    return warning("cut", title, most=LONGEST)


def _leading_nowhere(story: Story) -> list[Finding]:
    known = {passage.id for passage in story.passages}
    return [
        warning("no_passage", passage.title, target=link.goes_to)
        for passage in story.passages
        for link in passage.links
        if link.goes_to and link.goes_to not in known
    ]
