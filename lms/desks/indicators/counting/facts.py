"""Facts that are counted, as they are today, and the enrolments of which they are made."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.dates import begins
from lms.people.directory.clocks import zone_of
from lms.people.directory.institutions import Institution

from .rules import AGENCY, COUNTRY, COURSE, OF_MONTH, PLACE, SEX, WHOLE, Rules

CHUNK = 500
"""People whose tests and attendance are fetched by one statement each."""
AGAIN = "again"
"""Why a row does not count: another one of the same person does."""
Values = dict[str, Any]
COLUMNS = (
    "pk",
    "learner_id",
    "course__slug",
    "release__edition",
    "release__correction",
    "institution_id",
    "assignment__cohort_id",
    "country",
    "sex",
    "role_family",
    "score",
    "enrolled_at",
    "started_at",
    "completed_at",
)


@dataclass(frozen=True)
class Fact:
    """One row to count: the key of the person, what it is divided by, whether it counts above and below the line of a
    share, why, and what is known besides.
    """

    person: int
    strata: Mapping[str, str]
    numerator: int
    denominator: int
    why: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Scope:
    """Scope of a count: the `rules`, the institution with all below it, and the last day of the period."""

    rules: Rules
    institution: Institution
    as_of: date

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(str(zone_of(self.institution)))

    @cached_property
    def begins(self) -> datetime:
        return begins(self.rules.since(self.as_of), self.zone)

    @cached_property
    def ends(self) -> datetime:
        """The first moment after the period."""
        return begins(self.as_of + timedelta(days=1), self.zone)

    @cached_property
    def places(self) -> dict[int, str]:
        """The names of the institutions by key, each after those above it, from that of the indicator down."""
        rows = Institution.objects.within(self.institution).values_list("pk", "name", "path")
        names = {key: name for key, name, _path in rows}
        return {
            key: " / ".join(names[above] for one in (path or "").split("/") if one and (above := int(one)) in names)
            for key, _name, path in rows
        }

    def enrolments(self, period: Q) -> QuerySet[Enrolment]:
        """Return the enrolments here that the definition names, in the `period`, person by person."""
        rules = self.rules
        rows = Enrolment.objects.filter(period, institution__path__startswith=self.institution.path or "-")
        if rules.agencies:
            rows = rows.filter(role_family__in=rules.agencies)
        if rules.courses:
            rows = rows.filter(course__slug__in=rules.courses)
        return rows

    def strata(self, row: Values, at: datetime) -> dict[str, str]:
        """Return what a row is divided by, as its enrolment has it; `at` is when it happened."""
        found = {
            SEX: row["sex"],
            AGENCY: row["role_family"],
            COUNTRY: row["country"],
            PLACE: self.places.get(row["institution_id"], ""),
            COURSE: row["course__slug"],
            OF_MONTH: self.month(at),
        }
        return {name: found[name] for name in self.rules.by}

    def month(self, at: datetime) -> str:
        """Return the month, which says less of a person than the day."""
        return f"{at.astimezone(self.zone):%Y-%m}"

    def known(self, row: Values) -> dict[str, object]:
        """Return what is known of a row whatever it counts."""
        edition = f"{row['release__edition']}.{row['release__correction']}"
        return {"course": row["course__slug"], "edition": edition, "place": self.places.get(row["institution_id"], "")}


def points(score: float | None) -> int | None:
    """Return a score, 0..1, in hundredths of a per cent."""
    return None if score is None else round(WHOLE * score)


def by_person(rows: Iterable[Values]) -> Iterator[dict[int, list[Values]]]:
    """Yield the rows of each `CHUNK` people; `rows` come person by person."""
    chunk: dict[int, list[Values]] = {}
    for person, own in groupby(rows, key=lambda row: row["learner_id"]):
        chunk[person] = list(own)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = {}
    if chunk:
        yield chunk


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
