"""Words that are missing, too long, said twice or not translated, and options that give the right answer away. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations

from ..definition.case import Case, Decision, Texts
from .finding import Finding, fault, warning

LENGTH_RATIO, LENGTH_DIFFERENCE = 1.5, 14
"""Ratio and difference of letters, above both of which the longer of two options is recognised by its length."""
MOST_WORDS = 120
"""Words of a card at most: it is read beside others while the clock runs."""
ALIKE = 0.9
"""Share of letters that two options have in common, from which on nobody tells them apart."""
FEWEST_LETTERS = 24
"""Letters from which on a text is judged as untranslated: names and numbers are the same in every language."""
_TAG = re.compile(r"<[^>]*>|&nbsp;")
_WORD = re.compile(r"[^\W\d_]{5,}")


def findings(case: Case, texts: Texts) -> Iterator[Finding]:
    if is_empty(texts.title):
        yield fault("no_title", "")
    if is_empty(texts.content_note):
        yield fault("no_content_note", "")
    yield from _missing(case, texts)
    pictured = [card.id for card in case.cards if card.picture]
    yield from (fault("no_alt", f"cards.{id}") for id in pictured if not texts.of("cards", id).get("alt"))
    heard = [card.id for card in case.cards if card.recording]
    yield from (
        fault("no_transcript", f"cards.{id}") for id in heard if is_empty(texts.of("cards", id).get("transcript"))
    )
    for decision in case.decisions:
        yield from _feedback(decision, texts)
    yield from giveaways(case, texts)
    yield from _long(case, texts)
    yield from _words(case, texts)


def _missing(case: Case, texts: Texts) -> Iterator[Finding]:
    """Yield names and texts that people read wherever the thing appears."""
    needed = [("seats", "name", [seat.id for seat in case.seats]), ("cards", "text", [card.id for card in case.cards])]
    needed += [
        ("decisions", "ask", [each.id for each in case.decisions]),
        ("forms", "title", [form.id for form in case.forms]),
    ]
    for part, word, ids in needed:
        yield from (
            fault("no_words", f"{part}.{id}", word=word) for id in ids if is_empty(texts.of(part, id).get(word))
        )


def _feedback(decision: Decision, texts: Texts) -> Iterator[Finding]:
    options = texts.of("decisions", decision.id).get("options", {})
    for option in decision.options:
        words = options.get(option.id, {})
        place = f"decisions.{decision.id}.{option.id}"
        if is_empty(words.get("text")):
            yield fault("no_words", place, word="text")
        if is_empty(words.get("feedback")):
            yield fault("no_feedback", place)


def is_empty(text: object) -> bool:
    """Return whether nothing is to be read: no text, or spaces and tags alone."""
    return not (isinstance(text, str) and _TAG.sub("", text).strip())


def giveaways(case: Case, texts: Texts) -> Iterator[Finding]:
    """Yield decisions whose best option is known by its length, or by words of the question that it alone repeats, and
    options that say the same.
    """
    for decision in case.decisions:
        words = texts.of("decisions", decision.id)
        said = {
            option.id: str(words.get("options", {}).get(option.id, {}).get("text", "")) for option in decision.options
        }
        best = [option.id for option in decision.options if option.marks == decision.most]
        place = f"decisions.{decision.id}"
        if decision.most and 0 < len(best) < len(said) and not any(map(is_empty, said.values())):
            right, wrong = [said[id] for id in best], [text for id, text in said.items() if id not in best]
            if _stands_out(min(map(len, right)), max(map(len, wrong))):
                yield warning("best_is_longest", place, option=best[0])
            if _stands_out(min(map(len, wrong)), max(map(len, right))):
                yield warning("best_is_shortest", place, option=best[0])
            if len(_repeated(words.get("ask"), right) - _repeated(words.get("ask"), wrong)) > 1:
                yield warning("best_repeats", place, option=best[0])
        for one, other in combinations(said, 2):
            if not is_empty(said[one]) and _are_alike(said[one], said[other]):
                yield warning("alike", f"{place}.{other}")


def _stands_out(longer: int, others: int) -> bool:
    return longer > LENGTH_RATIO * others and longer - others > LENGTH_DIFFERENCE


def _repeated(ask: object, options: Iterable[str]) -> set[str]:
    """Return the words of the question that stand in one of `options`."""
    asked = set(_WORD.findall(str(ask).casefold()))
    return {word for text in options for word in _WORD.findall(text.casefold())} & asked


def _are_alike(one: str, other: str) -> bool:
    first, second = (" ".join(text.casefold().split()).strip(" .“”«»") for text in (one, other))
    return SequenceMatcher(None, first, second).ratio() > ALIKE


def _long(case: Case, texts: Texts) -> Iterator[Finding]:
    """Yield cards that are too long, and cards that say what another says."""
    seen: dict[str, str] = {}
    for card in case.cards:
        text = str(texts.of("cards", card.id).get("text", ""))
        if (number := len(_TAG.sub(" ", text).split())) > MOST_WORDS:
            yield warning("card_long", f"cards.{card.id}", words=number, most=MOST_WORDS)
        if not is_empty(text) and seen.setdefault(" ".join(text.casefold().split()), card.id) != card.id:
            yield warning("card_again", f"cards.{card.id}")


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
        said = dict(_said(texts.parts))
        for place, text in _said(by_language[first].parts):
            if said.get(place) == text and sum(map(str.isalpha, text)) >= FEWEST_LETTERS:
                yield warning("untranslated", place, language=language)
        for finding in findings(case, texts):
            yield replace(finding, values={**finding.values, "language": language})


def differences(texts: Texts, other: Texts) -> list[str]:
    """Return places that have words in one language and not in the other."""
    return sorted({place for place, _ in _places(texts.parts)} ^ {place for place, _ in _places(other.parts)})


def _said(parts: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    yield from ((place, value) for place, value in _places(parts) if isinstance(value, str))


def _places(words: Mapping[str, object], place: str = "") -> Iterator[tuple[str, object]]:
    for name, value in words.items():
        at = place if name in ("options", "fields") else f"{place}.{name}".lstrip(".")
        if isinstance(value, Mapping):
            yield from _places(value, at)
        elif value:
            yield at, value
