"""Check of a question from a file: sound, and safe.

Whoever asks gets it as the bank would store it. Nothing of it asks the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from assessments.formats.draft import Draft
from lms.foundation.interface.words import shortened
from lms.foundation.plugins.question import QuestionType, questions

from ..bank import pictures
from ..bank.blocks import TEXT
from ..bank.categories import DEEPEST
from ..bank.digest import digest_of, plain, words
from .models import Import
from .sanitiser import MOST_TAGS, TooManyTags, readable, rich

MOST_LABELS = 30


@dataclass(frozen=True)
class CheckedDraft:
    """A draft as the bank would store it, or the reason why not."""

    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    draft: dict[str, Any] = field(default_factory=dict)
    number: str = ""
    digest: str = ""
    words: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The pictures that it shows, by the paths under which they wait."""


class Refusal(Exception):
    """Reason why a draft cannot be imported."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


class Checker:
    """Checker of the drafts of one file, in turn."""

    def __init__(self, batch: Import) -> None:
        self._batch = batch
        self._blocks: dict[str, blocks.Block] = {}

    def check(self, draft: Draft) -> CheckedDraft:
        """Return the draft made safe. Whatever is in it, this raises nothing."""
        summary = shortened(readable(words(draft.stem)), 120)
        try:
            return self._checked(draft, summary)
        except Refusal as refusal:
            return CheckedDraft(refusal.reason, refusal.values, words=summary)
        except pictures.BadPicture as bad:
            return CheckedDraft(bad.code, bad.values, words=summary)
        except TooManyTags:
            return CheckedDraft("too-long", {"limit": str(MOST_TAGS)}, words=summary)
        except Exception:  # whatever a type's code raises on a body that is not its own
            return CheckedDraft("unfit", {"type": draft.kind}, words=summary)

    def _checked(self, draft: Draft, summary: str) -> CheckedDraft:
        kind = questions.find(draft.kind)
        if kind is None:
            raise Refusal("unknown-type", type=draft.kind)
        waiting = _Waiting(self._batch.pk, draft.files)
        body = readable(dict(draft.body))
        stored = waiting.safe(self._block(kind), kind.stored(body))
        self._sound(kind, body, stored, waiting.kept)
        stem = waiting.text(draft.stem)
        if not plain(stem):
            raise Refusal("no-stem")
        made = {
            "kind": kind.slug,
            "stem": stem,
            "body": stored,
            "feedback": waiting.text(draft.feedback),
            "hints": [text for hint in draft.hints if (text := waiting.text(hint))],
            "category": self._category(draft),
            "tags": _tags(draft.tags),
            "language": draft.language[:20],
            "name": readable(draft.name).strip()[:120],
            "files": waiting.kept,
        }
        number = readable(draft.number).strip()
        digest = digest_of(kind.slug, stem, stored)
        return CheckedDraft("", {}, made, number if len(number) <= 120 else "", digest, summary, waiting.contents)

    def _block(self, kind: QuestionType) -> blocks.Block:
        if kind.slug not in self._blocks:
            self._blocks[kind.slug] = kind.block()
        return self._blocks[kind.slug]

    def _sound(self, kind: QuestionType, body: Mapping[str, object], stored: object, kept: Iterable[str]) -> None:
        """Raise `Refusal` where the type reports problems; then check that its block takes the answers as from an
        editor.
        """
        problems = kind.problems(pictures.with_image_ids(body, dict.fromkeys(kept, 1)))
        if problems:
            raise Refusal("problems", problems=" ".join(map(str, problems)))
        if not _shows_pictures(stored):
            kind.body(self._block(kind).to_python(stored))

    def _category(self, draft: Draft) -> list[str]:
        names = [readable(name).strip() for name in draft.category]
        names = [name for name in names if name]
        above = self._batch.category.depth + 1 if self._batch.category else 0
        if len(names) + above > DEEPEST:
            raise Refusal("too-deep")
        if any(len(name) > 160 for name in names):
            raise Refusal("category-name")
        return names


def _shows_pictures(stored: object) -> bool:
    """Return whether a part of it names a picture that is not in the bank yet."""
    if isinstance(stored, Mapping):
        return any(map(_shows_pictures, stored.values()))
    if isinstance(stored, list):
        return any(map(_shows_pictures, stored))
    return isinstance(stored, str) and stored.startswith(pictures.PREFIX)


class _Waiting:
    """The texts of one draft made safe, and the pictures that they show: their paths by name, their bytes by path."""

    def __init__(self, batch: int, files: Mapping[str, bytes]) -> None:
        self._batch, self._files = batch, files
        self.kept: dict[str, str] = {}
        self.contents: dict[str, bytes] = {}

    def text(self, html: str, features: Sequence[str] = tuple(TEXT)) -> str:
        return rich(html or "", features=features, picture=self._picture)

    def safe(self, block: blocks.Block, stored: Any) -> Any:
        """Return the stored value of `block` with its rich text made safe and its pictures taken; plain text stays as
        it is.
        """
        if isinstance(block, blocks.RichTextBlock):
            return self.text(stored, block.features or TEXT) if isinstance(stored, str) else stored
        if isinstance(block, ImageChooserBlock) and isinstance(stored, str) and stored.startswith(pictures.PREFIX):
            return pictures.PREFIX + self._keep(stored.removeprefix(pictures.PREFIX))
        if isinstance(block, blocks.StructBlock):
            return {
                name: self.safe(block.child_blocks[name], part)
                for name, part in stored.items()
                if name in block.child_blocks
            }
        if isinstance(block, blocks.ListBlock):
            return [{**item, "value": self.safe(block.child_block, item["value"])} for item in stored]
        if isinstance(block, blocks.StreamBlock):
            return [{**item, "value": self.safe(block.child_blocks[item["type"]], item["value"])} for item in stored]
        return stored

    def _picture(self, source: str, alternative: str) -> str:
        """Return a picture that the file brings; one from elsewhere is left out, since it would tell a stranger who
        reads when.
        """
        if not source.startswith(pictures.PREFIX):
            return ""
        return pictures.marker(self._keep(source.removeprefix(pictures.PREFIX)), alternative)

    def _keep(self, name: str) -> str:
        known = pictures.find(name, self._files)
        if known is None:
            raise pictures.BadPicture("picture-missing", file=name)
        shown = readable(known)
        path = pictures.path_of(self._batch, known, self._files[known])
        self.kept[shown], self.contents[path] = path, self._files[known]
        return shown


def _tags(tags: Sequence[str]) -> list[str]:
    names = (readable(tag).strip()[:100] for tag in tags)
    return list(dict.fromkeys(name for name in names if name))[:MOST_LABELS]
