"""Scenes of a file on their way into the draft of a page: kept for whoever read them, and put in once."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from assessments.casework.imports import Story
from courses.models import PageImport
from lms.foundation.work.staged_import import held
from lms.people.directory.models import User

from ..models import ScenarioPage
from ..scenes import Choice, Scene
from .conversion import MOST_SCENES, scenes_of, stream_of


class TooMany(ValueError):
    """The page would have more scenes than one has."""


def keep(page: ScenarioPage, story: Story, name: str, *, onward: str, by: User, now: datetime) -> PageImport:
    """Keep the scenes of `story` and what is left out of it. `onward` are the words of a choice that has none."""
    content = {
        "title": story.title,
        "left_out": [asdict(finding) for finding in story.findings],
        "scenes": [asdict(scene) for scene in scenes_of(story, onward)],
    }
    return PageImport.keep(page, name, content, by=by, now=now)


def scenes_in(kept: PageImport) -> list[Scene]:
    return [_scene(**values) for values in kept.content["scenes"]]


def _scene(*, choices: list[dict[str, Any]], **values: str) -> Scene:
    return Scene(choices=tuple(Choice(**each) for each in choices), **values)


@transaction.atomic
def put_in(page: ScenarioPage, kept: PageImport, *, instead: bool, by: User, now: datetime) -> None:
    """Make a new draft of `page` with the scenes that were kept after its own, or in place of them. Raises `NotNow`
    where that is done already, and `TooMany`.
    """
    kept = held(PageImport.objects.all(), kept.pk, PageImport.Status.READ)
    draft: ScenarioPage = (
        ScenarioPage.objects.select_for_update(no_key=True).get(pk=page.pk).get_latest_revision_as_object()
    )
    blocks = stream_of(scenes_in(kept))
    own = list(ScenarioPage._meta.get_field("scenes").get_prep_value(draft.scenes))
    scenes = blocks if instead else [*own, *blocks]
    if len(scenes) > MOST_SCENES:
        raise TooMany
    draft.scenes = scenes
    draft.save_revision(user=by, log_action="wagtail.edit")
    kept.finish(now=now)
