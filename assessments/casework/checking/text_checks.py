"""Words that are missing, and options that give the right answer away. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..definition.case import Case, Decision, Texts
from .finding import Finding, fault, warning

TOO_LONG = 1.6
"""How much longer than the longest other option the best one may be."""


def findings(case: Case, texts: Texts) -> Iterator[Finding]:
    if not texts.title:
        yield fault("no_title", "")
    if not texts.content_note:
        yield fault("no_content_note", "")
    yield from _missing(case, texts)
    pictured = [card.id for card in case.cards if card.picture]
    yield from (fault("no_alt", f"cards.{id}") for id in pictured if not texts.of("cards", id).get("alt"))
    for decision in case.decisions:
        yield from _feedback(decision, texts)
    yield from giveaways(case, texts)
    yield from _words(case, texts)


def _missing(case: Case, texts: Texts) -> Iterator[Finding]:
    """Yield names and texts that people read wherever the thing appears."""
    needed = [("seats", "name", [seat.id for seat in case.seats]), ("cards", "text", [card.id for card in case.cards])]
    needed += [
        ("decisions", "ask", [each.id for each in case.decisions]),
        ("forms", "title", [form.id for form in case.forms]),
    ]
    for part, word, ids in needed:
        yield from (fault("no_words", f"{part}.{id}", word=word) for id in ids if not texts.of(part, id).get(word))


def _feedback(decision: Decision, texts: Texts) -> Iterator[Finding]:
    options = texts.of("decisions", decision.id).get("options", {})
    for option in decision.options:
        words = options.get(option.id, {})
        place = f"decisions.{decision.id}.{option.id}"
        if not words.get("text"):
            yield fault("no_words", place, word="text")
        if not words.get("feedback"):
            yield fault("no_feedback", place)


def giveaways(case: Case, texts: Texts) -> Iterator[Finding]:
    """Yield decisions whose best option is much longer than the others, so that nobody has to think."""
    for decision in case.decisions:
        options = texts.of("decisions", decision.id).get("options", {})
        lengths = {option.id: len(options.get(option.id, {}).get("text", "")) for option in decision.options}
        best = [option.id for option in decision.options if option.marks == decision.most]
        others = [length for id, length in lengths.items() if id not in best]
        if decision.most and others and max(lengths[id] for id in best) > TOO_LONG * max(others):
            yield warning("best_is_longest", f"decisions.{decision.id}", option=best[0])


def _words(case: Case, texts: Texts) -> Iterator[Finding]:
    for form in case.forms:
        fields = texts.of("forms", form.id).get("fields", {})
        for field in form.fields:
            if field.key is not None and field.key.kind == "words" and not fields.get(field.id, {}).get("words"):
                yield fault("no_key_words", f"forms.{form.id}.{field.id}")


def translated(case: Case, by_language: Mapping[str, Texts]) -> Iterator[Finding]:
    """Yield the findings in the other languages: words that one has and the first has not, or the other way round."""
    first, *others = by_language
    for language in others:
        texts = by_language[language]
        for place in differences(by_language[first], texts):
            yield fault("differs", place, language=language)
        for finding in findings(case, texts):
            yield replace(finding, values={**finding.values, "language": language})


def differences(texts: Texts, other: Texts) -> list[str]:
    """Return places that have words in one language and not in the other."""
    return sorted(set(_places(texts.parts)) ^ set(_places(other.parts)))


def _places(words: Mapping[str, object], place: str = "") -> Iterator[str]:
    for name, value in words.items():
        at = place if name in ("options", "fields") else f"{place}.{name}".lstrip(".")
        if isinstance(value, Mapping):
            yield from _places(value, at)
        elif value:
            yield at
