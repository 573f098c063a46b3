"""The part of the contract on conditions of access: they judge by what they are given, and say what they ask for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ..access import COLUMNS, AccessCondition, Condition, Facts, Missing, Place, Reach, sound_text
from ..runtime.value_checks import as_json
from .behaviour import NOW
from .breach import Breach, expect
from .places import PlacesContract
from .sample_rows import ACTIVITY

LONGEST = 64
"""Characters of a slug."""
FILLED: Mapping[str, Any] = {"subject": str(ACTIVITY), "percent": 50, "day": "2027-03-01", "roles": ("police",)}


class Somewhere:
    """Course and activity that a sample names, for a reader who may open them."""

    today = NOW.date()

    def course(self, condition: Condition) -> Place:
        return Place("A course", "/")

    def activity(self, condition: Condition) -> Place:
        return Place("A lesson", "/")


class AccessContract(PlacesContract):
    """The law. `conditions` has, by kind of condition, the values of its own fields as they are stored."""

    conditions: Mapping[str, Mapping[str, Any]] = {}

    def test_judges_access(self, db: None) -> None:
        for kind in self.subject.within("access condition"):
            has_its_fields(kind, self.conditions.get(kind.slug, {}))
            judges(kind, sample_of(kind, self.conditions.get(kind.slug, {})), self.enrolments())


def sample_of(kind: AccessCondition, values: Mapping[str, object]) -> Condition:
    filled: dict[str, Any] = {COLUMNS[name]: FILLED[COLUMNS[name]] for name in kind.columns}
    return Condition(kind.slug, **filled, values=dict(values))


def has_its_fields(kind: AccessCondition, values: Mapping[str, object]) -> None:
    """Check that a kind has a name, columns that there are, and form fields of its own that take the sample."""
    what = f"The access condition “{kind.slug}”"
    expect(str(kind.name).strip(), f"{what} has no name.")
    expect(
        len(kind.slug) <= LONGEST and "." not in kind.slug,
        f"{what} needs a slug of {LONGEST} characters, without a dot.",
    )
    strange = set(kind.columns) - set(COLUMNS)
    expect(not strange, f"{what} has the columns {sorted(strange)}: there are {', '.join(COLUMNS)}.")
    expect(not {"course", "activity"} <= set(kind.columns), f"{what} names a course and an activity: choose one.")
    fields, again = kind.fields(), kind.fields()
    expect(set(fields) == set(values), f"Give the values of {sorted(fields)}: conditions = {{“{kind.slug}”: …}}.")
    as_json(dict(values))
    for name, one in fields.items():
        expect(str(one.label or "").strip(), f"The field “{name}” of “{kind.slug}” has no label.")  # type: ignore[attr-defined]
        expect(one is not again[name], f"fields of “{kind.slug}” gives the same “{name}” twice: make a new one.")
        try:
            one.clean(values[name])  # type: ignore[attr-defined]
        except ValidationError as error:
            raise Breach(f"The field “{name}” of “{kind.slug}” does not take its sample: {error}") from None


def judges(kind: AccessCondition, condition: Condition, enrolments: Sequence[Any]) -> None:
    """Check that a kind asks the database once for all, and judges and says the rest without it."""
    what = f"“{kind.slug}”"
    counted: list[int] = []
    own: Mapping[int, object] = {}
    for asked in (enrolments[:1], [*enrolments, *enrolments]):
        with CaptureQueriesContext(connection) as statements:
            own = kind.facts(asked, [condition] * len(asked), now=NOW)
        counted.append(len(statements))
        expect(isinstance(own, Mapping), f"facts of {what} gives {own!r:.200}: give a mapping from primary keys.")
    expect(counted[1] <= counted[0], f"facts of {what} takes more statements for many than for one: ask once for all.")
    with CaptureQueriesContext(connection) as statements:
        for facts in ({kind.slug: own[one.pk]} if one.pk in own else {} for one in enrolments):
            held = kind.holds(condition, Facts(day=date(2027, 3, 1), role="police", own=facts))
            expect(isinstance(held, bool), f"holds of {what} gives {held!r:.200}: say True or False.")
        could = kind.could_hold(condition, Reach("police", [str(ACTIVITY)]))
        expect(isinstance(could, bool), f"could_hold of {what} gives {could!r:.200}: say True or False.")
        expect(could, f"could_hold of {what} is False for the sample: nobody could ever open what has it.")
        _says(kind, condition)
    expect(not len(statements), f"{what} asks the database while it judges: ask in `facts`, once for all.")


def _says(kind: AccessCondition, condition: Condition) -> None:
    missing = kind.for_learners(condition, Somewhere())
    expect(isinstance(missing, Missing), f"for_learners of “{kind.slug}” gives {missing!r:.200}, which is no Missing.")
    for name, text in (("for_reviewers", kind.for_reviewers(condition, Somewhere())), ("for_learners", missing.text)):
        try:
            sound_text(text)
        except TypeError as error:
            raise Breach(f"{name} of “{kind.slug}”: {error}.") from None
