"""The plugin that is looked at, with everything that the laws ask of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from ..discovery import Candidate
from ..manifest import Manifest
from ..plugin import Plugin
from ..runtime import activation, quarantine
from ..runtime.registry import registries
from .breach import Breach
from .surface import HOUSE


@dataclass(frozen=True)
class Entry:
    """Entry that a plugin registered by slug, and the socket it went into."""

    socket: str
    it: Any

    @property
    def slug(self) -> str:
        return str(self.it.slug)

    def __str__(self) -> str:
        return f"The {self.socket} “{self.slug}”"


@dataclass(frozen=True)
class Subject:
    """A plugin that runs.

    `root` is the folder of its `package`, `catalogues` are the folders in which its translations may lie.
    """

    slug: str
    package: str
    root: Path
    manifest: Manifest
    candidate: Candidate
    label: str = ""
    models: tuple[Any, ...] = ()
    entries: tuple[Entry, ...] = ()
    friends: tuple[str, ...] = ()
    catalogues: tuple[Path, ...] = ()

    @classmethod
    def of(cls, slug: str) -> "Subject":
        """Return the plugin called `slug`. Raises `Breach` if it does not run."""
        candidate = next((one for one in settings.PLUGINS if one.slug == slug), None)
        problem = candidate.problem if candidate else ""
        if problem := problem or quarantine.problem_of(slug):
            raise Breach(problem)
        if candidate is None or not candidate.runs:
            raise Breach(f"The plugin “{slug}” does not run. Install it, and put “{slug}” into MAFUNZO_PLUGINS.")
        config = apps.get_app_config(slug)
        if not isinstance(config, Plugin):
            raise Breach(
                f"The app “{slug}” is no plugin: its configuration has to derive from "
                "lms.foundation.plugins.plugin.Plugin."
            )
        root = Path(config.path)
        inside = [root / "locale"]
        return cls(
            slug=slug,
            package=config.name,
            root=root,
            manifest=config.manifest,
            candidate=candidate,
            label=config.label,
            models=tuple(config.get_models(include_auto_created=True)),
            entries=tuple(_entries_of(slug)),
            friends=_friends(config, candidate),
            catalogues=tuple([*inside, *map(Path, settings.LOCALE_PATHS)] if candidate.built_in else inside),
        )

    def within(self, socket: str) -> list[Any]:
        """Return the things that it registered in one socket."""
        return [entry.it for entry in self.entries if entry.socket == socket]

    def owns(self, name: str) -> bool:
        """Return whether `name`, in a shared name space, is the plugin's slug or begins with it."""
        return name == self.slug or name.startswith((f"{self.slug}_", f"{self.slug}-"))

    def urls(self) -> object:
        """Return the module of its addresses; None if it has none."""
        return import_module(self.manifest.urls) if self.manifest.urls else None

    def public_urls(self) -> Any:
        """Return the module of its public addresses; None if it has none."""
        return import_module(self.manifest.public_urls) if self.manifest.public_urls else None


def _friends(config: Plugin, candidate: Candidate) -> tuple[str, ...]:
    """Return the packages from which the plugin may import all: its own besides that of its app, and those that it
    requires.

    A package of the house is no outside plugin's own.
    """
    required = [apps.get_app_config(slug) for slug in config.manifest.requires]
    own = (name for name in config.packages if candidate.built_in or name.partition(".")[0] not in HOUSE)
    return (*own, *(app.name for app in required))


def _entries_of(slug: str) -> Iterator[Entry]:
    for registry in registries():
        for it in registry:
            if activation.owner_of(type(it)) == slug:
                yield Entry(registry.socket, type(it)())  # as it is registered, but without the guard


def is_wagtails(field: Any) -> bool:
    """Return whether `field` comes from a mixin of Wagtail's, such as `LockableMixin`."""
    mixins = (
        base
        for base in field.model.__mro__
        if base.__module__.partition(".")[0] == "wagtail" and hasattr(base, "_meta")
    )
    return any(own.name == field.name for base in mixins if base._meta.abstract for own in base._meta.local_fields)
