"""Verdicts on questions: to mend, in doubt or too few attempts to tell, each with the reason. Pure.

A question is to mend only where the whole interval of a figure, at 95 per cent confidence, lies outside what is
acceptable. Where a figure does but its interval reaches back, it is a doubt: so few attempts may fall out so by chance.

A facility index of 95 and more is extremely easy, one of 5 and less extremely difficult or the sign of a mistake in the
question, and a discrimination index under 20 very weak: Moodle, “Quiz report statistics”
(docs.moodle.org/dev/Quiz_report_statistics), the tables under “Facility index” and “Discrimination index”. A question
with a discriminative efficiency under 15 is dubious: Moodle's report marks it itself
(`quiz_statistics_table::is_dubious_question`). By how much learners have to do better than by guessing, by how much a
language has to be apart, and how many have to choose an option, is our own choice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import sqrt
from typing import Any

from lms.foundation.plugins.question import IN_PART

from . import intervals
from .intervals import Group

FEWEST = 10
"""Figures of fewer attempts are not shown and not judged."""
EASY, HARD, DUBIOUS, WEAK, APART = 95.0, 5.0, 15.0, 20.0, 15.0
BETTER = 10.0
"""By so much more than by guessing, or than `HARD`, learners do where a question is not too hard."""
CHOOSERS = 3
"""So many have to choose an option before it is said who they are."""

Figures = Mapping[str, Any]
"""The figures of a quiz or a question, as `QuizFigures.as_json` gives them."""


class Reason(IntEnum):
    """Reasons to look at a question; the greater, the more urgent."""

    EASY = 1
    WEAK = 2
    HARD = 3
    TRANSLATION = 4
    AGAINST = 5
    KEY = 6


@dataclass(frozen=True)
class Verdict:
    """`sure`: the whole interval lies outside what is acceptable; else it is a doubt."""

    reason: Reason
    option: str = ""
    language: str = ""
    sure: bool = True


@dataclass(frozen=True)
class Judgement:
    """Judgement of one question: reasons to mend it, doubts, both the most urgent first, and whether there are too few
    attempts to tell.
    """

    mend: Sequence[Verdict] = ()
    doubts: Sequence[Verdict] = ()
    too_few: bool = False


def judge_question(
    question: Figures, *, by_language: Mapping[str, Figures], wholes: Mapping[str, Figures]
) -> Judgement:
    """Return the judgement of a question. `by_language` has its figures and `wholes` those of the quiz, by language."""
    if question["number_of_attempts"] < FEWEST:
        return Judgement()
    verdicts = [*_attractive(question), *_apart(by_language, wholes), *_hard_or_easy(question)]
    verdicts += _discriminates(question, already={verdict.reason for verdict in verdicts})
    verdicts.sort(key=lambda verdict: -verdict.reason)
    mend, doubts = ([verdict for verdict in verdicts if verdict.sure is sure] for sure in (True, False))
    return Judgement(mend, doubts, not mend and (bool(doubts) or _open(question)))


def _open(question: Figures) -> bool:
    """Return whether an interval leaves open that the question is too hard, or that it works against the rest of the
    quiz.
    """
    facility = intervals.of_facility(question["facility_index"], question["number_of_attempts"])
    index = intervals.of_discrimination(question["discrimination_index"], question["number_of_attempts"])
    return bool((facility and facility.low < _least(question)) or (index and index.low < 0))


def _least(question: Figures) -> float:
    """Return the facility index from which on a question is not too hard."""
    return min(max(HARD, question["random_guess_score"] or 0.0) + BETTER, 100.0)


def _hard_or_easy(question: Figures) -> list[Verdict]:
    facility, least = question["facility_index"], _least(question)
    interval = intervals.of_facility(facility, question["number_of_attempts"])
    if interval is None:
        return []
    if facility < least:
        return [Verdict(Reason.HARD, sure=interval.high < least)]
    return [Verdict(Reason.EASY, sure=interval.low >= EASY)] if facility >= EASY else []


def _discriminates(question: Figures, *, already: Collection[Reason]) -> list[Verdict]:
    """Return verdicts on a question that works against the rest of the quiz, or hardly with it."""
    index, efficiency = question["discrimination_index"], question["discriminative_efficiency"]
    interval = intervals.of_discrimination(index, question["number_of_attempts"])
    if interval is None:
        return []
    if interval.high < 0:
        return [Verdict(Reason.AGAINST)]
    if {Reason.HARD, Reason.EASY} & {*already}:
        return [Verdict(Reason.AGAINST, sure=False)] if index < 0 else []
    if efficiency is not None and efficiency < DUBIOUS:
        sure = interval.high < WEAK
        return [Verdict(Reason.AGAINST if index < 0 and not sure else Reason.WEAK, sure=sure)]
    return []


def _attractive(question: Figures) -> list[Verdict]:
    """Return the wrong options whose choosers earn more in the rest of the quiz, on average, than those who choose a
    right one of that part.
    """
    parts: dict[str, list[Figures]] = {}
    for one in question["options"]:
        if one["rest"] is not None:
            parts.setdefault(one["option"].partition(IN_PART)[0] if IN_PART in one["option"] else "", []).append(one)
    return [verdict for options in parts.values() for verdict in _attractive_in(options)]


def _attractive_in(options: Sequence[Figures]) -> list[Verdict]:
    right = _together([_group(one) for one in options if one["earns"] > 0])
    if right is None:
        return []
    known = all(one.get("deviation") is not None for one in options if one["number"] > 1)
    wrong = [one for one in options if one["earns"] <= 0 and one["number"] >= CHOOSERS and one["rest"] > right.mean]
    return [
        Verdict(Reason.KEY, one["option"], sure=known and intervals.surely_greater(_group(one), right)) for one in wrong
    ]


def _group(option: Figures) -> Group:
    """Return the group of learners who chose an option, with their marks in the rest. One chooser has no deviation."""
    return Group(option["number"], option["rest"], option.get("deviation") or 0.0)


def _together(groups: Sequence[Group]) -> Group | None:
    """Return groups as one, with the spread between them."""
    number = sum(group.number for group in groups)
    if not number:
        return None
    mean = sum(group.number * group.mean for group in groups) / number
    squares = sum((group.number - 1) * group.deviation**2 + group.number * (group.mean - mean) ** 2 for group in groups)
    return Group(number, mean, sqrt(squares / (number - 1)) if number > 1 else 0.0)


def _apart(by_language: Mapping[str, Figures], wholes: Mapping[str, Figures]) -> list[Verdict]:
    """Return the languages in which the question is much harder than in the one with most attempts, given how each does
    in the whole quiz.

    Much is 15 per cent of the mark; it is sure where that is more than twice the standard error of the difference.
    """
    enough = {name: one for name, one in by_language.items() if one["number_of_attempts"] >= FEWEST}
    if len(enough) < 2:
        return []
    most = max(enough, key=lambda name: enough[name]["number_of_attempts"])
    compared = [
        (name, _harder(enough[name], wholes[name], enough[most], wholes[most])) for name in enough if name != most
    ]
    return [Verdict(Reason.TRANSLATION, language=name, sure=sure) for name, sure in compared if sure is not None]


def _harder(one: Figures, whole: Figures, other: Figures, other_whole: Figures) -> bool | None:
    """Return whether the question is surely harder here. None where it is not much harder, or too little is known."""
    figures = (one["facility_index"], whole["mean"], other["facility_index"], other_whole["mean"])
    if None in figures or one["standard_deviation"] is None or other["standard_deviation"] is None:
        return None
    gap = (figures[0] - figures[1]) - (figures[2] - figures[3])
    error = sqrt(sum(each["standard_deviation"] ** 2 / each["number_of_attempts"] for each in (one, other)))
    return -gap > 2 * error if gap <= -APART else None
