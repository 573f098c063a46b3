"""Reads a page of the documentation: its sections, its tables, its files and the rest of its code."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"(?:\*\*`(?P<file>[^`]+)`\*\*(?P<more>[^\n]*)\n\n)?```(?P<kind>\w+)\n(?P<code>.*?)```", re.S)


@dataclass(frozen=True)
class Code:
    """A block of code; `file` where it is one, `more` what is said of that, as in “grown”."""

    file: str
    more: str
    kind: str
    code: str


@dataclass(frozen=True)
class Page:
    """One page, as text."""

    text: str

    @classmethod
    def at(cls, name: str) -> "Page":
        return cls((ROOT / "docs" / name).read_text())

    @classmethod
    def of(cls, *names: str) -> "Page":
        """Several pages as one, in this order."""
        return cls("\n".join((ROOT / "docs" / name).read_text() for name in names))

    def section(self, heading: str) -> str:
        """What stands below `heading`, up to the next one that is as high."""
        level = re.search(rf"^(#+) {re.escape(heading)}$", self.text, re.M)
        if level is None:
            raise LookupError(f"There is no section “{heading}”.")
        rest = self.text[level.end() :]
        following = re.search(rf"^#{{1,{len(level[1])}}} ", CODE.sub(lambda found: " " * len(found[0]), rest), re.M)
        return rest[: following.start()] if following else rest

    def table(self, heading: str) -> dict[str, list[str]]:
        """The first table of a section: its rows by what stands in their first column, without backticks."""
        lines = re.findall(r"(?:^\|.*\n?)+", CODE.sub("", self.section(heading)), re.M)[0].splitlines()
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
        return {row[0].strip("`"): row[1:] for row in rows}

    @cached_property
    def code(self) -> list[Code]:
        return [
            Code(found["file"] or "", (found["more"] or "").strip(" ,"), found["kind"], found["code"])
            for found in CODE.finditer(self.text)
        ]


PLUGIN_PAGES = tuple(
    f"extend/{name}.md"
    for name in (
        "plugins",
        "manifest",
        "faults",
        "sockets",
        "activity-types",
        "activity-facts",
        "activity-versions",
        "question-sockets",
        "report-sockets",
        "work-sockets",
        "page-sockets",
        "access-sockets",
        "people-sources",
        "address-sockets",
        "personal-data",
        "imports",
        "contract",
    )
)
"""The pages on writing a plugin, in their order."""


def named(text: str) -> set[str]:
    """The names in `text` that stand in backticks, but for whole blocks of code."""
    return set(re.findall(r"`([^`\n]+)`", CODE.sub("", text)))
