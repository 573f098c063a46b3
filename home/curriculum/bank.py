"""Provisions and questions: rows that pages use, made or brought up to date from the files."""

from collections.abc import Mapping
from typing import Any

from wagtail.models import Locale

from courses.models import Provision

from . import blocks
from .files import named
from .ledger import Ledger, set_fields

_LAW = ("jurisdiction", "country", "instrument", "provision", "numbering_edition", "source")


def put_provisions(entries: Mapping[str, Mapping[str, Any]], ledger: Ledger) -> dict[str, int]:
    """The row of each provision by its key. One that a lawyer has checked is left as it was checked."""
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


def put_questions(course: Mapping[str, Any], *, category: Any, locale: Locale, ledger: Ledger) -> None:
    """The questions of the course's quiz in one language."""
    from assessments.questions.models import Question

    keys = {question["key"]: named("question", question["key"]) for question in course["quiz"]["questions"]}
    known = Question.objects.filter(translation_key__in=keys.values(), locale=locale).select_related("latest_revision")
    rows = {row.translation_key: row for row in known}
    for question in course["quiz"]["questions"]:
        key = keys[question["key"]]
        fields = {name: blocks.paragraph(question[name]) for name in ("stem", "feedback")}
        fields |= {"difficulty": question["difficulty"], "body": blocks.question_body(question)}
        row = rows.get(key) or _new(Question(translation_key=key, locale=locale, category=category), course)
        if row.pk is not None and not ledger.changes(row, fields):
            continue
        set_fields(row, fields)
        row.full_clean()
        row.save()
        row.save_revision()
        ledger.written.append(str(row))


def _new(question: Any, course: Mapping[str, Any]) -> Any:
    """A question that was not here before, tagged with what its course is about."""
    question.tags.add(course["key"].partition("-")[0])
    return question
