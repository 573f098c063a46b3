"""The socket of sources of people: lists that come in to be looked at row by row before anything is written. Pure."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from ..manifest import InstitutionSetting
from ..runtime import faults
from ..runtime.guard import Rule
from ..runtime.registry import Registry
from .rows import NotRead, complete

FILE = "file"
"""The source of a list that an administrator uploads. It is not set up: its only option has that name too."""


class PeopleSource(ABC):
    """One place from which lists of people come.

    `fields` are filled in by the administrator who sets the source up for an institution; one that is secret is kept
    encrypted and never shown again. A source without fields is not set up on a page.
    """

    slug: str
    name: Any
    fields: tuple[InstitutionSetting, ...] = ()

    @abstractmethod
    def read(self, options: Mapping[str, Any]) -> Iterable[Mapping[str, object]] | bytes:
        """Return the people: for each a mapping from the names of its columns, or all as the bytes of a CSV or XLSX
        file.

        `options` are the values of `fields` by name, a secret one as a `Secret`. Called in the background, outside a
        transaction, and again after a crash. Raises `NotRead`.
        """


RULES: Mapping[str, Rule] = {"read": Rule(complete, may_raise=(NotRead,))}

people_sources: Registry[PeopleSource] = Registry(faults.SOURCE, RULES)
