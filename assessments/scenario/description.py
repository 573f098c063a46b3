"""Text of a scenario, passage by passage, for the decision on its release."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from assessments.casework import AnyOf, Case, Clause, Decision, Option, Texts, read_case, read_texts
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
    for fact in case.facts:
        name = texts.of("facts", fact.id).get("label", "")
        yield Passage(f"{fact.id}:counter", _("Counter"), f"{name}: {fact.start}")
    for card in case.cards:
        words = texts.of("cards", card.id)
        heading = words.get("title", "")
        yield Passage(f"{card.id}:text", _("Scene"), words.get("text", ""), heading)
        decision = next((each for each in case.decisions if each.id == card.id), None)
        if decision is not None:
            yield from _choices(case, decision, texts, heading)


def _choices(case: Case, decision: Decision, texts: Texts, heading: str) -> Iterator[Passage]:
    words: Any = texts.of("decisions", decision.id)
    yield Passage(f"{decision.id}:ask", _("Question"), words.get("ask", ""), heading)
    for option in decision.options:
        told = words.get("options", {}).get(option.id, {})
        worth = _("Marks: %(marks)s") % {"marks": f"{option.marks:g}"}
        worth = f"{worth} · {_('critical mistake')}" if option.never else worth
        clauses = [each for each in option.when if isinstance(each, Clause)]
        worth += "".join(f"\n{_('Offered if')} {_asked(each, texts)}" for each in clauses)
        text = "\n".join(
            [told.get("text", ""), told.get("feedback", ""), worth, *_follows(case, texts, decision, option)]
        )
        yield Passage(f"{decision.id}:{option.id}", _("Choice"), text, heading)


def _follows(case: Case, texts: Texts, decision: Decision, option: Option) -> Iterator[str]:
    """Yield what a choice adds to counters, and where it leads under which conditions."""
    for effect in option.then:
        yield f"{texts.of('facts', effect.fact).get('label', '')} {effect.value:+}"
    after = Clause(f"i:{decision.id}.{option.id}", "=", True)
    for inject in case.injects:
        if after in inject.when:
            clauses = [each for each in inject.when if isinstance(each, Clause) and not each.fact.startswith("i:")]
            asked = " · ".join(_asked(each, texts) for each in clauses)
            yield f"{asked or _('Otherwise')} → {_goal(case, texts, inject.id)}"


def _asked(clause: Clause, texts: Texts) -> str:
    signs = {"=": "=", "!=": "≠", ">=": "≥", "<=": "≤"}
    kind, _colon, scene = clause.fact.partition(":")
    if kind == "d" and scene:
        words: Any = texts.of("decisions", scene)
        chosen = words.get("options", {}).get(clause.value, {}).get("text", "")
        return f"{texts.of('cards', scene).get('title', '')} {signs[clause.op]} {chosen}"
    return f"{texts.of('facts', clause.fact).get('label', '')} {signs[clause.op]} {clause.value}"


def _goal(case: Case, texts: Texts, turn: str) -> str:
    """Return the title of the scene to which a way on leads."""
    way = Clause(f"i:{turn}", "=", True)
    scenes = (
        each.card for each in case.injects for part in each.when if isinstance(part, AnyOf) and way in part.clauses
    )
    return next((str(texts.of("cards", id).get("title", "")) for id in scenes), _("The scenario ends here"))
