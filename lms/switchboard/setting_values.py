"""Settings of plugins at institutions: their readers, and their only writers."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db import transaction
from wagtail.log_actions import log as write_history

from lms.foundation.plugins.institution_settings import Secret, declared_by
from lms.foundation.plugins.manifest import InstitutionSetting
from lms.people.administration.records.services import renew_settings
from lms.people.audit.services import note
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.identity.protection.encryption import CannotBeRead, decrypt, encrypt

from .models import PluginValue

CHANGED = "switchboard.settings"
"""In the history of an institution: which settings of which plugin were set or taken away, without their values."""
MOST_CACHED = 4096
"""Plugins times institutions whose values a process keeps."""

SettingValue = str | int | bool
"""A value that an institution sets, whatever the kind of the setting."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CurrentValue:
    """The value of a setting that counts somewhere.

    `row` is where it was set; None where that is nowhere, and `value` is the default. A secret is `withheld` where one
    is set above that does not count here.
    """

    setting: InstitutionSetting
    value: Any
    row: PluginValue | None
    withheld: bool = False


def values_for(plugin: str, institution: Institution) -> Mapping[str, object]:
    """Return the values that count at `institution`, by name.

    Each process keeps what it read, by the version that stands in the row of the institution: a change anywhere counts
    for the next request everywhere. One statement where it was not read yet, none where nobody ever set anything.
    """
    if not institution.settings_version:
        return MappingProxyType({setting.name: _blank(setting) for setting in declared_by(plugin)})
    return _kept(plugin, institution.path or "", institution.settings_version)


@lru_cache(maxsize=MOST_CACHED)
def _kept(plugin: str, path: str, version: str) -> Mapping[str, object]:
    rows = PluginValue.objects.filter(plugin=plugin).counting_at(path)
    return MappingProxyType({one.setting.name: one.value for one in _count(plugin, rows)})


def values_for_each(plugin: str, institutions: Iterable[Institution]) -> dict[int, Mapping[str, object]]:
    """Return the values that count at each of `institutions`, by its primary key, for lists of them. One statement."""
    rows = list(PluginValue.objects.filter(plugin=plugin).select_related("institution").order_by("institution__path"))
    return {
        one.pk: {
            value.setting.name: value.value
            for value in _count(
                plugin, [row for row in rows if (one.path or "").startswith(row.institution.path or "-")]
            )
        }
        for one in institutions
    }


def current_values(plugin: str, institution: Institution) -> list[CurrentValue]:
    """Return the values with the place at which each was set, as it stands now. One statement."""
    rows = PluginValue.objects.filter(plugin=plugin).counting_at(institution.path or "")
    return _count(plugin, rows)


def _count(plugin: str, rows: Iterable[PluginValue]) -> list[CurrentValue]:
    """Return for each setting the lowest of `rows`, which stand from the top down, whose value fits.

    A secret counts nowhere below an address that is set closer: it would be sent to whoever set that address.
    """
    rows = list(rows)
    lowest = [_lowest(setting, [row for row in rows if row.name == setting.name]) for setting in declared_by(plugin)]
    closest = max((_depth(one.row) for one in lowest if one.setting.kind == "address"), default=0)
    return [
        CurrentValue(one.setting, Secret(), None, withheld=True)
        if one.setting.secret and 0 < _depth(one.row) < closest
        else one
        for one in lowest
    ]


def _lowest(setting: InstitutionSetting, rows: list[PluginValue]) -> CurrentValue:
    if setting.secret:
        row = next((row for row in reversed(rows) if row.encrypted), None)
        return CurrentValue(setting, _secret(row) if row else Secret(), row)
    row = next((row for row in reversed(rows) if not row.encrypted and setting.fits(row.value)), None)
    return CurrentValue(setting, row.value if row else _blank(setting), row)


def _depth(row: PluginValue | None) -> int:
    return (row.institution.path or "").count("/") if row else 0


def _blank(setting: InstitutionSetting) -> object:
    return Secret() if setting.secret else setting.blank


def _secret(row: PluginValue) -> Secret:
    """Return the secret in `row`; one that is not set if it cannot be decrypted."""
    try:
        return Secret(decrypt(row.encrypted, place=_place(row)))
    except CannotBeRead:
        log.error("the setting %s cannot be decrypted: set it again", _place(row))
        return Secret()


def _place(row: PluginValue) -> str:
    return f"{row.plugin} {row.name} {row.institution_id}"


@transaction.atomic
def change(
    *,
    plugin: str,
    institution: Institution,
    values: Mapping[str, SettingValue | None],
    by: User | None,
    now: datetime,
) -> None:
    """Set what `values` name at `institution`, for it and all below it that have no value of their own; None takes the
    value away, and the one above counts.

    Who did it, when and for which settings stands in the rows and in the site's history. Nothing given changes nothing.
    Raises `LookupError` for a name that the plugin does not declare, and `ValueError` for a value that is none of it.
    """
    declared = {setting.name: setting for setting in declared_by(plugin)}
    if wrong := [name for name, value in values.items() if value is not None and not declared[name].fits(value)]:
        raise ValueError(f"These settings of “{plugin}” have no such value: {', '.join(wrong)}.")
    if not values:
        return
    renew_settings(institution=institution)
    PluginValue.objects.filter(plugin=plugin, institution=institution, name__in=values).delete()
    for name, value in values.items():
        if value is not None:
            row = PluginValue(plugin=plugin, institution=institution, name=name, set_at=now, set_by=by)
            secret = declared[name].secret
            row.value, row.encrypted = (None, encrypt(str(value), place=_place(row))) if secret else (value, "")
            row.save()
    data = {"plugin": plugin, "settings": list(values)}
    note("plugin_set", by=by, institution=institution, now=now, plugin=plugin, settings=list(values))
    write_history(institution, CHANGED, user=by, data=data, timestamp=now)


@transaction.atomic
def encrypt_again() -> tuple[int, int]:
    """Encrypt every secret with the present SECRET_KEY. Returns how many are, and how many could not be read."""
    done = lost = 0
    for row in PluginValue.objects.select_for_update(no_key=True).exclude(encrypted=""):
        try:
            row.encrypted = encrypt(decrypt(row.encrypted, place=_place(row)), place=_place(row))
        except CannotBeRead:
            lost += 1
            continue
        row.save(update_fields=["encrypted"])
        done += 1
    return done, lost
