"""Refreshers of the earlier intake of the academy whose staff one can sign in as."""

from collections.abc import Mapping
from datetime import datetime
from random import Random

from home.curriculum.refreshers import come_back
from lms.people.directory.models import User

from .replies import fields, reply
from .school import School

KNOWN_STILL = 0.7
"""The share of questions that somebody still knows after a week."""


def refresh(school: School, *, by: User, now: datetime) -> None:
    """Plan refreshers with a chance of its own, so that nothing else in the school is drawn otherwise."""
    chance = Random(7)  # noqa: S311

    def answer(item: Mapping[str, object]) -> Mapping[str, list[str]]:
        return fields(item, reply(item, knows=chance.random() < KNOWN_STILL, chance=chance))

    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    come_back(school.roles["learner"], campus.cohorts[0], by=by, reply=answer, now=now)
