"""Aiken files read and written. Pure. As Moodle reads them (`question/format/aiken/format.php`, 5.1)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from lms.foundation.interface.decoding import decoded

from .draft import Draft, Entry, Reading, Refused, reading_of
from .texts import BLANK, as_plain, lines_of, one_line, short_name

_OPTION = re.compile(r"[A-Z][).]")
_ANSWER = "ANSWER:"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class _Open:
    """A question whose answer has not come yet."""

    stem: str
    line: int
    options: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return short_name(escape(self.stem, quote=False))


def read(data: bytes) -> Reading:
    """Read an Aiken file. Every line that fits nowhere is named, with the line where Moodle sees it."""
    text, encoding = decoded(data)
    return reading_of(_questions(text), encoding=encoding)


def _questions(text: str) -> Iterator[Entry]:
    lines = (part.strip(BLANK) for line in lines_of(text) for part in line.split("\r"))
    question: _Open | None = None
    for number, line in enumerate(lines, 1):
        if len(line.encode("utf-8", "replace")) < 2:
            continue
        if _OPTION.match(line) or line.startswith(_ANSWER):
            entry = _within(question, line, number)
            if entry:
                question = None
                yield entry
            continue
        if question:
            yield Refused("aiken-unfinished", {"at": str(number)}, name=question.name, line=question.line)
        question = _Open(line, number)
    if question:
        yield Refused("aiken-no-answer", name=question.name, line=question.line)


def _within(question: _Open | None, line: str, number: int) -> Entry | None:
    """Add an option to the open question, which gives nothing yet, or end the question with its answer. A line without
    an open question is refused.
    """
    if question is None:
        return Refused("aiken-no-question", name=short_name(escape(line, quote=False)), line=number)
    if line.startswith(_ANSWER):
        return _finished(question, line[len(_ANSWER) :].strip(BLANK)[:1])
    question.options.append(line[2:].strip(BLANK))
    return None


def _finished(question: _Open, letter: str) -> Draft | Refused:
    if len(question.options) < 2:
        return Refused("aiken-options", name=question.name, line=question.line)
    right = ord(letter) - ord("A") if letter else -1
    if not 0 <= right < len(question.options):
        return Refused("aiken-letter", {"given": letter}, name=question.name, line=question.line)
    texts = [escape(option, quote=False) for option in question.options]
    options = [
        {
            "id": str(place + 1),
            "text": f"<p>{text}</p>" if text else "",
            "fraction": 1.0 if place == right else 0.0,
            "feedback": "",
        }
        for place, text in enumerate(texts)
    ]
    stem = escape(question.stem, quote=False)
    return Draft(
        kind="single",
        stem=f"<p>{stem}</p>",
        body={"options": options},
        name=question.name,
        line=question.line,
        written={"stem": stem, "answers": texts},
    )


Reasons = dict[int, tuple[str, Mapping[str, str]]]


def write(drafts: Sequence[Draft]) -> tuple[bytes, Reasons]:
    """Return the file of those drafts that Aiken can hold, and by position why it cannot hold the others.

    It holds plain text and one right option: whatever else a question says would be lost.
    """
    reasons: Reasons = {}
    written = []
    for place, draft in enumerate(drafts):
        reason = _unwritable(draft)
        if reason:
            reasons[place] = (reason, {})
        else:
            written.append(_written(draft))
    return ("\n".join(written)).encode(), reasons


def _unwritable(draft: Draft) -> str:
    """Return the code of why Aiken cannot hold it, or nothing."""
    options: Sequence[Mapping[str, Any]] = draft.body.get("options", ())
    if draft.kind != "single":
        return "write-type"
    if not 2 <= len(options) <= len(_LETTERS):
        return "write-options"
    if sorted(option["fraction"] for option in options) != [0.0] * (len(options) - 1) + [1.0]:
        return "write-fractions"
    if draft.feedback or draft.hints or any(option["feedback"] for option in options):
        return "write-feedback"
    stem, *texts = (as_plain(text) for text in (draft.stem, *(option["text"] for option in options)))
    if any(
        as_html(text) != html
        for text, html in zip([stem, *texts], [draft.stem, *(o["text"] for o in options)], strict=True)
    ):
        return "write-plain"
    return "write-plain" if len(stem.encode()) < 2 or _OPTION.match(stem) or stem.startswith(_ANSWER) else ""


def as_html(text: str) -> str:
    """Return the text that Aiken reads from one line as HTML."""
    return f"<p>{escape(one_line(text), quote=False)}</p>" if text else ""


def _written(draft: Draft) -> str:
    options = draft.body["options"]
    lines = [
        as_plain(draft.stem),
        *(f"{letter}) {as_plain(option['text'])}" for letter, option in zip(_LETTERS, options, strict=False)),
    ]
    right = next(letter for letter, option in zip(_LETTERS, options, strict=False) if option["fraction"] == 1)
    return "\n".join([*lines, f"{_ANSWER} {right}", ""])
