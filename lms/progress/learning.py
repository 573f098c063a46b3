"""What a learner's pages show of enrolments and outlines, worked out without a query."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import cached_property

from courses import catalogue
from courses.outline import Entry, Outline

from .models import Enrolment

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Way:
    """One enrolment with its outline, in the reader's language."""

    enrolment: Enrolment
    language: str
    now: datetime

    @cached_property
    def outline(self) -> Outline:
        return catalogue.release(self.enrolment.release_id).outline

    @property
    def title(self) -> str:
        return catalogue.in_language(dict(self.outline.titles), self.language)

    @property
    def summary(self) -> str:
        return catalogue.in_language(dict(self.outline.summaries), self.language)

    @property
    def objectives(self) -> list[str]:
        objectives = self.outline.objectives
        return objectives.get(self.language) or objectives.get(self.outline.source) or []

    @property
    def total(self) -> int:
        return len(self.outline.required)

    @property
    def finished(self) -> int:
        return self.total - self.enrolment.remaining

    @property
    def next(self) -> Entry | None:
        """The first required activity that is not done, else the first that is not done, else None."""
        left = [entry for entry in self.outline.activities if entry.id not in self.enrolment.done]
        return next((entry for entry in left if entry.required), left[0] if left else None)

    @property
    def next_title(self) -> str:
        return self.next.title(self.language, self.outline.source) if self.next else ""

    @property
    def overdue(self) -> bool:
        return self.enrolment.completed_at is None and self.enrolment.due_at is not None and self.enrolment.due_at < self.now

    @property
    def due_soon(self) -> bool:
        due = self.enrolment.due_at
        return self.enrolment.completed_at is None and due is not None and self.now <= due < self.now + SOON

    def steps(self) -> list[dict[str, Any]]:
        """Every activity in order, with its title in the reader's language and its state."""
        done, scores = set(self.enrolment.done), self.enrolment.scores
        upcoming = self.next
        return [
            {"entry": entry, "title": entry.title(self.language, self.outline.source), "done": entry.id in done,
             "score": scores.get(entry.id), "next": upcoming is not None and entry.id == upcoming.id}
            for entry in self.outline.activities
        ]  # fmt: skip
