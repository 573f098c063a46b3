"""Manifest of a plugin: its own description, read before any of its code that matters runs. Pure."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal

API = "2.0"
"""The version of everything in `lms.foundation.plugins` that is documented. A new minor only adds; a new major may take
away.
"""
SECRET = ("KEY", "SECRET", "PASSWORD", "TOKEN")
"""What the names of settings contain whose values are shown to nobody."""


@dataclass(frozen=True)
class Retention:
    """Retention of one kind of record: `days` after the time in `column`; then its rows are deleted.

    `swept` says that the room, or a library, deletes them itself: then nobody else does. `permit` opens the transaction
    in which rows of a table that only grows may be deleted.
    """

    days: int
    column: str
    swept: bool = False
    permit: Callable[[], AbstractContextManager[Any]] | None = None


@dataclass(frozen=True)
class PersonalData:
    """One kind of record about people that the plugin keeps.

    `model` is “app.Model”, `person` the lookup from its rows to the person (“enrolment__learner”), `what` a sentence
    for people, `erased` what becomes of a row when the person is erased.

    *Shown.* `fields` names the columns that the person gets in their export. Where it is None they get all columns of
    rows that are deleted with them, and of rows that stay without them only the number and the times: such rows may say
    more of others than of them. `shown` gives the values by name of one row, in place of columns.

    *Staff.* `staff` names those of these values that staff who manage the account get in their export. Where it is
    empty they get no value, only how many rows there are: name what pages show them anyway, and no text about or by
    the person.

    *Corrected.* `corrected` is a sentence that says where; nothing where a record is not corrected.

    *Erased.* `emptied` has the columns of rows that stay which get another value, such as free texts and copies of
    names. `erase(rows, person)` does before that what needs code, such as deleting files; the same again changes
    nothing more. `rows(person)` gives the rows, as a queryset, where no lookup finds them all.

    *Merged.* `merged` says whether rows go along when the account of their person becomes part of another one: it is
    for rows about the person that lead to them by one column, not for what they did to others. `spare(rows, person)`
    gives those rows, of either account, that are let go (kept in the record of the merge) because `person` has their
    like already; without it, that is a row of kind “deleted” that a constraint refuses.

    *Kept.* `retention` says how long; None as long as the person is here.
    """

    model: str
    person: str
    what: Any
    erased: Literal["deleted", "kept without the person"] = "deleted"
    fields: tuple[str, ...] | None = None
    shown: Callable[[Any], Mapping[str, Any]] | None = None
    staff: tuple[str, ...] = ()
    corrected: Any = ""
    emptied: Mapping[str, Any] = field(default_factory=dict)
    erase: Callable[[Any, Any], None] | None = None
    rows: Callable[[Any], Any] | None = None
    retention: Retention | None = None
    merged: Literal["stays", "moved"] = "stays"
    spare: Callable[[Any, Any], Iterable[Any]] | None = None


@dataclass(frozen=True)
class Setting:
    """A setting, read from the environment as `MAFUNZO_<PLUGIN>_<NAME>`."""

    name: str
    default: str
    what: Any


@dataclass(frozen=True)
class InstitutionSetting:
    """A value that whoever switches plugins at an institution sets there, for it and all below it that have none.

    `name` is a small word other than “was”, `label` and `help` are read by people. By `kind` the plugin gets a text,
    a whole number, True or False, one of `choices` (pairs of value and label), or an address that begins with https://.
    A `secret` is a text that is kept encrypted and never shown again. `default` counts where nobody set a value.
    """

    name: str
    label: Any
    help: Any = ""
    kind: Literal["text", "long text", "number", "yes or no", "choice", "address"] = "text"
    choices: tuple[tuple[str, Any], ...] = ()
    default: Any = None
    secret: bool = False

    def fits(self, value: object) -> bool:
        """Return whether `value` is one of this setting. Earlier versions of a plugin may have declared it
        otherwise.
        """
        match self.kind:
            case "number":
                return isinstance(value, int) and not isinstance(value, bool)
            case "yes or no":
                return isinstance(value, bool)
            case "choice":
                return value in [choice for choice, _label in self.choices]
        return isinstance(value, str)

    @property
    def blank(self) -> object:
        """The value where nobody set one, of a setting that is not secret."""
        return {"number": None, "yes or no": False}.get(self.kind, "") if self.default is None else self.default


@dataclass(frozen=True)
class Manifest:
    """`api` is the range of versions of the plugin API (PEP 440), `requires` the plugins without which this one cannot
    run.

    `urls` is the module of its addresses, which are served below `/x/<plugin>/` to people who are signed in, and
    `public_urls` that of those below `/p/<plugin>/`, which are there for whoever comes.
    """

    name: Any
    version: str
    api: str
    summary: Any = ""
    languages: tuple[str, ...] = ("en",)
    offline: bool = False
    on_by_default: bool = False
    requires: tuple[str, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()
    settings: tuple[Setting, ...] = field(default_factory=tuple)
    institution_settings: tuple[InstitutionSetting, ...] = ()
    urls: str = ""
    public_urls: str = ""


def fault_of(manifest: Manifest) -> str:
    """Return the first field that is not as it should be; empty if all are."""
    single = {"version": str, "api": str, "urls": str, "public_urls": str, "offline": bool, "on_by_default": bool}
    several = {
        "languages": str,
        "requires": str,
        "personal_data": PersonalData,
        "settings": Setting,
        "institution_settings": InstitutionSetting,
    }
    wrong = [name for name, kind in single.items() if not isinstance(getattr(manifest, name), kind)]
    for name, kind in several.items():
        value = getattr(manifest, name)
        if not isinstance(value, tuple) or not all(isinstance(item, kind) for item in value):
            wrong.append(name)
    return wrong[0] if wrong else ""


def settings_of(manifest: Manifest, plugin: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a plugin's settings by name."""
    prefix = f"MAFUNZO_{plugin.upper()}_"
    return {setting.name: environment.get(prefix + setting.name, setting.default) for setting in manifest.settings}
