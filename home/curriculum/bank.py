"""Provisions and questions: rows that pages use, made or brought up to date from the files."""

from collections.abc import Mapping, Sequence
from typing import Any

from wagtail.models import Locale

from courses.models import Provision

from . import blocks
from .file_shapes import QuestionText
from .files import BadFile, named
from .ledger import Ledger, set_fields

_LAW = ("jurisdiction", "country", "instrument", "provision", "numbering_edition", "source")


def put_provisions(entries: Mapping[str, Mapping[str, object]], ledger: Ledger) -> dict[str, int]:
    """Return the row of each provision by its key. One that a lawyer has checked is left as it was checked."""
    rows = {row.key: row for row in Provision.objects.filter(key__in=list(entries))}
    for key, entry in entries.items():
        fields = {name: entry.get(name, "") for name in _LAW} | {"valid_from": entry.get("valid_from")}
        row = rows.setdefault(key, Provision(key=key))
        differs = any(getattr(row, name) != value for name, value in fields.items())
        if row.pk is None or (differs and row.checked_on is None):
            set_fields(row, fields)
            row.full_clean()
            row.save()
            ledger.written.append(str(row))
        elif differs:
            ledger.left.append(str(row))
    return {key: row.pk for key, row in rows.items()}


def put_questions(
    questions: Sequence[QuestionText],
    *,
    category: object,
    locale: Locale,
    objectives: Sequence[int],
    tags: Sequence[str],
    ledger: Ledger,
) -> list[object]:
    """Return the questions in one language, in order.

    `objectives` are the rows of the course's objectives; `tags` go on what is new.
    """
    from assessments.questions.models import Question

    keys = {question["key"]: named("question", question["key"]) for question in questions}
    known = Question.objects.filter(translation_key__in=keys.values(), locale=locale).select_related("latest_revision")
    rows = {row.translation_key: row for row in known}
    for question in questions:
        key = keys[question["key"]]
        row = rows.get(key) or _new(Question(translation_key=key, locale=locale, category=category, live=False), tags)
        rows[key] = row
        fields = _fields(question, objectives)
        if row.pk is not None and not ledger.changes(row, fields):
            continue
        set_fields(row, fields)
        row.full_clean()
        row.save()
        row.save_revision().publish()
        ledger.written.append(str(row))
    return [rows[key] for key in keys.values()]


def retire(keys: Sequence[str], ledger: Ledger) -> None:
    """Archive what the files no longer ask, in every language: it is not drawn any more, and attempts that have it keep
    it.

    A question that a quiz of this site names is left: without it that quiz could not be released.
    """
    from assessments.questions.bank.services import archive
    from assessments.questions.bank.usage import uses
    from assessments.questions.models import Question

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
    from assessments.questions.models import Objective

    return [Objective.objects.get_or_create(name=name)[0].pk for name in names]


def _fields(question: QuestionText, objectives: Sequence[int]) -> dict[str, object]:
    fields: dict[str, object] = {
        "stem": blocks.paragraph(question["stem"]),
        "feedback": blocks.paragraph(question["feedback"]),
        "difficulty": question["difficulty"],
        "body": blocks.question_body(question),
        "hints": blocks.hints(question),
    }
    if not 1 <= question["objective"] <= len(objectives):
        raise BadFile(f"The question “{question['key']}”: the course has no objective {question['objective']}.")
    return fields | {"objective_id": objectives[question["objective"] - 1]}


def _new(question: Any, tags: Sequence[str]) -> Any:
    """Return a question that was not here before, tagged with what it is about."""
    question.tags.add(*tags)
    return question


def published(keys: Sequence[str], *, language: str) -> list[object]:
    """Return the questions with these translation keys that learners get in `language`, oldest first."""
    from assessments.questions.models import Question

    return list(
        Question.objects.usable().filter(translation_key__in=keys, locale__language_code=language).order_by("pk")
    )
