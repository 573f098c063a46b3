"""Personal data as each room and each plugin declares them: for code that shows and erases them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import AppConfig, apps

from .manifest import PersonalData
from .plugin import Plugin
from .runtime.guard import is_trusted


class Reader(Enum):
    """The two to whom what is held about a person is given; each has a list of their own in every record."""

    THE_PERSON = "the person"
    STAFF = "staff"


def names_for(reader: Reader, record: PersonalData) -> tuple[str, ...] | None:
    """Return the values of a row of `record` that `reader` gets: None for all that the person themselves gets."""
    return None if reader is Reader.THE_PERSON else record.staff


@dataclass(frozen=True)
class DeclaredPersonalData:
    """One kind of record about people: `room` is what people call the part of the platform that keeps it, `plugin` the
    slug of the outside plugin that does; nothing for the house and its plugins.
    """

    room: Any
    record: PersonalData
    plugin: str = ""


def declared_personal_data() -> Iterator[DeclaredPersonalData]:
    """Yield the kinds of records that the rooms and the running plugins keep.

    A room says it as `personal_data` of its app's configuration, a plugin in its manifest.
    """
    for config in apps.get_app_configs():
        outside = brought_by(config.label)
        for record in _records(config):
            yield DeclaredPersonalData(config.verbose_name, record, outside)


def brought_by(label: str) -> str:
    """Return the slug of the outside plugin whose app has that `label`; empty for the house and its plugins."""
    return label if isinstance(apps.app_configs.get(label), Plugin) and not is_trusted(label) else ""


def _records(config: AppConfig) -> tuple[PersonalData, ...]:
    if isinstance(config, Plugin):
        return config.manifest.personal_data
    records: tuple[PersonalData, ...] = getattr(config, "personal_data", ())
    return records
