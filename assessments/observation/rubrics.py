"""Criteria that are taken over from the rubric of a question. The bank is asked where it is installed, not imported."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.apps import apps

from lms.people.directory.models import User

from .blocks import MOST_CRITERIA
from .models import ChecklistPage

MOST = 100


class TooMany(ValueError):
    """The page would have more criteria than one has."""


def rubrics_for(page: ChecklistPage, viewer: User) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Return questions in the language of `page` that `viewer` may read and that have a rubric, each with its criteria.
    One statement; nothing where there is no bank.
    """
    if not apps.is_installed("assessments.questions"):
        return []
    questions = apps.get_model("questions", "Question").objects
    rows = questions.visible_to(viewer).usable().filter(kind="freetext", locale=page.locale_id)
    found = [(row, _criteria(row.stored_body)) for row in rows.order_by("category__path", "pk")[:MOST]]
    return [(row, criteria) for row, criteria in found if criteria]


def take_over(page: ChecklistPage, criteria: Sequence[Mapping[str, object]], *, by: User) -> ChecklistPage:
    """Return a new draft of `page` with `criteria` after its own. Raises `TooMany`."""
    draft: ChecklistPage = page.get_latest_revision_as_object()
    own = ChecklistPage._meta.get_field("criteria").get_prep_value(draft.criteria)
    if len(own) + len(criteria) > MOST_CRITERIA:
        raise TooMany
    draft.criteria = [*own, *map(_stored, criteria)]  # type: ignore[assignment]  # as any StreamField takes it
    draft.save_revision(user=by)
    return draft


def _criteria(body: Mapping[str, Any] | None) -> list[dict[str, object]]:
    """Return the criteria of a question as it is stored: text, and levels with points."""
    rubric = body["value"].get("rubric") if body else None
    return [
        {
            "text": one["value"]["text"],
            "levels": [
                {"text": level["value"]["text"], "points": level["value"]["points"]} for level in one["value"]["levels"]
            ],
        }
        for one in rubric or []
    ]


def _stored(criterion: Mapping[str, Any]) -> dict[str, object]:
    levels = [{"type": "item", "id": str(uuid4()), "value": dict(level)} for level in criterion["levels"]]
    value = {"text": criterion["text"], "help": "", "must": False, "levels": levels}
    return {"type": "criterion", "id": str(uuid4()), "value": value}
