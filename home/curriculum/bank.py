"""Provisions and questions: rows that pages use, made or brought up to date from the files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from assessments.questions.bank.bulk_writing import insert_questions
from assessments.questions.bank.services import archive
from assessments.questions.bank.signals import bank_changed
from assessments.questions.bank.usage import uses
from assessments.questions.models import Category, Objective, Question
from courses.models import Provision
from courses.publishing.translation_versions import note_new_translations

from . import blocks
from .files import SOURCE, named, reference
from .schema import BadFile
from .shapes import QuestionText
from .writing import Ledger, locale_of, set_fields

_LAW = ("jurisdiction", "country", "instrument", "provision", "numbering_edition", "source")


def put_provisions(entries: Mapping[str, Mapping[str, object]], ledger: Ledger) -> dict[str, int]:
    """Return the row of each provision by its key. One that a lawyer has checked is left as it was checked."""
    rows = {row.key: row for row in Provision.objects.filter(key__in=list(entries))}
    new: list[Provision] = []
    for key, entry in entries.items():
        fields = {name: entry.get(name, "") for name in _LAW} | {"valid_from": entry.get("valid_from")}
        fields |= {name: entry[name] for name in ("valid_to",) if name in entry}
        row = rows.setdefault(key, Provision(key=key))
        differs = any(getattr(row, name) != value for name, value in fields.items())
        if row.pk is None:
            set_fields(row, fields)
            row.full_clean(validate_unique=False)
            new.append(row)
            ledger.written.append(str(row))
        elif differs and row.checked_on is None:
            set_fields(row, fields)
            row.full_clean()
            row.save()
            ledger.written.append(str(row))
        elif differs:
            ledger.left.append(str(row))
    Provision.objects.bulk_create(new)
    return {key: row.pk for key, row in rows.items()}


@dataclass(frozen=True)
class Shelf:
    """Place of questions in the bank: their category, the rows of the objectives that their numbers mean, and the tags
    that new ones get.
    """

    category: Category
    objectives: Sequence[int]
    tags: Sequence[str]
    more_tags: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Further tags by the key of a question."""


def put_questions(
    questions: Sequence[QuestionText], shelf: Shelf, language: str, ledger: Ledger, *, now: datetime
) -> list[Question]:
    """Return the questions in one language, in order. New ones are written at once, changed ones one by one."""
    locale, keys = locale_of(language), [named("question", question["key"]) for question in questions]
    known = Question.objects.filter(translation_key__in=keys, locale=locale).select_related("latest_revision")
    rows = {row.translation_key: row for row in known}
    new: dict[UUID, Question] = {}
    tags = []
    for key, question in zip(keys, questions, strict=True):
        fields, row = _fields(question, shelf), rows.get(key)
        if row is None:
            new[key] = _new(Question(translation_key=key, locale=locale, category=shelf.category), fields)
            tags.append([*shelf.tags, *shelf.more_tags.get(question["key"], ())])
        elif ledger.changes(row, fields):
            set_fields(row, fields)
            row.full_clean()
            row.save()
            row.save_revision().publish()
            ledger.written.append(str(row))
    _insert(list(new.values()), tags, language, shelf.category, now=now)
    ledger.written.extend(map(str, new.values()))
    return [rows.get(key) or new[key] for key in keys]


def _insert(new: list[Question], tags: list[list[str]], language: str, category: Category, *, now: datetime) -> None:
    if not new:
        return
    insert_questions(new, tags=tags, live=True, by=None, now=now, data={})
    bank_changed.send(Question, paths={category.path}, why=f"Questions loaded: {category}")
    if language != SOURCE:
        note_new_translations(new)


def _new(row: Question, fields: Mapping[str, object]) -> Question:
    """Return a question that was not here before, checked as the editor's form would."""
    set_fields(row, fields)
    rows_that_are_there = {"category", "locale", "objective", "owner"}
    row.full_clean(exclude=rows_that_are_there, validate_unique=False, validate_constraints=False)
    return row


def retire(keys: Sequence[str], ledger: Ledger) -> None:
    """Archive what the files no longer ask, in every language: it is not drawn any more, and attempts that have it keep
    it.

    A question that a quiz of this site names is left: without it that quiz could not be released.
    """
    known = Question.objects.filter(translation_key__in=[named("question", key) for key in keys], archived=False)
    rows = list(known.select_related("latest_revision"))
    places = uses.of(rows)
    asked = [row for row in rows if any(use.named for use in places[row.translation_key])]
    going = [row for row in rows if row not in asked and ledger.changes(row, {"archived": True})]
    archive(questions=going, by=None)
    ledger.written.extend(map(str, going))
    ledger.left.extend(map(str, asked))


def put_objectives(names: Sequence[str]) -> list[int]:
    """Return the row of each learning objective, by the course's sentence."""
    known = dict(Objective.objects.filter(name__in=names).order_by("-pk").values_list("name", "pk"))
    return [known.get(name) or known.setdefault(name, Objective.objects.create(name=name).pk) for name in names]


def put_category(*names: str) -> Category:
    """Return the category that these names lead to from the top."""
    category: Category | None = None
    for name in names:
        category = Category.objects.get_or_create(name=name, parent=category)[0]
    if category is None:
        raise ValueError("A category has a name.")
    return category


def _fields(question: QuestionText, shelf: Shelf) -> dict[str, Any]:
    return {
        "stem": blocks.paragraph(question["stem"]),
        "feedback": blocks.paragraph(question.get("feedback", "")),
        "difficulty": question["difficulty"],
        "body": blocks.question_body(question),
        "hints": blocks.hints(question),
        "objective_id": shelf.objectives[question["objective"] - 1],
        "step": reference(question["step"]) if "step" in question else "",
    }


def questions_in(keys: Sequence[str], language: str) -> list[Question]:
    """Return the questions with these keys, in order, in `language` or else in the source language. Raises `BadFile`
    for one that is not loaded.
    """
    names = {named("question", key): key for key in keys}
    rows = Question.objects.filter(translation_key__in=names, locale__language_code__in=[language, SOURCE])
    by_key = {row.translation_key: row for row in rows.order_by("pk").select_related("locale")}
    by_key |= {row.translation_key: row for row in rows if row.locale.language_code == language}
    if missing := [key for name, key in names.items() if name not in by_key]:
        raise BadFile(f"Questions that are to be asked are not there: {', '.join(missing)}. Load their course first.")
    return [by_key[name] for name in names]
