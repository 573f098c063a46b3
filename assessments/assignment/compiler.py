"""Compiler of a hand-in's page to its frozen definition: that of a quiz with one question, and limits of files."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from assessments.quiz.sitting.rules import Rules
from lms.foundation.plugins.activity import Compiled, NotReady

from .checking.file_kinds import FAMILIES
from .question import Work

if TYPE_CHECKING:
    from wagtail.models import Page

WORK = "work"
"""The one question of an attempt."""


def compile_hand_in(page: "Page") -> Compiled:
    """Return the content of the page. Raises `NotReady`."""
    if not page.text and not page.files:
        raise NotReady(_("Allow a text or files, or nobody can hand in anything."))
    work, rubric = Work(), rubric_of(page)
    body: Any = {"words_min": None, "words_max": None, "lines": 12, "model": "", "rubric": rubric}
    if problems := work.problems(body):
        raise NotReady(problems[0])
    parts = work.split(body)
    question = {
        "kind": work.slug,
        "language": "",
        "stem": linebreaks(page.introduction, autoescape=True),
        "shown": {**parts.shown, "text": page.text},
        "key": parts.key,
        "reveal": parts.reveal,
        "feedback": "",
        "hints": [],
    }
    closes_at = page.due_at + timedelta(days=page.late_days) if page.due_at else None
    rules = {"grading": "last", "markers": page.markers, "blind": page.blind}
    definition = {
        "introduction": page.introduction,
        "pass_mark": page.pass_mark / 100,
        "attempts": 1,
        "shuffle": False,
        **Rules.frozen(rules | {"closes_at": closes_at.isoformat() if closes_at else ""}),
        "sections": [
            {"heading": "", "introduction": "", "draws": [{"number": 1, "questions": [WORK], "mark": 1.0}]},
        ],
        "questions": {WORK: question},
        "limits": {
            "files": page.files,
            "megabytes": page.megabytes,
            "families": [family for family in FAMILIES if getattr(page, family)],
            "due_at": page.due_at.isoformat() if page.due_at else "",
            "penalty": page.late_penalty / 100,
            "groups": page.in_groups,
        },
    }
    return Compiled(title=page.title, definition=definition)


def rubric_of(page: "Page") -> list[dict[str, object]]:
    """Return the criteria of the page as plain values."""
    return [
        {
            "id": block.id,
            "text": block.value["text"],
            "levels": [
                {"id": level.id, "text": level.value["text"], "points": level.value["points"]}
                for level in block.value["levels"].bound_blocks
            ],
        }
        for block in page.rubric
    ]
