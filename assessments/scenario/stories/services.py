"""Scenes of a file on their way into the draft of a page: carried by whoever read them, signed, and put in once."""

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.db import transaction

from lms.people.directory.models import User

from ..models import ScenarioPage
from ..scenes import Scene
from .conversion import MOST_SCENES, stream_of

SALT = "scenario.story"
LONGEST_SIGNED = 900_000
"""Characters: a form may bring a megabyte."""
KEPT = 60 * 60 * 24
"""Seconds for which what was read can be put in."""
Blocks = list[dict[str, Any]]


class TooMany(ValueError):
    """The page would have more scenes than one has."""


class TooMuch(ValueError):
    """Refusal: the text is longer than can be carried."""


class Expired(ValueError):
    """Refusal: the file was read for another page, by another person or on another day, or was changed on its way."""


def signed(page: ScenarioPage, scenes: Sequence[Scene], *, by: User) -> str:
    """Return the scenes as a text that `unsigned` reads for this page and this person. Raises `TooMuch`."""
    text = signing.dumps([page.pk, by.pk, stream_of(scenes)], salt=SALT, compress=True)
    if len(text) > LONGEST_SIGNED:
        raise TooMuch
    return text


def unsigned(page: ScenarioPage, text: str, *, by: User) -> Blocks:
    """Raise `Expired`."""
    try:
        pk, person, blocks = signing.loads(text, salt=SALT, max_age=KEPT)
    except signing.BadSignature as error:
        raise Expired from error
    if (pk, person) != (page.pk, by.pk):
        raise Expired
    return list(blocks)


@transaction.atomic
def put_in(page: ScenarioPage, blocks: Blocks, *, instead: bool, by: User) -> ScenarioPage:
    """Return a new draft of `page` with the scenes of `blocks` after its own, or in place of them. Put in twice, they
    are there once. Raises `TooMany`.
    """
    draft: ScenarioPage = (
        ScenarioPage.objects.select_for_update(no_key=True).get(pk=page.pk).get_latest_revision_as_object()
    )
    own = list(ScenarioPage._meta.get_field("scenes").get_prep_value(draft.scenes))
    if {block["id"] for block in blocks} <= {block["id"] for block in own}:
        return draft
    scenes = blocks if instead else [*own, *blocks]
    if len(scenes) > MOST_SCENES:
        raise TooMany
    draft.scenes = scenes
    draft.save_revision(user=by, log_action="wagtail.edit")
    return draft
