"""Rules about questions and their options: nothing but knowledge tells the right one. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from math import sqrt

from . import limits
from .editions import CHECK, QUIZ, Asked, Edition, Finding, Place, plain, sentences


def longest(edition: Edition) -> Iterator[Finding]:
    """Find a right option that is longer than all others too often, among the checks or in the whole course."""
    yield from _too_often(edition, "longest", lambda right, others: right > max(others))


def shortest(edition: Edition) -> Iterator[Finding]:
    """Find a right option that is shorter than all others too often."""
    yield from _too_often(edition, "shortest", lambda right, others: right < min(others))


def _too_often(edition: Edition, rule: str, is_end: Callable[[int, list[int]], bool]) -> Iterator[Finding]:
    for groups in ((CHECK,), (CHECK, QUIZ)):
        asked = [one for one in edition.asked(*groups) if one.one_right]
        there = [one for one in asked if is_end(one.lengths[one.right], _others(one))]
        if len(asked) >= limits.ENOUGH_TO_JUDGE and len(there) > limits.ENDS_AT_MOST * len(asked):
            values = {"number": len(there), "all": len(asked), "limit": round(100 * limits.ENDS_AT_MOST)}
            yield Finding(rule, edition.here, values, tuple(one.place for one in there))
            return


def _others(one: Asked) -> list[int]:
    return one.lengths[: one.right] + one.lengths[one.right + 1 :]


def stands_out(edition: Edition) -> Iterator[Finding]:
    """Find a right option that is half as long again as every other one, or that much shorter."""
    for one in edition.asked(CHECK, QUIZ):
        right, others = (one.lengths[one.right], _others(one)) if one.one_right else (0, [0])
        least, most = min(right, *others), max(right, *others)
        apart = right > limits.LENGTH_RATIO * max(others) or limits.LENGTH_RATIO * right < min(others)
        if apart and most - least > limits.LENGTH_DIFFERENCE:
            yield Finding("stands_out", one.place, {"right": right, "others": round(sum(others) / len(others))})


def position(edition: Edition) -> Iterator[Finding]:
    """Find the right option at one place too often where options keep their order: two standard deviations above the
    mean.
    """
    asked = [one for one in edition.asked() if one.one_right and not one.shuffled]
    places = Counter(one.right for one in asked)
    for place, number in sorted(places.items()):
        chances = [1 / len(one.options) if place < len(one.options) else 0 for one in asked]
        mean, variance = sum(chances), sum(chance * (1 - chance) for chance in chances)
        if len(asked) >= limits.ENOUGH_TO_JUDGE and number > mean + 2 * sqrt(variance):
            also = tuple(one.place for one in asked if one.right == place)
            yield Finding("position", edition.here, {"place": place + 1, "number": number, "all": len(asked)}, also)


def filler(edition: Edition) -> Iterator[Finding]:
    """Find options such as “all of the above”, which say nothing of the case."""
    for one in edition.asked():
        for option in one.options:
            text = plain(option["text"]).strip(" .«»“”")
            if limits.found(limits.FILLERS, edition.language, text):
                yield Finding("filler", one.place, {"option": text})


def repeated_option(edition: Edition) -> Iterator[Finding]:
    """Find an option that stands in several questions of the bank and is always wrong."""
    uses: dict[str, list[tuple[Place, bool]]] = defaultdict(list)
    for one in edition.asked(QUIZ):
        for option in one.options:
            uses[plain(option["text"]).strip(" .«»“”").casefold()].append((one.place, bool(option.get("right"))))
    for text, found in uses.items():
        if len(found) >= limits.REPEATED_OPTION and not any(right for _place, right in found):
            places = [place for place, _right in found]
            yield Finding("repeated_option", places[0], {"option": text, "number": len(found)}, tuple(places[1:]))


def negative(edition: Edition) -> Iterator[Finding]:
    """Find questions that ask for what does not hold."""
    for one in edition.asked(CHECK, QUIZ):
        asking = (sentences(plain(one.stem)) or [""])[-1].strip()
        if word := limits.found(limits.NEGATIVE, edition.language, asking):
            yield Finding("negative", one.place, {"words": word})


def absolute(edition: Edition) -> Iterator[Finding]:
    """Find absolute words, and reasons, that stand much more often in right or in wrong options."""
    options = [option for one in edition.asked(CHECK, QUIZ) if one.one_right for option in one.options]
    right = [plain(option["text"]) for option in options if option.get("right")]
    wrong = [plain(option["text"]) for option in options if not option.get("right")]
    for word in limits.ABSOLUTE.get(edition.language, ()):
        pattern = re.compile(rf"\b{word}\b", re.IGNORECASE)
        uses = [sum(bool(pattern.search(text)) for text in texts) for texts in (right, wrong)]
        if sum(uses) < limits.WORD_TIMES:
            continue
        if abs(uses[0] / len(right) - uses[1] / len(wrong)) > limits.WORD_DIFFERENCE:
            yield Finding("absolute", edition.here, {"word": word, "right": uses[0], "wrong": uses[1]})


def guessable(edition: Edition) -> Iterator[Finding]:
    """Find questions of a quiz that certifies with fewer than three options."""
    for one in edition.asked(QUIZ):
        if 0 < len(one.options) < limits.FEWEST_OPTIONS:
            yield Finding("guessable", one.place, {"number": len(one.options)})


RULES = (longest, shortest, stands_out, position, filler, repeated_option, negative, absolute, guessable)
