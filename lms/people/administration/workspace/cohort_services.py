"""The only writer of what administrators change of cohorts. Who is in one is for
`lms.people.administration.records.services`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from ...directory.institutions import Institution
from ...directory.models import Cohort, User
from ...directory.reach import NotTheirs, administers
from ..records.people_services import HasRecords
from ..records.services import join, look_up


class NameTaken(ValueError):
    """The institution has a cohort of this name. Nothing was written."""


@dataclass(frozen=True)
class Filled:
    """Number of people who joined and who were members before, and the lines, counted from one, that name no person who
    can be added.
    """

    joined: int
    here: int
    unknown: list[tuple[int, str]]
    oneself: bool


@transaction.atomic
def make(*, institution: Institution, name: str, starts_on: date | None, ends_on: date | None, by: User) -> Cohort:
    """Make a new cohort of an institution that `by` administers. Raises `NameTaken`, `NotTheirs`."""
    if not administers(by, institution):
        raise NotTheirs
    if Cohort.objects.filter(institution=institution, name__iexact=name).exists():
        raise NameTaken(name)
    try:
        with transaction.atomic():
            return Cohort.objects.create(institution=institution, name=name, starts_on=starts_on, ends_on=ends_on)
    except IntegrityError as error:  # somebody else made it at this moment
        raise NameTaken(name) from error


@transaction.atomic
def change(*, cohort: Cohort, name: str, starts_on: date | None, ends_on: date | None, by: User) -> Cohort:
    """Change the name or the days. The same again changes nothing. Raises `NameTaken`, `NotTheirs`."""
    held = Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("institution").get(pk=cohort.pk)
    if not administers(by, held.institution):
        raise NotTheirs
    if (held.name, held.starts_on, held.ends_on) == (name, starts_on, ends_on):
        return held
    if Cohort.objects.filter(institution=held.institution, name__iexact=name).exclude(pk=held.pk).exists():
        raise NameTaken(name)
    held.name, held.starts_on, held.ends_on = name, starts_on, ends_on
    held.save(update_fields=["name", "folded", "starts_on", "ends_on"])
    return held


@transaction.atomic
def remove(*, cohort: Cohort, by: User) -> None:
    """Delete a cohort to which nothing was ever assigned. Raises `HasRecords`, `NotTheirs`."""
    # it is deleted
    held = Cohort.objects.select_for_update(of=("self",), no_key=False).select_related("institution").get(pk=cohort.pk)
    if not administers(by, held.institution):
        raise NotTheirs
    try:
        held.delete()
    except ProtectedError as error:
        raise HasRecords from error


@transaction.atomic
def fill(*, cohort: Cohort, chosen: Sequence[int], lines: Sequence[str], by: User, now: datetime) -> Filled:
    """Add people of the cohort's institution, by their keys and by service numbers; never `by`. Whoever is in it stays.

    Raises `NotTheirs`.
    """
    if not administers(by, cohort.institution):
        raise NotTheirs
    found = look_up(institution=cohort.institution, lines=lines)
    ticked = User.objects.filter(pk__in=chosen, institution__path__startswith=cohort.institution.path)
    people = {person.pk: person for person in [*ticked, *found.people]}
    oneself = people.pop(by.pk, None) is not None
    joined = join(cohort=cohort, people=people.values(), now=now, by=by)
    return Filled(joined, len(people) - joined, found.unknown, oneself)
