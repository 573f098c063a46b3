"""Forms of a marker: a level for each criterion or a share of the marks, a comment, the answer to a contest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.questions.types.marking.rubric import Criterion, fraction
from lms.foundation.plugins.identifiers import uuid7_of

from ..sitting.facts import LONGEST
from ..sitting.state import PersonsMark
from .services import GivenMark

if TYPE_CHECKING:
    from django.http import QueryDict

RUBRIC = "rubric:"
NOTHING: Mapping[str, str] = {}


@dataclass
class MarkForm:
    """A form as it was sent, or an empty one.

    `problems` says by field what is missing; `given` is there once there are none.
    """

    rubric: Sequence[Criterion]
    values: Mapping[str, str]
    wanted: bool = False
    """Was a mark sent, not only words?"""
    problems: dict[str, str] = field(default_factory=dict)
    given: GivenMark | None = None

    @classmethod
    def empty(
        cls, rubric: Sequence[Criterion], entry: PersonsMark | None, suggested: Mapping[str, str] = NOTHING
    ) -> "MarkForm":
        """Return the form with what the viewer gave last, where they did, else with the `suggested` levels."""
        levels = entry.rubric if entry else suggested
        values = {RUBRIC + criterion: level for criterion, level in levels.items()}
        if entry:
            values |= {"percent": f"{100 * entry.fraction:g}", "comment": entry.comment}
        return cls(rubric, values)

    @classmethod
    def read(cls, rubric: Sequence[Criterion], data: "QueryDict", *, wanted: bool = True) -> "MarkForm":
        """Return the form that was sent. Where no mark is `wanted` none is given, whatever stands in its fields."""
        form = cls(rubric, {name: data.get(name, "").replace("\x00", "").strip() for name in data}, wanted)
        share: float | None = None
        levels: dict[str, str] = {}
        if wanted:
            share, levels = form._by_rubric() if rubric else form._by_percent()
        if len(form.comment) > LONGEST:
            form.problems["comment"] = _("Write at most %(number)s characters.") % {"number": LONGEST}
        if not form.problems and share is not None:
            form.given = GivenMark(share, levels, form.comment)
        return form

    @property
    def comment(self) -> str:
        return self.values.get("comment", "")

    @property
    def percent(self) -> str:
        return self.values.get("percent", "")

    @property
    def listed(self) -> list[tuple[str, str]]:
        """List the errors, each with the id of its element on the page, in the order of the page."""
        places = {
            RUBRIC + criterion["id"]: f"criterion-{number}" for number, criterion in enumerate(self.rubric, start=1)
        }
        order = ["text", *places, "percent", "comment"]
        return [(places.get(name, name), self.problems[name]) for name in order if name in self.problems]

    def criteria(self) -> list[dict[str, object]]:
        """Return the rubric as groups of radio buttons."""
        return [
            {
                "id": criterion["id"],
                "text": criterion["text"],
                "name": RUBRIC + criterion["id"],
                "problem": self.problems.get(RUBRIC + criterion["id"], ""),
                "levels": [
                    {**level, "chosen": self.values.get(RUBRIC + criterion["id"]) == level["id"]}
                    for level in criterion["levels"]
                ],
            }
            for criterion in self.rubric
        ]

    def _by_rubric(self) -> tuple[float | None, dict[str, str]]:
        levels = {criterion["id"]: self.values.get(RUBRIC + criterion["id"], "") for criterion in self.rubric}
        for criterion in self.rubric:
            if levels[criterion["id"]] not in {level["id"] for level in criterion["levels"]}:
                self.problems[RUBRIC + criterion["id"]] = _("Choose a level for “%(criterion)s”.") % {
                    "criterion": criterion["text"]
                }
        return (None if self.problems else fraction(self.rubric, levels)), levels

    def _by_percent(self) -> tuple[float | None, dict[str, str]]:
        try:
            number = float(self.percent.replace(",", ".").replace("٫", "."))
        except ValueError:
            number = -1.0
        if not 0 <= number <= 100:
            self.problems["percent"] = _("Give a number from 0 to 100.")
            return None, {}
        return number / 100, {}


def event_id_of(data: "QueryDict") -> UUID | None:
    """Return the id of the event that the form carries; None for what is none."""
    try:
        return uuid7_of(data.get("event_id", ""))
    except ValueError:
        return None
