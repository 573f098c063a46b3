"""The only writer of sources of people, and what is read from them."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from lms.foundation.plugins.manifest import InstitutionSetting
from lms.foundation.plugins.people_sources.source import PeopleSource

from ...audit.services import note
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.reach import NotTheirs, administers
from ..roster.source_setup import SourceSetup


class Choices(TypedDict):
    """Values of the fields of a source by name, the cohort that people join, and whether it is read at night."""

    given: Mapping[str, object]
    cohort_name: str
    at_night: bool


class SecretMissing(ValueError):
    """An address is another one, and a secret that is kept was not given anew. Nothing was written."""


@transaction.atomic
def set_up(
    *,
    institution: Institution,
    source: PeopleSource,
    by: User,
    now: datetime,
    **choices: Unpack[Choices],
) -> SourceSetup:
    """Let `source` be read for `institution` as `choices` say; a secret that is not given stays.

    Raises `NotTheirs`, and `SecretMissing` where a secret would be sent to another address than it was given for.
    """
    held, given, at_night = _held(institution, by), choices["given"], choices["at_night"]
    setup = SourceSetup.objects.filter(institution=held, source=source.slug).first()
    setup = setup or SourceSetup(institution=held, source=source.slug)
    values = {one.name: given[one.name] for one in source.fields if not one.secret and given.get(one.name)}
    secrets = {one.name: str(given[one.name]) for one in source.fields if one.secret and given.get(one.name)}
    kept = [name for name in setup.secrets if name not in secrets]
    if kept and any(setup.values.get(one.name) != values.get(one.name) for one in source.fields if _sends(one)):
        raise SecretMissing
    setup.values, setup.cohort_name, setup.at_night = values, " ".join(choices["cohort_name"].split())[:120], at_night
    for name, text in secrets.items():
        setup.keep_secret(name, text)
    setup.changed_at, setup.changed_by = now, by
    setup.save()
    note("people_source_set", by=by, institution=held, now=now, source=source.slug, at_night=at_night)
    return setup


@transaction.atomic
def remove(*, institution: Institution, source: str, by: User, now: datetime) -> bool:
    """Remove what is set up, with its secrets. False where there was nothing. Raises `NotTheirs`."""
    held = _held(institution, by)
    gone, _rows = SourceSetup.objects.filter(institution=held, source=source).delete()
    if gone:
        note("people_source_removed", by=by, institution=held, now=now, source=source)
    return gone > 0


def _sends(field: InstitutionSetting) -> bool:
    return field.kind == "address"


def _held(institution: Institution, by: User) -> Institution:
    held = Institution.objects.select_for_update(of=("self",), no_key=True).get(pk=institution.pk)
    if not administers(by, held):
        raise NotTheirs
    return held
