"""The last value of each indicator beside its target, as one sees it."""

from dataclasses import dataclass
from datetime import date

from lms.desks.indicators import texts
from lms.desks.indicators.access import seen_by
from lms.desks.indicators.masks import masks_of
from lms.desks.indicators.models import Indicator, Snapshot
from lms.people.directory.models import User


@dataclass(frozen=True)
class Goal:
    """One indicator: the words of its last value and of the target that was due then; `value` is empty where hidden."""

    pk: int
    title: str
    place: str
    as_of: date
    value: str
    target: str
    behind: bool


def goals_of(viewer: User) -> list[Goal]:
    """Return the goals, by title. Two statements, and four at most where small figures are hidden."""
    snapshots = Snapshot.objects.filter(definition__indicator__in=seen_by(viewer))
    rows = snapshots.select_related("definition__indicator__institution").order_by("as_of", "number")
    last = {one.definition.indicator_id: one for one in rows}
    whole = set(Indicator.objects.whole_to(viewer).filter(pk__in=last).values_list("pk", flat=True)) if last else set()
    others = [one for key, one in last.items() if key not in whole]
    masks = masks_of(others, viewer)
    hidden = {one.pk for one in others if (None,) * len(one.definition.rules.by) in masks[one.pk]}
    goals = [_goal(one, is_hidden=one.pk in hidden) for one in last.values()]
    return sorted(goals, key=lambda goal: (goal.title.casefold(), goal.pk))


def _goal(snapshot: Snapshot, *, is_hidden: bool) -> Goal:
    rules, facts = snapshot.definition.rules, snapshot.facts
    value, target = facts["value"], facts["target"]
    return Goal(
        snapshot.definition.indicator_id,
        rules.title,
        snapshot.definition.indicator.institution.local_name(),
        snapshot.as_of,
        "" if is_hidden else texts.value(rules.unit, value),
        texts.value(rules.unit, target["value"]) if target else "",
        bool(target and not is_hidden and value is not None and value < target["value"]),
    )
