"""Marks that the instructors of an academy gave for written answers of their learners; the other answers wait for
them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Max

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Event
from lms.people.directory.models import User

from .replies import SAID

COMMENTS = (
    "You say who you are before you ask anything, and she may stop. Keep exactly that.",
    "You begin with her and not with the case. One thing more: tell her that she may stop at any time.",
    "Kindly meant, but nobody can promise this. Say what is in your own hands, and ask about her health first.",
    "Every one of these questions is needed later. Begin with safety: is she hurt, does she need anything?",
)
"""What is written to whoever wrote the text of the same place in `SAID`."""
LEVELS = (2, 2, 0, 1)
"""The level of each criterion that they are given, from 0."""
WAITING_DAYS = 4
"""Within so many days an instructor comes to it."""
UNMARKED = 1
"""How many, of those closed last, are left to whoever signs in as the instructor, whenever the school is built."""


def mark(attempts: Sequence[Attempt], *, by: User, now: datetime, chance: Random) -> None:
    """Mark most of `attempts`, given in the order in which they were closed, some days after their writers were last
    seen in the course: records come in the order of time. The first half is marked by now, whenever the school is
    built.
    """
    for place, attempt in enumerate(attempts[:-UNMARKED]):
        last = Event.objects.filter(attempt__enrolment=attempt.enrolment_id).aggregate(at=Max("received_at"))["at"]
        at = last + timedelta(days=chance.uniform(1, WAITING_DAYS))
        if place < len(attempts) // 2:
            at = min(at, last + (now - last) / 2)
        elif at >= now or chance.random() < 0.2:
            continue
        give_marks(attempt, by=by, at=at)


def give_marks(attempt: Attempt, *, by: User, at: datetime) -> Attempt:
    """Return the attempt after each of its written answers got a level for each criterion."""
    marks = {
        item["id"]: _marked(item, attempt.state["responses"][item["id"]])
        for item in attempt.form["items"]
        if _is_written(item)
    }
    event = uuid7(int(at.timestamp() * 1000))
    return services.record(attempt=attempt, verb="scored", data={"marks": marks}, event_id=event, now=at, by=by)


def _is_written(item: Mapping[str, object]) -> bool:
    return item["kind"] == "freetext"


def _marked(item: Mapping[str, Any], text: str) -> dict[str, object]:
    """Return a level for each criterion, what they are worth together, and a comment."""
    place = SAID.index(text)
    return by_rubric(item, LEVELS[place], COMMENTS[place])


def by_rubric(item: Mapping[str, Any], level: int, comment: str) -> dict[str, object]:
    """Return the mark of somebody who reaches the level at this place for each criterion."""
    rubric = item["key"]["rubric"]
    chosen = {criterion["id"]: criterion["levels"][level] for criterion in rubric}
    most = sum(max(one["points"] for one in criterion["levels"]) for criterion in rubric)
    return {
        "fraction": sum(one["points"] for one in chosen.values()) / most,
        "rubric": {criterion: one["id"] for criterion, one in chosen.items()},
        "comment": comment,
    }
