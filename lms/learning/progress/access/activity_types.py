"""Lookup of the activity type for an activity at an institution, with a check that all that its content needs is
there.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from courses.catalogue import lookup
from lms.foundation.plugins.activity import ActivityType, Step, activities
from lms.foundation.plugins.runtime.registry import Registry, registry_of, require
from lms.people.directory.institutions import Institution
from lms.people.directory.rules import refuse_own_case

from ..models import Attempt


@lru_cache(maxsize=512)
def _needs(kind: ActivityType, digest: str) -> frozenset[tuple[str, str]]:
    """Return the needs of a content, which never change, since the content never does."""
    return kind.needs(lookup.content(digest).definition)


def activity_type(slug: str, content: str, *, at: Institution) -> ActivityType:
    """Return the activity type called `slug` for people of the institution `at`, who meet the content with the digest
    `content`.

    Raises `NotInstalled`, and `SwitchedOff` where it is off there, for the type and for whatever the content needs
    besides.
    """
    kind = activities.get(slug, at=at)
    require(_needs(kind, content), at=at)
    return kind


def type_of(attempt: Attempt) -> ActivityType:
    """Return the activity type that takes the answers of `attempt`; raises as `activity_type` does."""
    enrolment = attempt.enrolment
    kind = activities.get(attempt.kind, at=enrolment.institution)
    for registry, slug in parts_of(kind, attempt.release_id, attempt.activity_id, enrolment.country):
        registry.get(slug, at=enrolment.institution)
    return kind


@lru_cache(maxsize=2048)
def parts_of(
    kind: ActivityType, release: int, activity: UUID, country: str
) -> tuple[tuple[Registry[object], str], ...]:
    """Return the needs of an activity in a release, which never change, each with its registry."""
    outline = lookup.release(release).outline
    entry = outline.by_id(str(activity))
    if entry is None:
        return ()
    needs = _needs(kind, entry.content(outline.source, country, outline.source))
    return tuple((registry_of(socket, slug), slug) for socket, slug in sorted(needs))


def forget() -> None:
    """Forget what contents need (between tests, whose databases differ)."""
    _needs.cache_clear()
    parts_of.cache_clear()


def fold_fact(kind: ActivityType, attempt: Attempt, verb: str, data: Mapping[str, Any], *, now: datetime) -> Step:
    """Fold a fact that is no answer.

    Raises `OwnCase` where the learner adds to their own attempt what only others may add to it.
    """
    if verb not in kind.learners_facts:
        refuse_own_case(data.get("by"), [attempt.enrolment.learner_id])
    return kind.fold(attempt.form, attempt.state, verb, data, now=now)
