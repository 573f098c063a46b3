"""Preview of the results that a corrected key would change, old and new; nothing is written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.learning.progress.models import Attempt
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.rules import concerns

from ..sitting.form import Form
from ..sitting.reducer import fold
from ..sitting.state import BrokenState, State, keys_now
from ..sitting.type_versions import versions_of
from .keys import Correction, Pairs, corrected

KIND = "quiz"
NAMED = 200
"""So many people are named; all are counted."""


def candidates(activity: UUID, question: str) -> QuerySet[Attempt]:
    """Return the attempts in which the question was drawn, the oldest first; also those of whoever corrects it, which
    stay as they are.
    """
    attempts = Attempt.objects.filter(activity=activity, kind=KIND).alias(drawn=Cast("form", CharField()))
    return attempts.filter(drawn__contains=question).order_by("pk")


def count_concerned(activity: UUID, corrections: Mapping[str, Correction]) -> Counter[str]:
    """Count the attempts that are still marked by a key that was corrected, by question."""
    counts: Counter[str] = Counter()
    if not corrections:
        return counts
    attempts = Attempt.objects.filter(activity=activity, kind=KIND)
    for form, stored in attempts.values_list("form", "state").iterator(chunk_size=200):
        items = Form.read(form).items
        keys = keys_now(stored, items)
        for name in corrections.keys() & items.keys():
            if corrected(keys.get(name, items[name].key), corrections[name].pairs) is not None:
                counts[name] += 1
    return counts


@dataclass(frozen=True)
class AttemptChange:
    """One person's result before and after; `after` is the score as it would be recorded."""

    attempt: Attempt
    after: float | None
    passes: bool | None


@dataclass
class Preview:
    """Effects of a correction, counted over all learners, with names of learners whom the viewer teaches.

    `raised` and `lowered` are results that change, `held` those that would be lower if somebody said so, `gains` and
    `losses` those that pass or no longer pass, `open` attempts without a result yet, `unfit` those that the new key
    cannot mark. `own` says that there are attempts of the viewer's, which are not counted: somebody else has to correct
    those.
    """

    total: int = 0
    raised: int = 0
    lowered: int = 0
    held: int = 0
    gains: int = 0
    losses: int = 0
    open: int = 0
    unfit: int = 0
    own: bool = False
    lines: list[AttemptChange] = field(default_factory=list)

    @property
    def changed(self) -> int:
        return self.raised + self.lowered

    @property
    def same(self) -> int:
        return self.total - self.changed - self.open - self.unfit


def preview(activity: UUID, correction: Correction, viewer: User, *, lower: bool) -> Preview:
    """Fold the correction into a copy of every attempt concerned. Two queries; attempts are read bit by bit."""
    near = set(Institution.objects.visible_to(viewer, *TEACHING_ROLES).values_list("pk", flat=True))
    effects = Preview()
    attempts: Iterable[Attempt] = (
        candidates(activity, correction.question).select_related("enrolment__learner").iterator(chunk_size=200)
    )
    for attempt in attempts:
        key = key_for(attempt, correction.question, correction.pairs)
        if key is not None and concerns(viewer, [attempt.enrolment.learner_id]):
            effects.own = True
        elif key is not None:
            _add(
                effects,
                attempt,
                {correction.question: key},
                lower=lower,
                named=attempt.enrolment.institution_id in near,
            )
    return effects


def key_for(attempt: Attempt, question: str, pairs: Pairs) -> object:
    """Return the corrected key of the question in this attempt; None where its key stands."""
    items = Form.read(attempt.form).items
    item = items.get(question)
    return None if item is None else corrected(keys_now(attempt.state, items).get(question, item.key), pairs)


def _add(effects: Preview, attempt: Attempt, keys: Mapping[str, object], *, lower: bool, named: bool) -> None:
    effects.total += 1
    try:
        kept, lowered = (_after(attempt, keys, lower=lowers) for lowers in (False, True))
    except (InvalidAnswer, BrokenState, NotInstalled):
        effects.unfit += 1
        return
    if attempt.completed_at is None or not kept.completed:
        effects.open += 1
        return
    after, before = (lowered if lower else kept), attempt.score or 0.0
    effects.held += not lower and (lowered.score or 0.0) < before
    effects.raised += (after.score or 0.0) > before
    effects.lowered += (after.score or 0.0) < before
    effects.gains += after.passed is True and attempt.passed is not True
    effects.losses += attempt.passed is True and after.passed is not True
    if named and after.score != attempt.score and len(effects.lines) < NAMED:
        effects.lines.append(AttemptChange(attempt, after.score, after.passed))


def _after(attempt: Attempt, keys: Mapping[str, object], *, lower: bool) -> Any:
    form = Form.read(attempt.form)
    data = {"keys": keys, "reason": "", "lower": lower, "types": versions_of(form.items.kinds)}
    state = State.read(attempt.state, form.items)
    return fold(form, state, "rescored", data, now=attempt.closed_at or attempt.begun_at)[1]
