"""Keys that were corrected after attempts had begun with them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.html import strip_tags

from courses.models import Content, Course, Release
from lms.foundation.interface.words import shortened

from ..sitting.type_versions import question_now

Pairs = Sequence[Mapping[str, Any]]
Questions = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Correction:
    """A question whose key is another one now: `pairs` of {"was", "is"},
    one for each key that it ever had in a release.
    """

    question: str
    title: str
    pairs: Pairs

    @property
    def token(self) -> str:
        """Names these keys, so that what is confirmed is what was looked at."""
        return hashlib.sha256(json.dumps([self.question, *self.pairs], sort_keys=True).encode()).hexdigest()


def corrected(key: object, pairs: Pairs) -> object:
    """Return the key that holds instead of `key`; None where it was not corrected."""
    return next((pair["is"] for pair in pairs if pair["was"] == key), None)


def corrections(course: Course, activity: UUID) -> dict[str, Correction]:
    """Return the corrections of a quiz up to the newest release of its course, by question.

    Keys are compared language by language: each key that a release had with the one that the newest has in the same
    language, or in the language that the course was written in. A key that still holds in some language is left alone,
    and so is a question that is gone or of another type now. Two queries, whatever the number of releases.
    """
    releases = [release.outline for release in Release.objects.filter(course=course).order_by("-pk")]
    newest = course.release.outline if course.release else None
    entries = [(outline, entry) for outline in releases if (entry := outline.by_id(str(activity)))]
    now = newest.by_id(str(activity)) if newest else None
    if newest is None or now is None:
        return {}
    digests = {digest for _outline, entry in [*entries, (newest, now)] for digest in entry.contents.values()}
    held = Content.objects.filter(pk__in=digests).values_list("pk", "definition")
    contents = {digest: _questions(definition) for digest, definition in held}
    changed: dict[str, list[dict[str, Any]]] = {}
    standing = [contents[digest] for digest in now.contents.values()]
    for outline, entry in entries:
        for code, digest in sorted(entry.contents.items(), key=lambda pair: (pair[0] != outline.source, pair[0])):
            _compare(contents[digest], contents[_same(now, code, newest.source)], standing, changed)
    texts = contents[_same(now, newest.source, newest.source)]
    return {name: Correction(name, plain(texts[name]["stem"]), pairs) for name, pairs in changed.items()}


def _questions(definition: Mapping[str, Any]) -> Questions:
    """Return the questions of a content, whichever versions froze it."""
    return {name: question_now(question) for name, question in definition["questions"].items()}


def plain(stem: str) -> str:
    """Return a question in a line."""
    return shortened(strip_tags(stem), 150)


def _same(entry: Any, code: str, source: str) -> str:
    """Return the digest in the language `code` (“fr” or “fr-DJ”)."""
    language, _dash, country = code.partition("-")
    return entry.contents.get(code) or entry.content(language, country, source)


def _compare(
    old: Questions, new: Questions, standing: Sequence[Questions], changed: dict[str, list[dict[str, object]]]
) -> None:
    for name, question in old.items():
        if name not in new or new[name]["kind"] != question["kind"]:
            continue
        was, pairs = question["key"], changed.get(name, [])
        holds = any(was == questions.get(name, {}).get("key") for questions in standing)
        if not holds and corrected(was, pairs) is None:
            changed[name] = [*pairs, {"was": was, "is": new[name]["key"]}]
