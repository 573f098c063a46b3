"""Text of a scenario, passage by passage, for the decision on its release."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from assessments.casework import read_case, read_texts
from lms.foundation.plugins.activity import Compiled
from lms.foundation.plugins.passages import Passage


def passages_of(content: Compiled) -> list[Passage]:
    return list(_passages(content))


def _passages(content: Compiled) -> Iterator[Passage]:
    said, texts = content.definition, read_texts(content.definition["texts"])
    yield Passage("title", _("Title"), content.title)
    yield Passage("note", _("Content note"), texts.content_note)
    yield Passage("introduction", _("Introduction"), said["introduction"])
    yield Passage("wellbeing", _("Well-being line"), said["wellbeing"])
    case = read_case(said["case"])
    for card in case.cards:
        words = texts.of("cards", card.id)
        heading = words.get("title", "")
        yield Passage(f"{card.id}:text", _("Scene"), words.get("text", ""), heading)
        decision = next((each for each in case.decisions if each.id == card.id), None)
        if decision is not None:
            yield from _choices(decision, texts.of("decisions", card.id), heading)


def _choices(decision: Any, words: Any, heading: str) -> Iterator[Passage]:
    yield Passage(f"{decision.id}:ask", _("Question"), words.get("ask", ""), heading)
    for option in decision.options:
        told = words.get("options", {}).get(option.id, {})
        worth = _("Marks: %(marks)s") % {"marks": f"{option.marks:g}"}
        worth = f"{worth} · {_('critical mistake')}" if option.never else worth
        text = "\n".join([told.get("text", ""), told.get("feedback", ""), worth])
        yield Passage(f"{decision.id}:{option.id}", _("Choice"), text, heading)
