"""The parts of a question in plain words, for editors: what learners see, the key, and what is said of single answers.

These parts have the shape that the question's type decides. They are told as they stand: with the texts that ids stand
for, and with the words that the type's own form has for its fields and choices.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks import BaseStructBlock, Block, ChoiceBlock, ListBlock

from lms.foundation.plugins.passages import lines_of
from lms.foundation.plugins.question import questions

from .texts import ALLOWED

PLAIN = frozenset(
    {
        "id",
        "text",
        "label",
        "value",
        "name",
        "address",
        "answers",
        "options",
        "items",
        "choices",
        "bins",
        "regions",
        "gaps",
        "fractions",
        "fraction",
        "order",
        "right",
        "feedback",
        "pool",
        "levels",
        "rubric",
        "statements",
        "units",
        "image",
    }
)
"""Parts that are plain without a word."""
SHARES = frozenset({"fraction", "fractions", "penalty"})
"""Parts of 1, which are told in per cent."""
LEFT_OUT = frozenset({"offered", "digits", "width", "height"})
"""What follows from other parts."""
CALLED = {"coords": "place", "criteria": "rubric"}
"""Parts that have another name in the form."""
GAP = "[["
_HTML = re.compile(rf"</?(?:{'|'.join(sorted(ALLOWED))}|img)\b|&#?\w+;")

Names = Mapping[str, str]


@dataclass(frozen=True)
class Wording:
    """Names of the parts of a question: of fields, of their choices by field, and of its ids."""

    labels: Names
    choices: Mapping[str, Names]
    names: Names

    @classmethod
    def of(cls, kind: str, *parts: object) -> "Wording":
        """Return the wording for a question of the type `kind` with these parts. A type that is not installed has no
        words of its own.
        """
        written = questions.find(kind)
        fields = list(_fields(written.block())) if written else []
        names: dict[str, str] = {}
        for part in parts:
            names = _named(part) | names
        choices = {
            name: {str(value): str(label) for value, label in _choices(block)}
            for name, block in fields
            if _choices(block)
        }
        return cls({name: str(block.label) for name, block in fields}, choices, names)

    def told(self, part: object) -> str:
        """Return `part` in lines."""
        return "\n".join(line for line in self._lines(part, "") if line)

    def text(self, html: str) -> str:
        """Return a text of the question in lines, with gaps by their number."""
        written = lines_of(html) if _HTML.search(html) else html
        for name, word in self.names.items():
            written = written.replace(f"[[{name}]]", word) if word.startswith(GAP) else written
        return written

    def _lines(self, part: object, name: str, *, share: bool = False) -> list[str]:
        share = share or name in SHARES
        if isinstance(part, Mapping):
            return self._of_mapping(part, name, share=share)
        label = self._label(name)
        if isinstance(part, list):
            lines = self._of_list(part, share=share)
            return [label, *lines] if label and lines else lines
        text = self._scalar(part, name, share=share)
        return [f"{label}: {text}"] if label and label != text else text.split("\n")

    def _of_mapping(self, part: Mapping[str, object], name: str, *, share: bool) -> list[str]:
        parts = {
            key: value
            for key, value in sorted(part.items(), key=self._place)
            if key not in LEFT_OUT and not (key == "id" and len(part) > 1)
        }
        inner = [self._lines(value, key, share=share) for key, value in parts.items()]
        lines = [line for part_lines in inner for line in part_lines]
        if "id" in part and all(len(part_lines) == 1 for part_lines in inner):  # one thing with what belongs to it
            lines = [", ".join(filter(None, lines))]
        heading = self.names.get(name) or self.names.get(str(part.get("id")), "")
        return [heading, *lines] if heading.startswith(GAP) or name in self.names else lines

    def _place(self, item: tuple[str, object]) -> tuple[int, int, str]:
        """Return the sort key of a part: named ids in their order, then other parts as PostgreSQL keeps them, which
        does not keep the order in which they were written.
        """
        key = item[0]
        return (list(self.names).index(key) if key in self.names else -1, len(key), key)

    def _of_list(self, part: list[Any], *, share: bool) -> list[str]:
        if part and all(isinstance(one, str) and one in self.names for one in part):
            return [f"{place}. {self.names[one]}" for place, one in enumerate(part, start=1)]
        if part and all(isinstance(one, (int, float)) for one in part):
            return ["; ".join(f"{one:.4g}" for one in part)]
        return [line for one in part for line in self._lines(one, "", share=share)]

    def _label(self, name: str) -> str:
        return self.names.get(name) or ("" if name in PLAIN else self.labels.get(CALLED.get(name, name), name))

    def _scalar(self, value: object, name: str, *, share: bool) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, (int, float)):
            return f"{round(value * 100, 2):g} %" if share else f"{value:.12g}"
        if value is None:
            return "–"
        return self.choices.get(name, {}).get(str(value)) or self.names.get(str(value)) or self.text(str(value))


def _fields(block: Block) -> Iterator[tuple[str, Block]]:
    """Yield the fields of a form, however deep, those above first."""
    inner = list(block.child_blocks.items()) if isinstance(block, BaseStructBlock) else []
    inner += [("", block.child_block)] if isinstance(block, ListBlock) else []
    for _name, child in reversed(inner):
        yield from _fields(child)
    yield from ((name, child) for name, child in reversed(inner) if name)


def _choices(block: Block) -> list[tuple[object, object]]:
    return list(block.field.choices) if isinstance(block, ChoiceBlock) else []


def _named(part: object) -> dict[str, str]:
    """Return the names of the ids in `part`: a text, a number, or for gaps, which have neither, their place."""
    inner = list(part.values()) if isinstance(part, Mapping) else part
    inner = inner if isinstance(inner, list) else []
    names: dict[str, str] = {}
    for place, one in enumerate(inner, start=1):
        names |= _named(one)
        if isinstance(part, list) and isinstance(one, Mapping) and isinstance(one.get("id"), str):
            names[one["id"]] = _name(one, place)
    choices = part.get("choices") if isinstance(part, Mapping) else None
    if isinstance(choices, Mapping):
        names |= {name: flat(text) for name, text in choices.items() if isinstance(text, str)}
    return names


def _name(part: Mapping[str, object], place: int) -> str:
    if "value" in part:
        return "–" if part["value"] is None else f"{part['value']:.12g}"
    return flat(str(part.get("text") or part.get("label") or part.get("name") or f"{GAP}{place}]]"))


def flat(html: str) -> str:
    """Return a text in one line."""
    return " ".join((lines_of(html) if _HTML.search(html) else html).split())
