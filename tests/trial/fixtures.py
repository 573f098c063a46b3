"""The trial plugins, plugged in for one test and taken out again."""

from datetime import datetime
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest

from courses.catalogue import lookup
from courses.models import Activity, Content, Course, Release
from lms.foundation.plugins import events
from lms.foundation.plugins.activity import Compiled, activities
from lms.foundation.plugins.block import lesson_blocks
from lms.foundation.plugins.runtime import activation
from lms.people.administration.records import services
from lms.people.directory.institutions import Institution

from . import parts, plugin


@pytest.fixture
def trial() -> Any:
    """The module of the plugin `trial`, which is off until it is switched on;
    both register their activity and block.
    """
    activation.know("trial", package=plugin.__name__, on_by_default=False)
    activation.know("trialparts", package=parts.__name__, on_by_default=False)
    events.carry(plugin.carrier)
    activities.register(plugin.Diary)
    lesson_blocks.register(parts.Sketch)
    plugin.asked.clear()
    plugin.kept.clear()
    yield plugin
    unplug()


@pytest.fixture
def switch(now: datetime) -> Any:
    """`switch("quiz", academy, False)` switches a plugin at an institution."""

    def at(plugin: str, institution: Institution, on: bool | None) -> None:
        services.switch(plugin=plugin, institution=institution, on=on, by=None, now=now)
        institution.refresh_from_db()

    return at


def unplug() -> None:
    """What removing both plugins does to the sockets."""
    for withdraw in activation.withdrawals:
        withdraw("trial")
        withdraw("trialparts")


def with_diary(course: Course, **definition: Any) -> Course:
    """`course` in a new edition that begins with a practice diary, as publishing it would make it."""
    compiled = Compiled(title="My week", definition=definition)
    content = Content.objects.create(
        digest=compiled.digest(kind="trial_diary"), kind="trial_diary", title="My week", definition=definition
    )
    activity = Activity.objects.create(id=uuid4(), slug="my-week", kind="trial_diary", titles={"en": "My week"})
    entry = {
        "id": str(activity.pk),
        "slug": activity.slug,
        "kind": "trial_diary",
        "titles": {"en": "My week"},
        "minutes": 5,
        "required": True,
        "weight": 1.0,
        "contents": {"en": content.digest},
    }
    old = lookup.release(course.release_id)
    data = {**old.outline.write(), "activities": [entry, *old.outline.write()["activities"]]}
    course.release = Release.objects.create(
        course=course, edition=old.edition + 1, digest=uuid4().hex, data=data, why="A diary.", made_at=old.made_at
    )
    course.save()
    return course


def asked_of(module: ModuleType, part: str) -> list[Any]:
    """What the plugin was asked of one part."""
    return [what for name, what in module.asked if name == part]
