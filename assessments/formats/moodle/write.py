"""Moodle XML files written, so that Moodle and `moodle_read.read` read the same questions again. Pure."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

from .. import category as categories
from ..draft import Draft
from ..gaps import join_stem
from ..numbers import shown
from ..texts import clean_name
from .fields import safe_name
from .parts import KINDS, Lossy, Writer

Reasons = dict[int, tuple[str, Mapping[str, str]]]
_FILE = re.compile(r"file:([\w.-]+)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, and the carriage return, which it would change."""


def write(drafts: Sequence[Draft]) -> tuple[bytes, Reasons]:
    """Return the file of those drafts that Moodle XML can hold, and by position why it cannot hold the others."""
    reasons: Reasons = {}
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    current: tuple[str, ...] = ()
    for place, draft in enumerate(drafts):
        try:
            written = _question(draft)
        except Lossy as loss:
            reasons[place] = (str(loss), {})
            continue
        if draft.category != current:
            current = draft.category
            parts.append(
                f'<question type="category"><category>{_text(categories.written(current))}</category></question>'
            )
        parts.append(written)
    return "\n".join([*parts, "</quiz>", ""]).encode(), reasons


def _question(draft: Draft) -> str:
    if draft.kind not in KINDS:
        raise Lossy("write-type")
    if draft.name != clean_name(draft.name):
        raise Lossy("write-name")
    if not categories.writable(draft.category):
        raise Lossy("write-category")
    if any(tag != tag.strip() or not tag for tag in draft.tags) or draft.number != draft.number.strip():
        raise Lossy("write-tags")
    if any(name != safe_name(name) for name in draft.files):
        raise Lossy("write-files")
    writer = _Writer(draft)
    kind, parts = KINDS[draft.kind](draft.body, writer)
    whole = join_stem(draft.stem, parts.text) if parts.text is not None else draft.stem
    fields = [
        f"<name>{_text(draft.name)}</name>",
        writer.field("questiontext", whole),
        writer.field("generalfeedback", draft.feedback),
        f"<defaultgrade>{shown(draft.mark)}</defaultgrade>" if parts.mark else "",
        f"<penalty>{shown(round(draft.penalty, 7))}</penalty>" if draft.penalty is not None else "",
        f"<idnumber>{escape(draft.number)}</idnumber>" if draft.number else "",
        *parts.elements,
        *(writer.field("hint", hint) for hint in draft.hints),
        f"<tags>{''.join(f'<tag>{_text(tag)}</tag>' for tag in draft.tags)}</tags>" if draft.tags else "",
    ]
    question = "\n".join([f'<question type="{kind}">', *(part for part in fields if part), "</question>"])
    if _FORBIDDEN.search(question):
        raise Lossy("write-characters")
    if writer.left:
        raise Lossy("write-files")
    return question


def _text(text: str) -> str:
    """Return a text element. Blanks around a text would be lost when it is read."""
    if text != text.strip(" \t\n\r\0\x0b"):
        raise Lossy("write-blanks")
    return f"<text>{escape(text, quote=False)}</text>"


class _Writer(Writer):
    """Writer of the texts of one question, which knows which of its files they have shown."""

    def __init__(self, draft: Draft) -> None:
        self._files = draft.files
        self.left = set(draft.files)

    def text(self, text: str) -> str:
        return _text(text)

    def field(self, tag: str, html: str, attributes: str = "", inside: str = "") -> str:
        names = sorted({name for name in _FILE.findall(html) if name in self._files})
        self.left.difference_update(names)
        shown_html = _FILE.sub(
            lambda match: f"@@PLUGINFILE@@/{quote(match[1])}" if match[1] in self._files else match[0], html
        )
        files = "".join(
            f'<file name="{escape(name)}" path="/" encoding="base64">{b64encode(self._files[name]).decode()}</file>'
            for name in names
        )
        return f'<{tag} format="html"{attributes}>{_text(shown_html)}{files}{inside}</{tag}>'
