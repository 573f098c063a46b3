"""A story that Twine 2 published as HTML, and what both of its forms have in common. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from ..checking.finding import Finding, warning
from .markup import passage_of
from .story import LONGEST_NAME, LONGEST_TITLE, MOST_PASSAGES, Story, Unreadable, gathered

STORY, PASSAGE = "tw-storydata", "tw-passagedata"
SILENT = ("StoryTitle", "StoryData", "StorySettings", "StoryIncludes")
"""Passages that say what the story is: nothing of them would be missed."""
SPECIAL = frozenset(
    """
    StoryInit StoryMenu StoryCaption StoryBanner StorySubtitle StoryAuthor StoryInterface StoryDisplayTitle StoryShare
    PassageHeader PassageFooter PassageDone PassageReady UserScript UserStylesheet StoryJavaScript StoryStylesheet
    """.split()  # noqa: SIM905
)
RUNNING = {"script": "script", "stylesheet": "style"}
UNSEEN = frozenset({"widget", "header", "footer", "startup", "debug-header", "debug-footer", "debug-startup", "init"})
"""Tags of passages that nobody reads as a scene."""


@dataclass(frozen=True)
class Source:
    """A passage as the file has it."""

    name: str
    tags: tuple[str, ...]
    text: str


def story_of(kind: str, title: str, sources: Sequence[Source], start: str, story_format: str) -> Story:
    """Raise `Unreadable`."""
    if len(sources) > MOST_PASSAGES:
        raise Unreadable("too-many", most=MOST_PASSAGES)
    passages, findings = [], list[Finding]()
    for source in sources:
        if (reason := _left_out(source)) is not None:
            findings += reason
            continue
        passage, found = passage_of(source.name[:LONGEST_NAME], source.text, story_format)
        passages.append(passage)
        findings += found
    return gathered(kind, title, passages, start, findings)


def _left_out(source: Source) -> list[Finding] | None:
    """Return the findings on a passage that is no scene; None for a scene."""
    if source.name in SILENT:
        return []
    for tag, what in RUNNING.items():
        if tag in source.tags:
            return [warning(what, source.name[:LONGEST_TITLE])]
    if source.name in SPECIAL or not UNSEEN.isdisjoint(source.tags):
        return [warning("special", source.name[:LONGEST_TITLE])]
    return None if source.name and not source.name.startswith("Twine.") else []


def is_twine(text: str) -> bool:
    return f"<{STORY}" in text


def read_twine(text: str) -> Story:
    """Raise `Unreadable`."""
    reader = _Reader()
    try:
        reader.feed(text)
        reader.close()
    except AssertionError as error:  # what html.parser raises on a declaration that is none
        raise Unreadable("broken") from error
    if reader.story is None:
        raise Unreadable("unknown")
    start = reader.names.get(reader.story.get("startnode", ""), "")
    sources = [*_scripts(reader.scripts), *reader.sources]
    return story_of("twine", reader.story.get("name", ""), sources, start, reader.story.get("format", ""))


def _scripts(scripts: Sequence[str]) -> list[Source]:
    """Return the story's own script and style, where there is something in them."""
    return [Source(tag, (tag,), "") for tag in dict.fromkeys(scripts)]


class _Reader(HTMLParser):
    """Reader of the first story of the file; the rest of the page is the program that plays it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.story: dict[str, str] | None = None
        self.sources: list[Source] = []
        self.scripts: list[str] = []
        self.names: dict[str, str] = {}
        """Names of passages by the numbers that the file gives them."""
        self._within = self._running = ""
        self._open: dict[str, str] | None = None
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == STORY and self.story is None:
            self.story, self._within = given, STORY
        elif self._within and tag == PASSAGE:
            self._open, self._words = given, []
        elif self._within and tag in ("script", "style"):
            self._running = "script" if tag == "script" else "stylesheet"

    def handle_endtag(self, tag: str) -> None:
        if tag == STORY:
            self._within = ""
        elif tag == PASSAGE and self._open is not None:
            name = self._open.get("name", "").strip()
            self.names.setdefault(self._open.get("pid", ""), name)
            self.sources.append(Source(name, tuple(self._open.get("tags", "").split()), "".join(self._words)))
            self._open = None
        elif tag in ("script", "style"):
            self._running = ""

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._words.append(data)
        elif self._running and data.strip():
            self.scripts.append(self._running)
