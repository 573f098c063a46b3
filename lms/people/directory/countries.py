"""Countries of a site: their names, time zones, and the words by which lists of people write ranks and agencies.

Four ship with the product (`countries.json`) and are put into an empty table; superusers add others on a page. Rows of
other tables keep a country's code (ISO 3166-1 alpha-2), so that they stay readable where the country was removed.
"""

import json
import time
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path

from django.core.validators import RegexValidator
from django.db import DatabaseError, connection, models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .choices import RankBand, RoleFamily
from .rank_words import plain_rank

SHIPPED = Path(__file__).with_name("countries.json")
KEPT_FOR = 30.0
"""Seconds for which a process knows the countries without asking: where a change is made it is seen at once."""
_kept: list[tuple[float, dict[str, "Country"]]] = []
"""Until when, by the clock of the process, and the countries by code; or nothing."""


class Country(models.Model):
    """A country in which academies lie.

    `names` by language; `ranks` by band of ranks and `agencies` by role family, each a list of the words that lists of
    people write for it.
    """

    code = models.CharField(
        _("code"),
        max_length=2,
        primary_key=True,
        validators=[RegexValidator(r"\A[A-Z]{2}\Z", _("Write two capital letters, as in KE."))],
    )
    names = models.JSONField(_("names"), default=dict)
    timezone = models.CharField(_("time zone"), max_length=40)
    ranks = models.JSONField(_("ranks"), default=dict)
    agencies = models.JSONField(_("agencies"), default=dict)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """Return the name in `language`, else in English, else the code."""
        return str(self.names.get(language) or self.names.get("en") or self.code)

    @cached_property
    def bands(self) -> Mapping[str, str]:
        """The band of each rank, by the rank as it is compared."""
        bands = [str(band) for band in RankBand]
        return {plain_rank(rank): band for band in bands for rank in self.ranks.get(band, ())}


@cache
def shipped() -> tuple[Country, ...]:
    """Return the countries that ship with the product, not saved."""
    return tuple(Country(**row) for row in json.loads(SHIPPED.read_text(encoding="utf-8")))


def put_shipped(**_signal: object) -> None:
    """Put the countries that ship into an empty table (a receiver of `post_migrate`)."""
    is_there = Country._meta.db_table in connection.introspection.table_names()
    if is_there and not Country.objects.exists():
        _keep(Country.objects.bulk_create(shipped()))


def countries() -> Mapping[str, Country]:
    """Return all countries by code. One statement, or none."""
    now = time.monotonic()
    for until, known in tuple(_kept):
        if now < until:
            return known
    try:
        return _keep(Country.objects.all())
    except DatabaseError:
        # Checks and commands that build a site ask for choices before there is a table.
        return {country.code: country for country in shipped()}


def _keep(found: Iterable[Country]) -> dict[str, Country]:
    known = {country.code: country for country in found}
    _kept[:] = [(time.monotonic() + KEPT_FOR, known)]
    return known


def read_again() -> None:
    """Read the countries anew at the next question."""
    _kept.clear()


def country_choices() -> list[tuple[str, str]]:
    """Return code and name of each country, for fields of forms and of models."""
    return [(code, str(country)) for code, country in countries().items()]


def country_name(code: str) -> str:
    """Return the name of a country in the reader's language; its code where it is not known."""
    known = countries().get(code)
    return str(known) if known else code


def agency_words() -> Mapping[str, str]:
    """Return the role family of each word that a country has for an agency."""
    families = [str(family) for family in RoleFamily]
    return {
        word: family
        for country in countries().values()
        for family in families
        for word in country.agencies.get(family, ())
    }
