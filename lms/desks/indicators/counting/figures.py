"""Numbers that the rows of a value come to, and for gains how sure they are."""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil, comb

from lms.foundation.plugins.report import paired_tests

from .applications import SILENT
from .facts import Fact
from .gains import KIND, MISSING
from .rules import APPLIED, KNOWLEDGE, WHOLE, Rules

MOST_QUESTIONS = 200


@dataclass
class Tally:
    """Numbers of the rows so far. `before` is the sum of the points before of those with both tests, `questions` the
    fewest that one of these tests had, `confirmed` those who used a course as a supervisor confirms.
    """

    rules: Rules
    rows: int = 0
    numerator: int = 0
    denominator: int = 0
    before: int = 0
    questions: int = 0
    confirmed: int = 0
    why: Counter[str] = field(default_factory=Counter)

    def add(self, fact: Fact) -> None:
        self.rows += 1
        self.numerator += fact.numerator
        self.denominator += fact.denominator
        self.why[fact.why] += 1
        self.confirmed += fact.numerator and fact.detail.get("confirmed") is True
        if fact.denominator and self.rules.kind == KNOWLEDGE:
            before, after = fact.detail["before"], fact.detail["after"]
            fewer = min(before["questions"], after["questions"])
            self.before += before["score"]
            self.questions = min(self.questions or fewer, fewer)

    def as_json(self) -> dict[str, object]:
        """Return what the head of a value says of its rows."""
        value = self.rules.value(self.numerator, self.denominator)
        numbers = {"rows": self.rows, "numerator": self.numerator, "denominator": self.denominator, "value": value}
        more = {KNOWLEDGE: self._gain, APPLIED: self._response}.get(self.rules.kind, dict[str, object])()
        return {**numbers, "why": dict(self.why), **more}

    def _response(self) -> dict[str, object]:
        """Return the share who answered, how many a supervisor confirms, and between what the share of use lies
        whatever is true of those who did not answer.
        """
        asked, silent = self.denominator, self.why[SILENT]
        if not asked:
            return {"answered": 0, "response": None, "confirmed": 0, "bounds": None}
        bounds = self.numerator / asked, (self.numerator + silent) / asked
        return {
            "answered": asked - silent,
            "response": round(WHOLE * (asked - silent) / asked),
            "confirmed": self.confirmed,
            "bounds": [round(WHOLE * edge) for edge in bounds],
        }

    def _gain(self) -> dict[str, object]:
        """Return the share that rose, its interval, the share that would have risen by chance, and between what it
        lies whatever those have learned who lack a test.
        """
        paired, missing = self.denominator, sum(self.why[one] for one in MISSING)
        if not paired:
            return {"share": None, "interval": None, "chance": None, "bounds": None}
        interval = paired_tests.things[KIND].interval(self.numerator / paired, paired)
        all_of_them = paired + missing
        bounds = self.numerator / all_of_them, (self.numerator + missing) / all_of_them
        chance = chance_share(self.before / paired / WHOLE, self.questions, self.rules.threshold)
        return {
            "share": round(WHOLE * self.numerator / paired),
            "interval": [round(WHOLE * edge) for edge in interval or ()],
            "chance": round(WHOLE * chance),
            "bounds": [round(WHOLE * edge) for edge in bounds],
        }


def chance_share(known: float, questions: int, threshold: int) -> float:
    """Return the share of people who would rise by `threshold` hundredths of a per cent between two tests of so many
    questions, each of which they get right with the chance `known` both times: who have learned nothing.
    """
    number = min(max(questions, 1), MOST_QUESTIONS)
    right = [comb(number, k) * known**k * (1 - known) ** (number - k) for k in range(number + 1)]
    rise = max(1, ceil(threshold * number / WHOLE))
    return sum(right[low] * sum(right[low + rise :]) for low in range(number + 1 - rise))
