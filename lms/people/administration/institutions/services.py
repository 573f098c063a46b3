"""The only writer of what administrators change of institutions, and of founding an academy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from ...audit.services import note
from ...directory.choices import Kind, Role
from ...directory.institutions import Institution
from ...directory.models import Cohort, Membership, User
from ...directory.reach import NotTheirs, administers
from ...directory.tree import hold_the_trees
from ...identity.accounts.services import give_password
from ..records import people_services
from ..records.services import create_institution
from ..records.services import move as move_institution

CHANGED = ("name", "names", "country", "timezone")
FOR_SUPERUSERS = ("code", "kind")
"""What they alone change, besides."""
RANK = {Kind.REGION: 0, Kind.COUNTRY: 1, Kind.ACADEMY: 2, Kind.UNIT: 3}
"""What stands above what. A unit may lie in a unit, and a region in a region."""
ALIKE = (Kind.REGION, Kind.UNIT)


class NameTaken(ValueError):
    """Refusal: there is an institution of this name under the same one. Nothing was written."""


class CodeTaken(ValueError):
    """Refusal: another institution has this code. Nothing was written."""


class NotBelow(ValueError):
    """The institution cannot lie there: it would lie in itself, or a country in an academy. Nothing was written."""


class InstitutionData(TypedDict, total=False):
    """Values of an institution that administrators write, by the names of `CHANGED` and `FOR_SUPERUSERS`."""

    name: str
    names: dict[str, str]
    country: str
    timezone: str
    code: str
    kind: str


class CohortData(TypedDict):
    """The first cohort of an academy."""

    name: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Founded:
    """Founded academy, and the first password of its administrator, which is kept in no other place."""

    academy: Institution
    administrator: User
    password: str
    cohort: Cohort | None


@transaction.atomic
def change(*, institution: Institution, about: InstitutionData, by: User) -> Institution:
    """Give `institution` what `about` says. The same again changes nothing. Raises `NameTaken`, `CodeTaken`,
    `NotBelow`, `NotTheirs`.
    """
    held = Institution.objects.select_for_update(of=("self",), no_key=True).get(pk=institution.pk)
    if not administers(by, held):
        raise NotTheirs
    mine = (*CHANGED, *FOR_SUPERUSERS) if by.is_superuser else CHANGED
    values: Mapping[str, object] = about
    changed = [name for name in mine if name in values and getattr(held, name) != values[name]]
    if not changed:
        return held
    if "code" in changed and Institution.objects.filter(code__iexact=about["code"]).exclude(pk=held.pk).exists():
        raise CodeTaken(about["code"])
    if "kind" in changed and not _fits(held, about["kind"]):
        raise NotBelow(about["kind"])
    _refuse_twice(held.parent_id, str(about.get("name", held.name)), but=held.pk)
    for name in changed:
        setattr(held, name, values[name])
    held.save(update_fields=changed)
    return held


def _fits(institution: Institution, kind: str) -> bool:
    """Return whether an institution of this `kind` may be at its place in the tree, with the institutions below it."""
    above = [institution.parent.kind] if institution.parent is not None else []
    below = Institution.objects.filter(parent=institution).values_list("kind", flat=True)
    return all(_holds(upper, kind) for upper in above) and all(_holds(kind, lower) for lower in below)


def _holds(upper: str, lower: str) -> bool:
    return RANK[Kind(upper)] < RANK[Kind(lower)] or (upper == lower and upper in ALIKE)


@transaction.atomic
def add_above(*, parent: Institution | None, kind: str, about: InstitutionData, by: User) -> Institution:
    """Add a region or a country, below which academies lie, for superusers. Raises `NameTaken`, `NotBelow`,
    `NotTheirs`.
    """
    if not by.is_superuser:
        raise NotTheirs
    if parent is not None and not _holds(parent.kind, kind):
        raise NotBelow(parent.name)
    return _make(parent, kind, about)


@transaction.atomic
def remove(*, institution: Institution, by: User, now: datetime) -> None:
    """Delete an institution that has no people, no cohorts, nothing below it and no records. Whoever may move it may.

    Raises `HasRecords`, `NotTheirs`.
    """
    # it is deleted
    held = (
        Institution.objects.select_for_update(of=("self",), no_key=False)
        .select_related("parent")
        .get(pk=institution.pk)
    )
    if not may_move(held, by):
        raise NotTheirs
    note("institution_deleted", by=by, institution=held.parent_id, now=now, name=held.name)
    try:
        held.delete()
    except ProtectedError as error:
        raise people_services.HasRecords from error


@transaction.atomic
def add_unit(*, parent: Institution, about: InstitutionData, by: User) -> Institution:
    """Add a unit below an institution that `by` administers. Raises `NameTaken`, `NotTheirs`."""
    if not administers(by, parent):
        raise NotTheirs
    return _make(parent, Kind.UNIT, about)


def may_move(institution: Institution, viewer: User) -> bool:
    """Return whether `viewer` may move the institution in the tree: administrators of the institution above it; at the
    top only a superuser.
    """
    return viewer.is_superuser or (institution.parent is not None and administers(viewer, institution.parent))


def places_for(institution: Institution, viewer: User) -> Any:
    """Return the institutions below which `viewer` may hang it: those that they administer and that may hold one of its
    kind.
    """
    kinds = [kind for kind in RANK if _holds(kind, institution.kind)]
    places = Institution.objects.visible_to(viewer, Role.ADMINISTRATOR).filter(kind__in=kinds)
    return places.exclude(path__startswith=institution.path or "-")


@transaction.atomic
def move(*, institution: Institution, parent: Institution | None, by: User) -> Institution:
    """Hang `institution`, with all below it, under `parent`, or at the top for None, which is for superusers. Names,
    country and time zone stay; plugins and the second factor follow what is above. The same again changes nothing.

    Raises `NameTaken`, `NotBelow`, `NotTheirs`.
    """
    hold_the_trees()
    held = (
        Institution.objects.select_for_update(of=("self",), no_key=True).select_related("parent").get(pk=institution.pk)
    )
    if not may_move(held, by) or (parent is None and not by.is_superuser):
        raise NotTheirs
    if (parent.pk if parent else None) == held.parent_id:
        return held
    if parent is not None and not administers(by, parent):
        raise NotTheirs
    if parent is not None and not places_for(held, by).filter(pk=parent.pk).exists():
        raise NotBelow(parent.name)
    _refuse_twice(parent.pk if parent else None, held.name, but=held.pk)
    fresh = Institution.objects.get(pk=parent.pk) if parent else None
    return move_institution(institution=held, parent=fresh, by=by)


def founders_places(viewer: User) -> Any:
    """Return the institutions below which `viewer` founds academies: the countries and regions that they administer."""
    places = Institution.objects.visible_to(viewer, Role.ADMINISTRATOR)
    return places.filter(kind__in=(Kind.REGION, Kind.COUNTRY))


def may_found(viewer: User) -> bool:
    return viewer.is_superuser or founders_places(viewer).exists()


@transaction.atomic
def found_academy(
    *,
    parent: Institution | None,
    about: InstitutionData,
    units: Sequence[str],
    administrator: people_services.PersonData,
    cohort: CohortData | None,
    by: User,
    now: datetime,
) -> Founded:
    """Found an academy with its units, its first administrator, who gets a first password, and its first cohort:
    all of it or nothing. Raises `NameTaken`, `NumberTaken`, `NotTheirs`.
    """
    allowed = by.is_superuser if parent is None else founders_places(by).filter(pk=parent.pk).exists()
    if not allowed:
        raise NotTheirs
    academy = _make(parent, Kind.ACADEMY, about)
    for name in units:
        _make(academy, Kind.UNIT, {"name": name})
    person = people_services.add(institution=academy, about=administrator, by=by, now=now)
    Membership.objects.create(user=person, institution=academy, role=Role.ADMINISTRATOR)
    password = give_password(person=person, by=by, now=now)
    first = Cohort.objects.create(institution=academy, **cohort) if cohort else None
    return Founded(academy, person, password, first)


def _make(parent: Institution | None, kind: str, about: InstitutionData) -> Institution:
    values: Mapping[str, Any] = about
    fields = {name: values[name] for name in CHANGED if name != "name" and values.get(name)}
    name = about["name"]
    _refuse_twice(parent.pk if parent else None, name)
    try:
        with transaction.atomic():
            return create_institution(name=name, kind=kind, parent=parent, **fields)
    except IntegrityError as error:  # somebody else made it at this moment
        raise NameTaken(name) from error


def _refuse_twice(parent: int | None, name: str, *, but: int | None = None) -> None:
    others = Institution.objects.filter(parent=parent, name__iexact=name)
    if (others.exclude(pk=but) if but else others).exists():
        raise NameTaken(name)
