"""Socket of the home of administrators: what waits for them, and what an academy needs before its first intake. Pure.

Rooms register both when their app is ready; the home page of administrators asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..runtime.activation import InstitutionLike
from ..runtime.registrations import Registrations
from .slots import Panel


@dataclass(frozen=True)
class Waiting:
    """Number of things that wait for the administrator; `url` is where they are decided."""

    title: Any
    number: int
    url: str


@dataclass(frozen=True)
class Step:
    """Part of what an institution needs before its first intake. `why` says what it is good for.

    `done` looks whether it has it, with few statements; `url` gives the page where it is done. Both take the
    institution. The steps come by their `order`.
    """

    slug: str
    title: Any
    why: Any
    order: int
    done: Callable[[Any], bool]
    url: Callable[[Any], str]


PersonPart = Callable[[Any, Any], Panel | None]
Provider = Callable[[Any], Sequence[Waiting]]
_providers: Registrations[Provider] = Registrations("office", name="office")
_steps: Registrations[Step] = Registrations("first step", code_of=lambda step: step.done)

_person_parts: Registrations[PersonPart] = Registrations("person at an academy", name="person at an academy")


def provide_person_part(part: PersonPart) -> None:
    """Let `part` give a panel of the administrator's page about a person: it takes the viewer and the person."""
    _person_parts.put(part, part)


def parts_about(person: Any, *, viewer: Any) -> list[Panel]:
    """Return the panels about `person` that `viewer` may see, in the order in which rooms registered them."""
    found = (part(viewer, person) for part in _person_parts.on_at(person.institution))
    return [panel for panel in found if panel is not None]


def provide(provider: Provider) -> None:
    """Let `provider` give what waits for a person who administers."""
    _providers.put(provider, provider)


def waiting_for(person: Any) -> list[Waiting]:
    """Return all that waits for `person`, without what there is none of."""
    providers = _providers.on_at(person.institution)
    return [one for provider in providers for one in provider(person) if one.number]


def register_step(*steps: Step) -> None:
    """Add steps; the same slug again replaces the first."""
    for step in steps:
        _steps.put(step.slug, step)


def steps_at(institution: InstitutionLike | None) -> list[Step]:
    """Return the steps of `institution` in their order, without those of plugins that are off there."""
    return sorted(_steps.on_at(institution), key=lambda step: step.order)
