"""The plugin `trial`: one of everything that a learner or staff can meet."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lms.foundation.plugins.activity import ActivityType, Compiled, Outcome, Step
from lms.foundation.plugins.certificate import Award, CertificateElement
from lms.foundation.plugins.events import Event
from lms.foundation.plugins.pages.slots import Link, Panel

asked: list[tuple[str, Any]] = []
"""What was asked, in order: of which part, and for which rows (by primary key) or which fact."""


class Diary(ActivityType):
    """One entry completes it."""

    slug = "trial_diary"
    name = "Practice diary"
    template = "interface/components/empty.html"
    fields = ("write",)

    def compile(self, page: Any, *, language: str, country: str) -> Compiled:
        raise NotImplementedError

    def begin(
        self, definition: Mapping[str, Any], *, seed: int, terms: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        asked.append(("begin", seed))
        return {}, {"entries": 0}

    def answer(
        self, form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        asked.append(("answer", dict(data)))
        return Step({"entries": state["entries"] + 1}, Outcome(completed=True, passed=True, score=1.0, closed=True))

    def context(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any] | None,
        state: Mapping[str, Any] | None,
        *,
        closed: bool,
        now: datetime,
    ) -> dict[str, Any]:
        asked.append(("context", closed))
        return {}

    def attempts_allowed(self, definition: Mapping[str, Any], *, terms: Mapping[str, Any]) -> int | None:
        asked.append(("attempts_allowed", None))
        return definition.get("attempts")

    def needs(self, definition: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
        return frozenset((socket, slug) for socket, slug in definition.get("needs", []))


class Motto(CertificateElement):
    slug = "trial_motto"

    def line(self, award: Award, *, language: str) -> str:
        asked.append(("line", award.enrolment.pk))
        return {"ar": "أوصي بالتدريب العملي", "am": "ተግባራዊ ልምምድ"}.get(language, f"Practised at {award.institution}")


class Second(Motto):
    slug = "trial_second"


class Third(Motto):
    slug = "trial_third"


class Fourth(Motto):
    slug = "trial_fourth"


class Broken(CertificateElement):
    slug = "trial_broken"

    def line(self, award: Award, *, language: str) -> str:
        raise ZeroDivisionError


class Long(CertificateElement):
    slug = "trial_long"

    def line(self, award: Award, *, language: str) -> str:
        return "  very\nlong " * 40


class Unwritable(CertificateElement):
    slug = "trial_unwritable"

    def line(self, award: Award, *, language: str) -> str:
        return "张伟"


def refuse(subjects: Sequence[Any]) -> Mapping[int, Any]:
    """Says no to everybody."""
    asked.append(("filter", len(subjects)))
    return dict.fromkeys(range(len(subjects)), "Wait for the medical check.")


def refuse_abdi(subjects: Sequence[Any]) -> Mapping[int, Any]:
    """Says no to one person."""
    asked.append(("filter", len(subjects)))
    return {
        number: "Abdi waits for his papers."
        for number, subject in enumerate(subjects)
        if subject.learner.name.startswith("Abdi")
    }


def break_down(subjects: Sequence[Any]) -> Mapping[int, Any]:
    raise ZeroDivisionError


def note(event: Event) -> None:
    """Hears of an event."""
    asked.append(("event", event))


def panels(rows: Sequence[Any]) -> Mapping[int, Panel]:
    """A panel for every row."""
    asked.append(("slot", [row.pk for row in rows]))
    return {row.pk: Panel("Out in the field", "interface/components/empty.html") for row in rows}


def links(rows: Sequence[Any]) -> Mapping[int, Link]:
    """A link for every row."""
    asked.append(("slot", [row.pk for row in rows]))
    return {row.pk: Link("Field notes", f"/x/trial/{row.pk}/") for row in rows}


kept: list[Event] = []


def carrier(event: Event, receivers: list[str]) -> None:
    """Keeps the events of which this plugin is to hear."""
    if any(receiver.startswith(__name__) for receiver in receivers):
        kept.append(event)
