"""The second step of an import: what somebody has confirmed is written to the bank,
a hundred questions in one transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext
from wagtail.models import Locale

from lms.foundation.work.runner import Step

from ..bank import pictures
from ..bank.bulk_writing import insert_questions
from ..bank.categories import Category
from ..bank.models import Question
from ..bank.signals import bank_changed
from . import services as importing
from .models import Import, ImportEntry

if TYPE_CHECKING:
    from django.db.models import Model

BATCH = 100


def step() -> Step[Import, ImportEntry]:
    """Write what was confirmed.

    Each batch is written whole or not at all, and remembered with what it wrote.
    """
    return Step(items=ImportEntry.objects.to_write, handle=_write, finish=_finish, size=BATCH)


def _finish(batch: Import) -> None:
    batch.status = Import.Status.DONE
    transaction.on_commit(lambda: importing.clear(batch))


def _write(batch: Import, entries: Sequence[ImportEntry], now: datetime) -> None:
    shelf = _Shelf(batch)
    written = [_question(batch, entry, shelf) for entry in entries]
    tags = [entry.draft["tags"] for entry in entries]
    insert_questions(written, tags=tags, live=batch.live, by=batch.by, now=now, data={"import": batch.pk})
    for question, entry in zip(written, entries, strict=True):
        entry.question, entry.outcome, entry.draft = question, ImportEntry.Outcome.WRITTEN, {}
    ImportEntry.objects.bulk_update(entries, ["question", "outcome", "draft"])
    if batch.live:
        why = gettext("Questions imported: %(file)s") % {"file": batch.name}
        bank_changed.send(
            Question, paths={shelf.path_of(question.category_id) for question in written}, why=why, by=batch.by
        )


class _Shelf:
    """Languages, categories and pictures for the questions of one batch, each looked up once,
    made where there is none.
    """

    def __init__(self, batch: Import) -> None:
        self._batch = batch
        self._locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self._categories: dict[tuple[int | None, str], Category] = {}
        self._paths: dict[int, str] = {}
        self._pictures: dict[str, int] = {}

    def locale(self, language: str) -> Locale:
        return self._locales.get(language) or self._locales.get(language.split("-")[0].lower()) or self._batch.locale

    def category(self, names: Sequence[str]) -> Category:
        """Return the category below the target that these names lead to."""
        place = self._batch.category or self._below(None, Path(self._batch.name).stem[:160])
        for name in names:
            place = self._below(place, name)
        self._paths[place.pk] = place.path
        return place

    def path_of(self, category: int) -> str:
        return self._paths[category]

    def _below(self, parent: Category | None, name: str) -> Category:
        key = (parent.pk if parent else None, name.lower())
        if key not in self._categories:
            known = Category.objects.filter(parent=parent, name__iexact=name).first()
            self._categories[key] = known or self._made("categories", Category.objects.create(parent=parent, name=name))
        return self._categories[key]

    def pictures(self, files: dict[str, str]) -> dict[str, int]:
        """Return Wagtail's ids of the pictures that one question shows, by the names in its texts."""
        for name, path in files.items():
            if path not in self._pictures:
                pk, new = pictures.adopt(path, title=name, by=self._batch.by, owner=self._batch.owner)
                self._pictures[path] = pk
                if new:
                    self._batch.made.setdefault("images", []).append(pk)
        return {name: self._pictures[path] for name, path in files.items()}

    def _made(self, what: str, row: "Model") -> Any:
        self._batch.made.setdefault(what, []).append(row.pk)
        return row


def _question(batch: Import, entry: ImportEntry, shelf: _Shelf) -> Question:
    draft = entry.draft
    texts = pictures.with_image_ids(
        {name: draft[name] for name in ("stem", "body", "feedback", "hints")}, shelf.pictures(draft["files"])
    )
    return Question(
        translation_key=uuid4(),
        locale=shelf.locale(draft["language"]),
        category=shelf.category(draft["category"]),
        owner=batch.owner,
        name=draft["name"],
        number=entry.number,
        stem=texts["stem"],
        feedback=texts["feedback"],
        body=[{"type": draft["kind"], "id": str(uuid4()), "value": texts["body"]}],
        hints=[{"type": "hint", "id": str(uuid4()), "value": hint} for hint in texts["hints"]],
    )
