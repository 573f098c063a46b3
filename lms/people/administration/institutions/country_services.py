"""The only writer of the countries of a site. For superusers."""

from datetime import datetime
from typing import TypedDict

from django.db import transaction

from ...audit.services import note
from ...directory.choices import Kind
from ...directory.countries import Country, read_again
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.reach import NotTheirs
from .services import CodeTaken, add_above


class InUse(ValueError):
    """Refusal: institutions lie in the country. Nothing was written."""


class CountryData(TypedDict):
    """Values of a country, as its model has them."""

    names: dict[str, str]
    timezone: str
    ranks: dict[str, list[str]]
    agencies: dict[str, list[str]]


@transaction.atomic
def add_country(*, code: str, about: CountryData, region: Institution | None, by: User, now: datetime) -> Country:
    """Add a country, and in a `region` the institution that stands for it. Raises `CodeTaken`, `NameTaken`,
    `NotBelow`, `NotTheirs`.
    """
    if not by.is_superuser:
        raise NotTheirs
    country, made = Country.objects.get_or_create(code=code, defaults=about)
    if not made:
        raise CodeTaken(code)
    note("country_made", by=by, now=now, code=code)
    if region is not None:
        place = {"name": country.name_in("en"), "names": about["names"], "timezone": about["timezone"]}
        add_above(parent=region, kind=Kind.COUNTRY, about={**place, "country": code}, by=by)  # type: ignore[typeddict-item]
    _tell()
    return country


@transaction.atomic
def change_country(*, code: str, about: CountryData, by: User, now: datetime) -> None:
    """Give a country what `about` says. What enrolments and courses copied from it stays. Raises `NotTheirs`."""
    if not by.is_superuser:
        raise NotTheirs
    held = Country.objects.select_for_update(of=("self",), no_key=True).get(code=code)
    changed = [name for name, value in about.items() if getattr(held, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(held, name, about[name])  # type: ignore[literal-required]
    held.save(update_fields=changed)
    note("country_changed", by=by, now=now, code=code, fields=changed)
    _tell()


@transaction.atomic
def remove_country(*, code: str, by: User, now: datetime) -> None:
    """Delete a country in which no institution lies. Raises `InUse`, `NotTheirs`."""
    if not by.is_superuser:
        raise NotTheirs
    # it is deleted
    held = Country.objects.select_for_update(of=("self",), no_key=False).get(code=code)
    if Institution.objects.filter(country=code).exists():
        raise InUse(code)
    held.delete()
    note("country_deleted", by=by, now=now, code=code)
    _tell()


def _tell() -> None:
    """Let this process read the countries anew: within the transaction, and again after it."""
    read_again()
    transaction.on_commit(read_again)
