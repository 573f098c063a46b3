"""Erasing a person: what is theirs goes, what counts stays without them."""

from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from lms.foundation.plugins.manifest import PersonalData
from lms.foundation.plugins.personal_data import DeclaredPersonalData, declared_personal_data
from lms.people.directory.models import User

from . import missing_plugins
from .models import Declaration, Remainder
from .plugin_calls import call_plugin, call_plugin_records
from .records import rows_of

TOMBSTONE = "erased-"
"""What the service number of an erased person begins with; the rest is drawn."""


@dataclass(frozen=True)
class Effect:
    """Effect of erasure on one kind of record: `rows` of them are deleted, or stay without the person and with
    `emptied` columns. `rows` is None if the plugin that keeps them breaks.
    """

    room: str
    table: str
    what: str
    erased: str
    rows: int | None
    emptied: tuple[str, ...]


def effects(person: User) -> list[Effect]:
    """Return the effects of erasing `person`, one for each kind of record that has rows. Changes nothing."""
    found = [
        call_plugin(one, "effect", partial(_effect, person, one), instead=partial(_unknown, one))
        for one in declared_personal_data()
    ]
    for declared in missing_plugins.declarations():
        rows = call_plugin_records(
            declared.plugin, "effect", partial(_number_of, declared, person), instead=lambda: None
        )
        found.append(_effect_without_code(declared.facts, rows))
    return [effect for effect in found if effect.rows != 0]


def _effect(person: User, one: DeclaredPersonalData) -> Effect:
    record = one.record
    rows = rows_of(person, record).count()
    return Effect(str(one.room), record.model, str(record.what), record.erased, rows, (*record.emptied,))


def _effect_without_code(facts: dict[str, Any], rows: int | None) -> Effect:
    return Effect(facts["room"], facts["table"], facts["what"], facts["erased"], rows, ())


def _number_of(declared: Declaration, person: User) -> int | None:
    return missing_plugins.number_of(declared, person)


def _unknown(one: DeclaredPersonalData) -> Effect:
    return Effect(one.plugin, one.record.model, one.record.model, one.record.erased, None, ())


@transaction.atomic
def erase(person: User) -> None:
    """Erase `person`: their row becomes a tombstone that nobody signs in to, to which what stays still leads.

    One transaction: killed at any point, nothing happened but that files are gone, and it is done again as a whole.
    An erased person erased again stays as they are.

    Outside plugins come first, while all is there that leads to their rows. The part of one that breaks is left as it
    was, and waits as a `Remainder`.
    """
    # no other process writes about this person until the end
    locked = User.objects.select_for_update(of=("self",), no_key=False).get(pk=person.pk)
    if is_erased(locked):
        return
    for account in locked.merged.all():  # rows left with merged accounts of the same person
        erase(account)
    outside = {one.plugin for one in declared_personal_data() if one.plugin} | {
        one.plugin for one in missing_plugins.declarations()
    }
    for plugin in sorted(outside):
        if not erase_part(locked, plugin):
            Remainder.objects.get_or_create(person=locked, plugin=plugin)
    records = [one.record for one in declared_personal_data() if not one.plugin]
    _erase_rows(locked, records)
    _bury(locked, records)


def erase_part(person: User, plugin: str) -> bool:
    """Erase what the outside `plugin` keeps of `person`, also where its code is gone; False where it breaks, and
    nothing is changed.

    Whether its rows still fit one another is looked at here, and not when all is committed.
    """
    records = [one.record for one in declared_personal_data() if one.plugin == plugin]

    def ask() -> bool:
        if records:
            _erase_rows(person, records)
        else:
            missing_plugins.erase(plugin, person)
        connection.check_constraints(table_names=_tables_of(plugin))
        return True

    return call_plugin_records(plugin, "erase", ask, instead=bool)


def _tables_of(plugin: str) -> list[str]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return [table for table in tables if table.startswith(f"{plugin}_")]


def _erase_rows(person: User, records: list[PersonalData]) -> None:
    for record in records:
        if record.erase is not None:
            record.erase(rows_of(person, record), person)
    for record in (record for record in records if record.erased == "deleted"):
        rows_of(person, record).delete()
    for record in records:
        if record.erased != "deleted" and record.emptied and record.model != User._meta.label:
            rows_of(person, record).order_by().update(**record.emptied)


def is_erased(person: User) -> bool:
    return person.service_number.startswith(TOMBSTONE) and not person.is_active


def _bury(person: User, records: list[PersonalData]) -> None:
    """Bury the person: the row of the person says nothing of them any more; written without signals, which would tell
    of changes.
    """
    emptied = next(record.emptied for record in records if record.model == User._meta.label)
    person.groups.through.objects.filter(user=person).delete()
    person.user_permissions.through.objects.filter(user=person).delete()
    values: dict[str, Any] = {**emptied, "service_number": f"{TOMBSTONE}{token_hex(8)}"}
    User.objects.filter(pk=person.pk).update(**values, password=make_password(None), password_given=False)
