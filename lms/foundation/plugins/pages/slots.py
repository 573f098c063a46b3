"""Slots: places on a page that a room above, or a plugin, may fill, without the page knowing it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..runtime import faults, guard
from ..runtime.activation import is_on
from ..runtime.registrations import Registrations


@dataclass(frozen=True)
class Link:
    """A link, a word on its state, and the pill's kind (done, due, overdue or nothing)."""

    label: Any
    url: str
    note: Any = ""
    pill: str = ""


@dataclass(frozen=True)
class Panel:
    """A part of a page: a heading, and what `template` makes of `context` (which it finds as `panel.context`)."""

    title: Any
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    plugin: str = ""
    """Whose panel it is: filled in by `fill`."""
    stylesheet: str = ""
    """Static path of a stylesheet of the plugin that the page links, or nothing."""


LARGEST_PANEL = 64_000
"""Characters of a panel of a plugin: one with more is left out, since it would bury the page of others."""

Provider = Callable[[Sequence[Any]], Mapping[int, Link | Panel]]


ENROLMENT = "enrolment"
"""Links beside a completed enrolment, on the learner's own pages and on the page about a person."""
COURSE = "course"
"""Panels below the activities, on a learner's page of a course; the row is the enrolment."""
COMPLETED = "completed"
"""Panels on the page to which a learner comes who has completed a course; the row is the enrolment."""
LEARNER = "learner"
"""Links in the head of “My learning” and panels below its first card; the row is the person."""
PERSON = "person"
"""Panels with an enrolment, on the page that staff see about a person."""
COHORT = "cohort"
"""Panels on a cohort's page; the row is the cohort."""
ACTIVITY = "activity"
"""Links at the end of an activity, on a learner's page, but not while they answer; the row is an `OnActivity`."""
PROGRAMME = "programme"
"""Links beside a completed programme, on its learner's page of it and on the page about a person; the row is a
`ProgrammeCompletion`.
"""
RESULTS = "results"
"""Panels on “My results”, such as hours in class; the row is the person."""
DEVICES = "devices"
"""Panels on “Where you are signed in”, such as phones that keep courses; the row is the person."""
PLACES = (ENROLMENT, COURSE, COMPLETED, LEARNER, PERSON, COHORT, ACTIVITY, PROGRAMME, RESULTS, DEVICES)


@dataclass(frozen=True)
class OnActivity:
    """The row of `ACTIVITY`: the activity with this id on the way of `enrolment`, and the attempt that is shown, or
    None.
    """

    enrolment: Any
    activity: str
    attempt: Any = None

    @property
    def pk(self) -> Any:
        return self.enrolment.pk

    @property
    def institution(self) -> Any:
        return self.enrolment.institution


_providers: dict[str, Registrations[Provider]] = {place: Registrations("slot", name=place) for place in PLACES}


def provide(place: str, provider: Provider) -> None:
    """Let `provider` fill `place`: it gets all rows of the page at once, and gives a link or a panel by primary key."""
    _providers[place].put(provider, provider)


def fill(place: str, rows: Sequence[Any]) -> dict[int, list[Any]]:
    """Return the things in `place` for each of `rows`, by primary key.

    A plugin gets the rows of the institutions where it is on.
    """
    filled: dict[int, list[Any]] = {row.pk: [] for row in rows}
    for provider in _providers[place] if rows else []:
        plugin = _providers[place].owner(provider)
        asked = [row for row in rows if is_on(plugin, row.institution)] if plugin else rows
        for pk, thing in _asked(provider, plugin, asked, place).items() if asked else ():
            filled[pk].append(thing)
    return filled


def _asked(provider: Provider, plugin: str, rows: Sequence[Any], place: str) -> Mapping[int, Link | Panel]:
    """Return the things of `provider`; if a plugin's breaks, its place stays empty and the page whole."""
    if not plugin:
        return provider(rows)
    known = {row.pk for row in rows}

    def given() -> Mapping[int, Link | Panel]:
        return {pk: sound(thing, plugin) for pk, thing in provider(rows).items() if pk in known}

    call = guard.Call(plugin, faults.LINK, f"{place} {guard.name_of(provider)}")
    return guard.answer_or(call, given, instead=dict)


def sound(thing: object, plugin: str) -> Link | Panel:
    """Return a link or a panel of `plugin` that can be shown, with its words as texts.

    Raises `TypeError` for anything else.
    """
    if isinstance(thing, Link) and thing.label and isinstance(thing.url, str):
        return replace(thing, label=str(thing.label), note=str(thing.note or ""))
    if isinstance(thing, Panel) and thing.title and isinstance(thing.template, str):
        return replace(thing, title=str(thing.title), plugin=plugin)
    raise TypeError(f"{thing!r:.200} is neither a Link nor a Panel with its words")


def providers_of(plugin: str) -> list[tuple[str, Provider]]:
    """Return the places that `plugin` fills, and the providers."""
    return [(place, provider) for place, shelf in _providers.items() for provider in shelf.of(plugin)]
