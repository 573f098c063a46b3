"""Groups of a cohort that played the same case, side by side: what each decided, and how each came out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.casework import Script, State, measures
from assessments.casework.debriefing import Answer, compare_decisions
from assessments.casework.presentation.sentences import case_moment

from ..runs.models import Run
from ..runs.names import Words, words_of
from ..runs.scripts import script_of
from .figures import figure
from .good_paths import good_of


@dataclass(frozen=True)
class GroupChoice:
    """Decision of one group; `option` is empty where the group never came to it. `lapsed`: nobody decided in time."""

    group: str
    option: str
    moment: str
    reason: str
    is_best: bool
    never: bool
    lapsed: bool


@dataclass(frozen=True)
class Question:
    """A decision that came up in one group at least. `is_split`: groups decided in different ways."""

    role: str
    question: str
    is_split: bool
    chosen: Sequence[GroupChoice]


@dataclass(frozen=True)
class GroupComparison:
    """`groups` are what the runs are called; each measure has a value for each of them, and that of the good path."""

    groups: Sequence[str]
    questions: Sequence[Question]
    measures: Sequence[tuple[str, Sequence[tuple[str, str]], str]]
    has_good: bool


def compare_groups(runs: Sequence[Run]) -> GroupComparison:
    """Return runs of one content, one at least, whose play is over. One statement at most."""
    script, words = script_of(runs[0]), words_of(runs[0])
    states = [State.read(run.state) for run in runs]
    groups = [run.name or _("Group %(number)s") % {"number": place} for place, run in enumerate(runs, start=1)]
    good = good_of(runs[0])
    questions = [
        Question(
            words.seat(row.seat),
            words.question(row.decision),
            row.is_split,
            [
                _chosen(words, row.decision, row.best, answer, group)
                for answer, group in zip(row.answers, groups, strict=True)
            ],
        )
        for row in compare_decisions(script, states)
    ]
    return GroupComparison(groups, questions, list(_measures(script, states, good, words, groups)), good is not None)


def _chosen(words: Words, decision: str, best: Sequence[str], answer: Answer, group: str) -> GroupChoice:
    return GroupChoice(
        group=group,
        option=words.option(decision, answer.option) if answer.option else "",
        moment="" if answer.at is None else case_moment(answer.at),
        reason=answer.reason,
        is_best=answer.option in best and not answer.is_default,
        never=answer.never,
        lapsed=answer.is_default,
    )


def _measures(
    script: Script, states: Sequence[State], good: State | None, words: Words, groups: Sequence[str]
) -> Iterator[tuple[str, Sequence[tuple[str, str]], str]]:
    values = [measures(script, state) for state in states]
    best = measures(script, good) if good is not None else {}
    for one in script.case.measures:
        own = [(group, figure(each[one.id])) for group, each in zip(groups, values, strict=True)]
        yield words.label("measures", one.id), own, figure(best.get(one.id)) if best else ""
