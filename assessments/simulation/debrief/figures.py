"""The figures of a run: measures beside those of the good path, and marks by step of the procedure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.casework import State, measures, team_marks
from assessments.casework.debriefing import StepMarks, compare_measures, marks_by_step

from ..runs.scripts import definition_of, digest_of
from .finished_run import Play
from .good_paths import good_of


@dataclass(frozen=True)
class Measure:
    """One measure in words: of this group, and of the good path."""

    label: str
    value: str
    good: str
    differs: bool


@dataclass(frozen=True)
class Figures:
    """`has_good`: a good path of this case is known. `team` are the marks that all share: label, got, offered. With the
    marks of a step stands its title and address, where the case names its procedure.
    """

    measures: Sequence[Measure]
    has_good: bool
    team: Sequence[tuple[str, float, float]]
    steps: Sequence[tuple[StepMarks, Mapping[str, object] | None]]


def figures_of(play: Play) -> Figures:
    good, words = good_of(play.run), play.words
    cited = definition_of(digest_of(play.run, get_language() or "en", play.run.institution.country)).get("steps", {})
    shared = enumerate(team_marks(play.script, play.state), 1)
    return Figures(
        measures=list(_measures(play, good)),
        has_good=good is not None,
        team=[(words.label("team", str(place)), one.got, one.offered) for place, one in shared],
        steps=[(one, cited.get(str(one.step))) for one in marks_by_step(play.script, play.state) if one.offered],
    )


def _measures(play: Play, good: State | None) -> Iterator[Measure]:
    if good is None:
        for id, value in measures(play.script, play.state).items():
            yield Measure(play.words.label("measures", id), figure(value), "", differs=False)
        return
    for one in compare_measures(play.script, play.state, good):
        label = play.words.label("measures", one.measure)
        yield Measure(label, figure(one.value), figure(one.good), differs=not one.is_as_good)


def figure(value: object) -> str:
    """Write a figure for people: what never happened is no nought."""
    if value is None:
        return _("never happened")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value:g}" if isinstance(value, int | float) else str(value)
