"""Activities that keep learners from completing a course: the plugin of its kind, of its content or of a condition is
absent, switched off or suspended at their institution.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from courses.catalogue import lookup
from courses.catalogue.conditions import ANY
from courses.catalogue.outline import Entry, Outline
from lms.foundation.plugins.access import access_conditions
from lms.foundation.plugins.activity import ActivityType, activities
from lms.foundation.plugins.impact import Unable
from lms.foundation.plugins.runtime import faults, guard
from lms.foundation.plugins.runtime.registry import NotInstalled, owner_of_thing, require

from ..models import Enrolment

Definition = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True)
class InstitutionSwitches:
    """Plugin switches and country of an institution; they decide which activities its people can do."""

    plugins: Mapping[str, bool]
    country: str = ""


def stored_definition(digest: str) -> Mapping[str, object]:
    """Return the definition of a content that is in the catalogue; read once by each process."""
    return lookup.content(digest).definition


def find_missing(
    outline: Outline, at: InstitutionSwitches, definition: Definition = stored_definition
) -> Iterator[tuple[Entry, str]]:
    """Yield the required activities that are not possible `at` that institution, each with the missing part."""
    for entry in outline.activities:
        if not entry.required:
            continue
        try:
            kind = activities.get(entry.kind, at=at)
            require(_needs(kind, entry, outline, at.country, definition), at=at)
        except NotInstalled as error:
            yield entry, str(error.name or entry.kind)
            continue
        if _is_aside(kind):
            yield entry, str(kind.name)


def _needs(
    kind: ActivityType, entry: Entry, outline: Outline, country: str, definition: Definition
) -> Collection[tuple[str, str]]:
    """Return the needs of the content besides its kind, and the kinds of conditions that all have to hold. An activity
    type without needs is not asked, and no content is read.
    """
    every = (*outline.conditions, *entry.conditions)
    kinds = {(access_conditions.socket, one.kind) for one in every if one.kind != ANY}
    if type(kind).needs is ActivityType.needs:
        return kinds
    return kinds.union(kind.needs(definition(entry.content(outline.source, country, outline.source))))


def _is_aside(kind: ActivityType) -> bool:
    """Return whether a call of the kind is suspended without which no page of it can be shown."""
    plugin = activities.owner(kind.slug)
    names = [f"{kind.slug}.{name}" for name, rule in activities.rules.items() if rule.instead is None]
    return any(guard.is_aside(guard.Call(plugin, faults.ACTIVITY, name)) for name in [*names, kind.template])


def count_unable(
    outline: Outline, people: Iterable[tuple[InstitutionSwitches, int]], definition: Definition = stored_definition
) -> Unable:
    """Return how many of the people (so many at each institution) could not complete the course, and the missing
    parts.
    """
    number, parts = 0, dict[tuple[str, str], Entry]()
    for at, there in people:
        absent = list(find_missing(outline, at, definition)) if there else []
        number += there if absent else 0
        parts |= {(entry.id, name): entry for entry, name in absent}
    return Unable(number, tuple((dict(entry.titles), name) for (_id, name), entry in parts.items()))


def count_unable_in(course: UUID, outline: Outline, definition: Definition) -> Unable:
    """Return the people under way in `course` who could not complete it as `outline` says; one statement."""
    rows = Enrolment.objects.filter(course=course, completed_at=None)
    there = rows.values_list("institution__plugins", "country").annotate(number=Count("pk")).order_by()
    return count_unable(
        outline, [(InstitutionSwitches(plugins, country), number) for plugins, country, number in there], definition
    )


def learners_who_need(plugin: str, institutions: Collection[int]) -> dict[UUID, int]:
    """Return by course how many learners under way at these institutions could not complete it without `plugin`; one
    statement.
    """
    rows = Enrolment.objects.filter(completed_at=None, institution__in=institutions)
    numbers: Counter[UUID] = Counter()
    for course, release, number in rows.values_list("course", "release").annotate(number=Count("pk")).order_by():
        if _needs_plugin(lookup.release(release).outline, plugin):
            numbers[course] += number
    return dict(numbers)


def _needs_plugin(outline: Outline, plugin: str) -> bool:
    for entry in outline.activities:
        kind = activities.find(entry.kind) if entry.required else None
        if kind is None:
            continue
        if activities.owner(entry.kind) == plugin:
            return True
        needs = _needs(kind, entry, outline, "", stored_definition)
        if any(owner_of_thing(socket, slug) == plugin for socket, slug in needs):
            return True
    return False
