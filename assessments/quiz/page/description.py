"""Plain text of a quiz for the decision on a release: its settings, and each question with key, feedback and marks."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.questions.bank.description import Wording
from assessments.questions.models import Question
from lms.foundation.interface.words import shortened
from lms.foundation.plugins.activity import Compiled
from lms.foundation.plugins.passages import Passage, lines_of

from ..sitting.rules import Rules
from ..sitting.type_versions import question_now
from .models import QuizPage
from .review import in_words

LONGEST_HEADING = 80
CHOSEN = (
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
)
"""Settings that are called as the field of the page."""
READING = ("view", "add", "change", "delete", "publish")
"""Whoever may do one of these with questions may read them."""


def passages_of(content: Compiled) -> list[Passage]:
    """Return all passages of the quiz that learners or those who mark could meet."""
    definition = content.definition
    passages = [
        Passage("title", _("Title"), content.title),
        Passage("introduction", _("Introduction"), definition["introduction"]),
        Passage("settings", _("Settings"), "\n".join(_settings(definition))),
        Passage("draws", _("Draws"), "\n".join(_draws(definition))),
    ]
    for key, question in definition["questions"].items():
        passages += _of_question(key, question_now(question))
    return passages


def readable(keys: Collection[str], viewer: Any) -> set[str]:
    """Return the translation keys among `keys` of questions that `viewer` may read, key and feedback included. One
    query.

    A question that was deleted has no owner any more, so nobody is shown what it said.
    """
    if not any(viewer.has_perm(f"questions.{action}_question") for action in READING):
        return set()
    visible = Question.objects.visible_to(viewer).filter(translation_key__in=list(map(UUID, keys)))
    return {str(key) for key in visible.values_list("translation_key", flat=True)}


def _settings(definition: Mapping[str, Any]) -> Iterator[str]:
    rules, field = Rules.of(definition), QuizPage._meta.get_field
    values = {name: getattr(rules, name) for name in CHOSEN}
    values |= {"pass_mark": round(definition["pass_mark"] * 100), "penalty": round(rules.penalty * 100)}
    values |= {name: definition[name] for name in ("attempts", "shuffle")}
    values |= {"limit_minutes": rules.minutes, "opens_at": rules.opens_at or None, "closes_at": rules.closes_at or None}
    for name, value in values.items():
        label = dict(getattr(field(name), "flatchoices", ())).get(value, value)
        yield f"{field(name).verbose_name}: {_in_words(label)}"
    yield from in_words(rules.review)


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value is None else str(value)


def _draws(definition: Mapping[str, Any]) -> Iterator[str]:
    for section in definition["sections"]:
        yield from filter(None, (section["heading"], *section["introduction"].splitlines()))
        for draw in section["draws"]:
            number = len(draw["questions"])
            sentence = _("%(count)s of %(all)s questions, marks for each: %(mark)s")
            yield sentence % {"count": draw["number"] or number, "all": number, "mark": f"{draw.get('mark', 1.0):g}"}


def _of_question(key: str, question: Mapping[str, Any]) -> Iterator[Passage]:
    words = Wording.of(question["kind"], question["shown"], question["key"])
    stem = words.text(question["stem"])
    heading = _("Question: %(question)s") % {"question": shortened(stem, LONGEST_HEADING)}
    parts = {
        "stem": (_("Question"), stem),
        "sounds": (_("Sounds"), words.told(question.get("sounds", []))),
        "shown": (_("Answers to choose from"), words.told(question["shown"])),
        "key": (_("Right answer"), words.told(question["key"])),
        "reveal": (_("Feedback on single answers"), words.told(question["reveal"])),
        "feedback": (_("Feedback"), lines_of(question["feedback"])),
        "hints": (_("Hints"), "\n".join(map(lines_of, question.get("hints", [])))),
    }
    for name, (label, text) in parts.items():
        yield Passage(f"{key}/{name}", label, text, heading, subject=key, language=question.get("language", ""))
