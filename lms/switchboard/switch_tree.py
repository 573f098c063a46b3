"""Institutions at which a plugin is on: their tree with the switches that were set, and the resulting state."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from lms.foundation.plugins.impact import impacts
from lms.foundation.plugins.runtime.activation import is_on, on_by_default
from lms.people.directory.institutions import Institution
from lms.people.directory.switches import PluginSwitch


@dataclass(frozen=True)
class SwitchRow:
    """An institution in the tree.

    `own` is the switch set there; `above` is where the closest one is set that counts for it instead.
    """

    institution: Institution
    depth: int
    on: bool
    own: PluginSwitch | None
    above: Institution | None


def tree(plugin: str, institutions: Iterable[Institution]) -> list[SwitchRow]:
    """Return a line for each of `institutions`, from the root down. One statement besides that of the institutions."""
    switches = {switch.institution_id: switch for switch in switches_of(plugin)}
    rows = sorted(institutions, key=lambda row: _ids(row))
    top = min((len(_ids(row)) for row in rows), default=0)
    return [_line(plugin, row, switches, depth=len(_ids(row)) - top) for row in rows]


def switches_of(*plugins: str) -> Iterable[PluginSwitch]:
    """Return the switches that were set, with institution and the person who set them."""
    return (
        PluginSwitch.objects.filter(plugin__in=plugins)
        .select_related("institution", "changed_by")
        .order_by("institution__path")
    )


def who_need(plugin: str, institution: Institution, *, on: bool | None) -> dict[UUID, int]:
    """Return by course how many people under way could not complete it any more, were the switch of `institution` set
    so.

    None takes its switch away: the one above counts.
    """
    if on is None:
        on = is_on(plugin, institution.parent) if institution.parent else on_by_default(plugin)
    if on:
        return {}
    path = institution.path or ""
    closer = [
        switch.institution.path or "" for switch in switches_of(plugin) if switch.institution_id != institution.pk
    ]
    below = Institution.objects.filter(path__startswith=path).only("path", "plugins")
    closer = [other for other in closer if other.startswith(path)]
    touched = [
        row.pk
        for row in below
        if is_on(plugin, row) and not any((row.path or "").startswith(other) for other in closer)
    ]
    return impacts.who_need(plugin, touched)


def _ids(institution: Institution) -> list[int]:
    return [int(pk) for pk in (institution.path or "0").rstrip("/").split("/")]


def _line(plugin: str, row: Institution, switches: dict[int, PluginSwitch], *, depth: int) -> SwitchRow:
    closest = next((switches[pk] for pk in reversed(_ids(row)) if pk in switches), None)
    own = switches.get(row.pk)
    above = closest.institution if closest and own is None else None
    return SwitchRow(institution=row, depth=depth, on=is_on(plugin, row), own=own, above=above)
