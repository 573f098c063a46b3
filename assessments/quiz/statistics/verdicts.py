"""Which questions to mend, and why. Pure.

A facility index of 95 and more is extremely easy, one of 5 and less extremely difficult or the sign of a mistake in the question: Moodle,
“Quiz report statistics” (docs.moodle.org/dev/Quiz_report_statistics), the table under “Facility index”. A question with a discriminative
efficiency under 15 is dubious: Moodle's report marks it itself (`quiz_statistics_table::is_dubious_question`). By how much a language has
to be apart, and how many have to choose an option, is our own choice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import sqrt
from typing import Any

from lms.plugins.question import IN_PART

FEWEST = 10
"""Figures of fewer attempts are not shown and not judged."""
EASY, HARD, DUBIOUS, APART = 95.0, 5.0, 15.0, 15.0
CHOOSERS = 3
"""So many have to choose an option before it is said who they are."""

Figures = Mapping[str, Any]
"""The figures of a quiz or a question, as `QuizFigures.as_json` gives them."""


class Reason(IntEnum):
    """Why a question should be looked at; the greater, the more urgent."""

    EASY = 1
    WEAK = 2
    HARD = 3
    TRANSLATION = 4
    AGAINST = 5
    KEY = 6


@dataclass(frozen=True)
class Verdict:
    reason: Reason
    option: str = ""
    language: str = ""


def verdicts(question: Figures, *, by_language: Mapping[str, Figures], wholes: Mapping[str, Figures]) -> list[Verdict]:
    """Why to mend a question, the most urgent first. `by_language` has its figures and `wholes` those of the quiz, by language."""
    if question["number_of_attempts"] < FEWEST:
        return []
    found = [Verdict(Reason.KEY, option=option) for option in attractive(question)]
    index, efficiency = question["discrimination_index"], question["discriminative_efficiency"]
    if index is not None and index < 0:
        found.append(Verdict(Reason.AGAINST))
    found += [Verdict(Reason.TRANSLATION, language=language) for language in apart(by_language, wholes)]
    difficulty = _difficulty(question)
    if difficulty:
        found.append(Verdict(difficulty))
    elif index is not None and index >= 0 and efficiency is not None and efficiency < DUBIOUS:
        found.append(Verdict(Reason.WEAK))
    return sorted(found, key=lambda verdict: -verdict.reason)


def attractive(question: Figures) -> list[str]:
    """The wrong options whose choosers earn more in the rest of the quiz, on average, than those who choose a right one of that part."""
    parts: dict[str, list[Figures]] = {}
    for one in question["options"]:
        if one["rest"] is not None:
            parts.setdefault(one["option"].partition(IN_PART)[0] if IN_PART in one["option"] else "", []).append(one)
    return [name for options in parts.values() for name in _attractive(options)]


def _attractive(options: Sequence[Figures]) -> list[str]:
    right = [one for one in options if one["earns"] > 0]
    number = sum(one["number"] for one in right)
    mean = sum(one["number"] * one["rest"] for one in right) / number if number else None
    return [one["option"] for one in options if one["earns"] <= 0 and one["number"] >= CHOOSERS and mean is not None and one["rest"] > mean]


def apart(by_language: Mapping[str, Figures], wholes: Mapping[str, Figures]) -> list[str]:
    """The languages in which the question is much harder than in the one with most attempts, given how each does in the whole quiz.

    Much is 15 per cent of the mark and more than twice the standard error of the difference.
    """
    enough = {name: one for name, one in by_language.items() if one["number_of_attempts"] >= FEWEST}
    if len(enough) < 2:
        return []
    most = max(enough, key=lambda name: enough[name]["number_of_attempts"])
    return [name for name in enough if name != most and _harder(enough[name], wholes[name], enough[most], wholes[most])]


def _harder(one: Figures, whole: Figures, other: Figures, other_whole: Figures) -> bool:
    figures = (one["facility_index"], whole["mean"], other["facility_index"], other_whole["mean"])
    if None in figures or one["standard_deviation"] is None or other["standard_deviation"] is None:
        return False
    gap = (figures[0] - figures[1]) - (figures[2] - figures[3])
    error = sqrt(sum(each["standard_deviation"] ** 2 / each["number_of_attempts"] for each in (one, other)))
    return gap <= -APART and -gap > 2 * error


def _difficulty(question: Figures) -> Reason | None:
    facility, guess = question["facility_index"], question["random_guess_score"] or 0.0
    if facility is None:
        return None
    if facility <= max(HARD, guess):
        return Reason.HARD
    return Reason.EASY if facility >= EASY else None
