"""Compiler of a quiz page: its sections with their draws, its settings, and the questions."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import Compiled, NotReady

from ..sitting.rules import Rules
from .bank import compiled_questions
from .selection import Stratum, shortages, strata

if TYPE_CHECKING:
    from wagtail.models import Page

SETTINGS = (
    "behaviour",
    "tries",
    "navigation",
    "per_page",
    "grading",
    "grace_seconds",
    "delay_minutes",
    "ticket",
    "markers",
    "blind",
    "review",
)


def compile_quiz(page: "Page", *, language: str) -> Compiled:
    """Return the content of the quiz in `language`. Raises `NotReady`."""
    drawn = strata(page)
    for problem in shortages(page, drawn):
        raise NotReady(problem)
    keys = {key for stratum in drawn for key in stratum.questions}
    if not keys:
        raise NotReady(_("“%(title)s” has no question yet.") % {"title": page.title})
    taken = compiled_questions(page, keys, language=language)
    definition = {
        "introduction": page.introduction,
        "pass_mark": page.pass_mark / 100,
        "attempts": page.attempts,
        "shuffle": page.shuffle,
        **_settings(page),
        "sections": _sections(page, drawn),
        "questions": taken.questions,
    }
    return Compiled(title=page.title, definition=definition, media=tuple(sorted(taken.media)), older=taken.older)


def _settings(page: "Page") -> dict[str, object]:
    """Return the settings that are not those of a plain quiz, so that a quiz that uses none stays the content that it
    was.
    """
    chosen = {name: getattr(page, name) for name in SETTINGS} | {
        "penalty": Rules().penalty if page.penalty == 33 else page.penalty / 100,  # a third, as the form says it
        "minutes": page.limit_minutes,
        "opens_at": _moment(page.opens_at),
        "closes_at": _moment(page.closes_at),
    }
    return Rules.frozen(chosen)


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _sections(page: "Page", drawn: list[Stratum]) -> list[dict[str, object]]:
    """Return the sections that have draws, in order; a draw of a section that has no row comes without a heading."""
    source = page.asking
    heads = list((page if page.sections.exists() else source).sections.order_by("sort_order", "pk"))
    sections = []
    for number in sorted({stratum.draw.section for stratum in drawn}):
        head = heads[number - 1] if number <= len(heads) else None
        sections.append(
            {
                "heading": head.heading if head else "",
                "introduction": head.introduction if head else "",
                "draws": [stratum.pool for stratum in drawn if stratum.draw.section == number],
            }
        )
    return sections
