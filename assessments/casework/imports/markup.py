"""The text of a Twine passage: links are taken out of it, what runs is named and left out. Pure."""

import re
from dataclasses import dataclass, field
from html import unescape

from ..checking.finding import Finding, warning
from .macros import note_variables, without_macros, without_scripts
from .story import LONGEST_SOURCE, LONGEST_TITLE, Link, Passage, cut

_LINK = re.compile(r"\[\[([^\[\]\n]{1,2000})\](?:\[([^\[\]\n]{0,500})\])?\]")
_LITERAL = re.compile(
    r"""<<(?:link|button)\s+["']([^"'\n]{1,400})["']\s+["']([^"'\n]{1,200})["']\s*>>(?:\s*<</(?:link|button)>>)?"""
    r"""|\(link-(?:reveal-)?goto:\s*["']([^"'\n]{1,400})["'](?:\s*,\s*["']([^"'\n]{1,200})["'])?\s*\)"""
    r"""|\(link:\s*["']([^"'\n]{1,400})["']\s*\)\[\s*\(go-?to:\s*["']([^"'\n]{1,200})["']\s*\)\s*\]""",
    re.I,
)
_PICTURE = re.compile(r"\[[<>]?img\[[^\[\]\n]{0,2000}\](?:\[[^\[\]\n]{0,500}\])*\]|<img\b[^<>]*>", re.I)
_TAG = re.compile(r"<(?=[a-zA-Z/!])[^<>]*>")
_BREAK = re.compile(r"<br\s*/?>|</p\s*>", re.I)
_MARKS = re.compile(r"''(.{1,2000}?)''|(?<!:)//(.{1,2000}?)(?<!:)//|\*\*(.{1,2000}?)\*\*|__(.{1,2000}?)__")
_LIST = re.compile(r"[\s*#>\-–•+.\d)]*")
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no database can hold."""
_SPACES = re.compile(r"[ \t]+")
_LINES = re.compile(r"\n{3,}")


@dataclass
class _Left:
    """Parts of a passage that were left out, by kind; names in the order in which they came."""

    kinds: dict[str, dict[str, None]] = field(default_factory=dict)

    def __call__(self, kind: str, name: str) -> None:
        self.kinds.setdefault(kind, {})[name] = None

    def findings(self, title: str) -> list[Finding]:
        return [
            warning(kind, title, names=", ".join(list(names)[:20])) if any(names) else warning(kind, title)
            for kind, names in self.kinds.items()
        ]


def passage_of(name: str, source: str, story_format: str = "") -> tuple[Passage, list[Finding]]:
    """Return the passage that Twine calls `name`, and what of it was left out."""
    left, links = _Left(), list[Link]()
    title = name[:LONGEST_TITLE]
    text = without_scripts(source[:LONGEST_SOURCE], left)
    if story_format.casefold().startswith("chapbook"):
        text = _of_chapbook(text, left)
    text = _without_links(text, links, left)
    if _PICTURE.search(text):
        left("picture", "")
    text = without_macros(_PICTURE.sub("", text), left)
    note_variables(text, left)
    findings = [*left.findings(title), *([cut(title)] if len(source) > LONGEST_SOURCE else [])]
    return Passage(name, title, plain(text), links=tuple(links)), findings


def plain(text: str) -> str:
    """Return plain text: marks and tags are gone, breaks are kept; entities are read once. What cannot be stored is
    gone, too.
    """
    text = _NEVER.sub("", unescape(_TAG.sub("", _BREAK.sub("\n", text))))
    text = _MARKS.sub(lambda match: next(part for part in match.groups() if part is not None), text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()


def _without_links(text: str, links: list[Link], left: _Left) -> str:
    """Return lines that hold links alone go; within a sentence the words of a link stay."""
    text = _LITERAL.sub(_as_link, text)
    kept = []
    for line in text.split("\n"):
        found = [_link(match, left) for match in _LINK.finditer(line)]
        links += (link for link in found if link.text)
        if not found or _LIST.sub("", _LINK.sub("", line)):
            kept.append(_LINK.sub(lambda match: _link(match, left).text, line))
    return "\n".join(kept)


def _as_link(match: re.Match[str]) -> str:
    parts = [part for part in match.groups() if part is not None]
    return f"[[{_harmless(parts[0])}->{_harmless(parts[-1])}]]"


def _harmless(text: str) -> str:
    return re.sub(r"[\[\]|]|->|<-", " ", text).strip()


def _link(match: re.Match[str], left: _Left) -> Link:
    """Return `[[text->target]]`, `[[target<-text]]`, `[[text|target]]` or `[[target]]`, maybe with what it sets behind
    it.
    """
    if match[2]:
        left("macro", "[…]")
    inside = match[1]
    if "->" in inside:
        words, _arrow, target = inside.rpartition("->")
    elif "<-" in inside:
        target, _arrow, words = inside.partition("<-")
    elif "|" in inside:
        words, _bar, target = inside.rpartition("|")
    else:
        words = target = inside
    return Link(plain(words) or target.strip(), target.strip())


def _of_chapbook(text: str, left: _Left) -> str:
    """Take out Chapbook's marks: it sets variables above a line `--`, and has modifiers in lines and inserts in the
    text.
    """
    head, line, rest = text.partition("\n--\n")
    if line:
        left("macro", "--")
        text = rest
    else:
        text = head

    def taken(match: re.Match[str]) -> str:
        left("macro", (match[1] or match[2]).split()[0][:40] if (match[1] or match[2]).split() else "{}")
        return ""

    return re.sub(r"^\[([^\[\]\n]{1,200})\]$|\{([^{}\n]{1,500})\}", taken, text, flags=re.M)
