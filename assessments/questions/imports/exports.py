"""Questions of the bank as drafts, for the formats to write: with the pictures that they show."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath
from typing import Any

from wagtail.images import get_image_model

from assessments.formats.draft import Draft
from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.content_format import ContentFormat
from lms.foundation.plugins.runtime.registry import NotInstalled

from ..bank.categories import Category
from ..bank.models import Question
from .sentences import tell

MOST = 5_000
"""How many questions one file takes."""
_EMBED = re.compile(r"<embed\b[^>]*?/?>(?:</embed>)?")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_KEY = re.compile(r'\sdata-block-key="[^"]*"')


@dataclass(frozen=True)
class LeftOut:
    """A question that a format cannot hold, and why."""

    question: Question
    sentence: str


@dataclass(frozen=True)
class ExportedFile:
    """Questions written in a format; `data` is None where the format can hold none of them."""

    data: bytes | None
    media_type: str
    left_out: Sequence[LeftOut]


def write(questions: Sequence[Question], kind: ContentFormat) -> ExportedFile:
    """Return a file of `questions`, each with its pictures; those that the format cannot hold are left out and
    named.
    """
    pairs, left_out = _drafts(questions)
    drafts = [draft for _question, draft in pairs]
    reasons = kind.unwritable(drafts) if drafts else {}
    left_out += [LeftOut(pairs[place][0], tell(code, values)) for place, (code, values) in sorted(reasons.items())]
    kept = [draft for place, draft in enumerate(drafts) if place not in reasons]
    if not kept:
        return ExportedFile(None, "", left_out)
    data, media_type = kind.write(kept)
    return ExportedFile(data, media_type, left_out)


def _drafts(questions: Sequence[Question]) -> tuple[list[tuple[Question, Draft]], list[LeftOut]]:
    """Return a draft of each question, and those whose type is not installed.

    Three queries and one for each picture's bytes at most.
    """
    trails = {category.pk: category.trail for category in Category.objects.in_order()}
    shown = _Shown(questions)
    pairs, left_out = [], []
    for question in questions:
        try:
            pairs.append((question, _draft(question, trails[question.category_id], shown)))
        except NotInstalled:
            left_out.append(LeftOut(question, tell("unknown-type", {"type": question.kind})))
    return pairs, left_out


def _draft(question: Question, trail: tuple[str, ...], shown: "_Shown") -> Draft:
    files: dict[str, bytes] = {}
    text = shown.text_into(files)
    body = _mapped(_with_picture(_written(question), shown, files), text)
    hints = tuple(text(hint.value.source) for hint in question.hints)
    return Draft(
        kind=question.kind,
        stem=text(question.stem),
        body=body,
        name=question.name,
        feedback=text(question.feedback),
        hints=hints,
        category=trail,
        tags=tuple(sorted(item.tag.name for item in question.tagged_items.all())),
        number=question.number,
        language=question.locale.language_code,
        files=files,
    )


def _written(question: Question) -> dict[str, object]:
    """Return the body; the answers to a statement that only say “true” and “false” say nothing, in whatever
    language.
    """
    body = question.written()
    if question.kind != "truefalse":
        return body
    stored = (question.stored_body or {})["value"]
    return {**body, "options": [{**option, "text": stored[option["id"]]["text"]} for option in body["options"]]}


def _with_picture(body: dict[str, Any], shown: "_Shown", files: dict[str, bytes]) -> dict[str, Any]:
    """Return a body that is about a picture names it as a file."""
    if isinstance(body.get("image"), int) and (name := shown.name(body["image"], files)):
        return {**body, "image": f"file:{name}"}
    return body


def _mapped(value: object, make: Any) -> Any:
    if isinstance(value, str):
        return make(value)
    if isinstance(value, Mapping):
        return {name: part if name == "id" else _mapped(part, make) for name, part in value.items()}
    return [_mapped(part, make) for part in value] if isinstance(value, list) else value


class _Shown:
    """The pictures that some questions show; the bytes of each are read when a draft needs them."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._images = get_image_model().objects.in_bulk(
            {pk for question in questions for pk in _pictures_of(question)}
        )
        self._bytes: dict[int, bytes] = {}

    def name(self, pk: int, files: dict[str, bytes]) -> str:
        """Return the name under which the picture is among `files` from now on; nothing where it is gone."""
        image = self._images.get(pk)
        if image is None:
            return ""
        name = f"{pk}-{PurePosixPath(image.file.name).name}"
        if name not in files:
            files[name] = self._read(image)
        return name

    def text_into(self, files: dict[str, bytes]) -> Any:
        """Make HTML of the editor's rich text, and puts the pictures that it shows among `files`."""

        def picture(match: re.Match[str]) -> str:
            given = dict(_ATTRIBUTE.findall(match[0]))
            pk = whole_number(given.get("id"), digits=18)
            name = self.name(pk, files) if given.get("embedtype") == "image" and pk is not None else ""
            return f'<img src="file:{name}" alt="{given.get("alt", "")}">' if name else ""

        return lambda source: _KEY.sub("", _EMBED.sub(picture, source)) if "<" in source else source

    def _read(self, image: Any) -> bytes:
        if image.pk not in self._bytes:
            with image.file.open("rb") as opened:
                self._bytes[image.pk] = opened.read()
        return self._bytes[image.pk]


def _pictures_of(question: Question) -> Iterator[int]:
    stored = [question.stem, question.feedback, question.stored_body, list(question.hints.raw_data)]
    for text in _texts(stored):
        for match in _EMBED.finditer(text):
            pk = whole_number(unescape(dict(_ATTRIBUTE.findall(match[0])).get("id", "")), digits=18)
            if pk is not None:
                yield pk
    body = question.stored_body or {}
    value = body.get("value")
    if isinstance(value, Mapping) and isinstance(value.get("image"), int):
        yield value["image"]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)
