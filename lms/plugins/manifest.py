"""What a plugin says of itself, before any of its code that matters runs. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

API = "1.1"
"""The version of everything in `lms.plugins` that is documented. A new minor only adds; a new major may take away."""


@dataclass(frozen=True)
class PersonalData:
    """One kind of record about people that the plugin keeps.

    `model` is “app.Model”, `person` the lookup from its rows to the person (“enrolment__learner”), `what` a sentence
    for people, `erased` what becomes of a row when the person is erased.
    """

    model: str
    person: str
    what: Any
    erased: Literal["deleted", "kept without the person"] = "deleted"


@dataclass(frozen=True)
class Setting:
    """A setting, read from the environment as `MAFUNZO_<PLUGIN>_<NAME>`."""

    name: str
    default: str
    what: Any


@dataclass(frozen=True)
class Manifest:
    """`api` is the range of versions of the plugin API (PEP 440), `requires` the plugins without which this one cannot
    run.

    `urls` is the module of its addresses, which are served below `/x/<plugin>/` to people who are signed in.
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
    urls: str = ""


def fault_of(manifest: Manifest) -> str:
    """The first field that is not what it should be; nothing where all are."""
    single = {"version": str, "api": str, "urls": str, "offline": bool, "on_by_default": bool}
    several = {"languages": str, "requires": str, "personal_data": PersonalData, "settings": Setting}
    wrong = [name for name, kind in single.items() if not isinstance(getattr(manifest, name), kind)]
    for name, kind in several.items():
        value = getattr(manifest, name)
        if not isinstance(value, tuple) or not all(isinstance(item, kind) for item in value):
            wrong.append(name)
    return wrong[0] if wrong else ""


def settings_of(manifest: Manifest, plugin: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The values of a plugin's settings by name."""
    prefix = f"MAFUNZO_{plugin.upper()}_"
    return {setting.name: environment.get(prefix + setting.name, setting.default) for setting in manifest.settings}
