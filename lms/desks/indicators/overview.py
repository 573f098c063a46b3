"""Standing of indicators, for pages and files: the present definition, the last values, the target, as one sees it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from lms.desks.reporting.tables.suppression import Node
from lms.people.directory.models import User

from . import texts
from .cells import Table, tables_of
from .counting.rules import Rules
from .masks import Masks, masks_of
from .models import Definition, Indicator, Snapshot, Target
from .services import target_at


@dataclass
class Standing:
    """One indicator for one reader. `snapshots` are its values, the latest last; `kept` says whether they define and
    count, `whole` whether they see small figures.
    """

    indicator: Indicator
    definition: Definition
    kept: bool
    whole: bool
    targets: list[Target] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
    tables: dict[UUID, Table] = field(default_factory=dict)
    masks: Masks = field(default_factory=dict)

    @property
    def rules(self) -> Rules:
        return self.definition.rules

    @property
    def last(self) -> Snapshot | None:
        return self.snapshots[-1] if self.snapshots else None

    def value_of(self, snapshot: Snapshot) -> int | None:
        """Return the value; None of nobody, and where it is hidden."""
        value: int | None = snapshot.facts["value"]
        return None if self.hides(snapshot) else value

    def hides(self, snapshot: Snapshot) -> bool:
        """Return whether the whole of a value is of so few people that this reader does not see it."""
        return (None,) * len(snapshot.definition.rules.by) in self.gone(snapshot)

    def gone(self, snapshot: Snapshot) -> set[Node]:
        """Return the nodes of a value that this reader does not see."""
        return set() if self.whole else self.masks[snapshot.pk]

    @property
    def hidden_in_files(self) -> set[Node]:
        """The nodes of the last value that are hidden in files, which leave the institution, whoever takes them."""
        last = self.snapshots[-1]
        return self.tables[last.pk].hidden if self.whole else self.masks[last.pk]

    def words_of(self, snapshot: Snapshot) -> str:
        return texts.value(snapshot.definition.rules.unit, self.value_of(snapshot))

    @property
    def change(self) -> int | None:
        """The last value less that of the day before it; None where one is missing, or in another unit."""
        earlier = [one for one in self.snapshots if one.as_of < self.snapshots[-1].as_of]
        if not earlier or earlier[-1].definition.rules.unit != self.snapshots[-1].definition.rules.unit:
            return None
        last, before = self.value_of(self.snapshots[-1]), self.value_of(earlier[-1])
        if last is None or before is None:
            return None
        return last - before

    @property
    def changed_since(self) -> date:
        return [one for one in self.snapshots if one.as_of < self.snapshots[-1].as_of][-1].as_of

    def target_at(self, day: date) -> str:
        """Return the target that was last due by `day`, in words; empty where none was."""
        found = target_at(self.targets, day)
        return "" if found is None else texts.value(self.rules.unit, int(str(found["value"])))


def standings(indicators: Iterable[Indicator], viewer: User) -> list[Standing]:
    """Return the standing of each of `indicators`, by title. Eleven statements at most, whatever their number."""
    rows = list(indicators)
    theirs = Indicator.objects.filter(pk__in=[one.pk for one in rows])
    kept, whole = (set(one.values_list("pk", flat=True)) for one in (theirs.kept_by(viewer), theirs.whole_to(viewer)))
    definitions = {one.indicator_id: one for one in Definition.objects.filter(indicator__in=rows).order_by("version")}
    targets, values = defaultdict(list), defaultdict(list)
    for target in Target.objects.filter(indicator__in=rows).order_by("day", "pk"):
        targets[target.indicator_id].append(target)
    snapshots = Snapshot.objects.filter(definition__indicator__in=rows).select_related("definition")
    for snapshot in snapshots.order_by("as_of", "number"):
        values[snapshot.definition.indicator_id].append(snapshot)
    tables = tables_of(own[-1] for own in values.values())
    masks = masks_of((one for key, own in values.items() for one in own if key not in whole), viewer)
    found = [
        Standing(
            one,
            definitions[one.pk],
            one.pk in kept,
            one.pk in whole,
            targets[one.pk],
            values[one.pk],
            tables,
            masks,
        )
        for one in rows
    ]
    return sorted(found, key=lambda one: (one.rules.title.casefold(), one.indicator.pk))
