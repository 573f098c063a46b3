"""Facts of each plugin: its own description, whether it runs, what it adds, and where it is on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata
from typing import Any

from django.apps import apps
from django.conf import settings

from lms.foundation.plugins import health
from lms.foundation.plugins.discovery import Candidate
from lms.foundation.plugins.manifest import SECRET, Manifest
from lms.foundation.plugins.pages.public_addresses import BELOW as PUBLIC
from lms.foundation.plugins.runtime import quarantine
from lms.foundation.plugins.runtime.activation import contributions

from . import recent_faults
from .circuit_breaker import paused_calls, suspended_calls
from .middleware import BELOW
from .missing_tables import missing, sentence

RUNNING, NOT_ALLOWED, IN_QUARANTINE = "running", "not allowed", "in quarantine"


@dataclass(frozen=True)
class Value:
    """A setting of a plugin and its value; of a secret one only whether it has any."""

    name: str
    what: str
    value: str
    hidden: bool


@dataclass(frozen=True)
class PluginStatus:
    """Facts of one plugin.

    `problem` says why it is in quarantine, `adds` is what it put where, by the name of the socket.
    """

    slug: str
    name: str
    status: str
    version: str
    distribution: str
    built_in: bool
    summary: str = ""
    problem: str = ""
    detail: str = ""
    api: str = ""
    languages: tuple[str, ...] = ()
    offline: bool = False
    on_by_default: bool = False
    requires: tuple[str, ...] = ()
    adds: dict[str, list[str]] = field(default_factory=dict)
    personal_data: list[dict[str, str]] = field(default_factory=list)
    settings: list[Value] = field(default_factory=list)

    @property
    def runs(self) -> bool:
        return self.status == RUNNING


def is_broken(plugin: str) -> bool:
    """Return whether `plugin` is allowed, but does not run."""
    return plugin in problems()


def problems() -> dict[str, str]:
    """Return a sentence for each plugin that is allowed and does not run, by slug: why, and what to do."""
    return {
        plugin.slug: plugin.problem for plugin in settings.PLUGINS if plugin.allowed and plugin.problem
    } | quarantine.problems()


def details() -> dict[str, str]:
    """Return the raised errors, by slug, for people who run the site."""
    known = {plugin.slug: plugin.detail or quarantine.detail_of(plugin.slug) for plugin in settings.PLUGINS}
    return {plugin: detail for plugin, detail in known.items() if detail}


def problems_finding(now: datetime) -> health.Finding:
    """Return a warning with the sentences of plugins that do not run, lack their tables, are suspended, or give values
    that cannot be used.

    They name no path and no value. One statement.
    """
    notices = _unused() | _left_out() | _aside() | {plugin: sentence(plugin) for plugin in missing()} | problems()
    return health.Finding(health.WARNING, notices) if notices else health.Finding()


def _unused() -> dict[str, str]:
    """Return a sentence for each plugin of which a value was left out within the last hour."""
    runs = [candidate.slug for candidate in settings.PLUGINS if candidate.runs]
    return {
        plugin: f"Something that the plugin “{plugin}” gave within the last hour could not be used "
        f"({', '.join(sockets)}). "
        "It was left out; the log says what it was. The plugin's author can run the contract."
        for plugin, sockets in recent_faults.sockets_by_plugin(runs).items()
    }


def _left_out() -> dict[str, str]:
    """Return a sentence for each plugin for which too many waited at the same time."""
    return {
        plugin: f"The plugin “{plugin}” is left out for a minute at a time in: {', '.join(calls)}. Several calls hung "
        "there at once, and others would have waited behind them. Mend or replace it; it is tried by itself."
        for plugin, calls in paused_calls().items()
    }


def _aside() -> dict[str, str]:
    """Return a sentence for each plugin with a suspended call."""
    return {
        plugin: f"The plugin “{plugin}” is put aside in: {', '.join(calls)}. It had faults again and again and never "
        "worked in between. Mend or replace it, then take it up again: on the page Plugins, or with "
        f"“manage.py plugins --take-up {plugin}”. It is tried again after a day."
        for plugin, calls in suspended_calls().items()
    }


def plugin_statuses() -> list[PluginStatus]:
    """Return every plugin that is installed or asked for, those that run first."""
    listed = [_fact(candidate) for candidate in settings.PLUGINS]
    return sorted(listed, key=lambda fact: (RUNNING, IN_QUARANTINE, NOT_ALLOWED).index(fact.status))


def status_of(plugin: str) -> PluginStatus | None:
    """Return the facts of `plugin`; None for an unknown one."""
    return next((_fact(candidate) for candidate in settings.PLUGINS if candidate.slug == plugin), None)


def _fact(candidate: Candidate) -> PluginStatus:
    plugin, manifest = candidate.slug, candidate.manifest
    problem = candidate.problem or quarantine.problem_of(plugin)
    status = IN_QUARANTINE if problem else RUNNING
    if not candidate.allowed:
        status = NOT_ALLOWED
    basis = PluginStatus(
        slug=plugin,
        name=str(manifest.name) if manifest else plugin,
        status=status,
        problem=problem,
        detail=details().get(plugin, ""),
        version=manifest.version if manifest else _version(candidate),
        distribution=candidate.distribution,
        built_in=candidate.built_in,
    )
    return _with_manifest(basis, manifest) if manifest else basis


def _with_manifest(basis: PluginStatus, manifest: Manifest) -> PluginStatus:
    said = {name: getattr(manifest, name) for name in ("api", "languages", "offline", "on_by_default", "requires")}
    kept = [
        {"model": data.model, "person": data.person, "what": str(data.what), "erased": data.erased}
        for data in manifest.personal_data
    ]
    adds = _adds(basis.slug, manifest) if basis.runs else {}
    values = list(_values(basis.slug, manifest))
    return PluginStatus(
        **{
            **vars(basis),
            **said,
            "summary": str(manifest.summary),
            "personal_data": kept,
            "adds": adds,
            "settings": values,
        }
    )


def _adds(plugin: str, manifest: Manifest) -> dict[str, list[str]]:
    things = contributions(plugin)
    config = apps.get_app_config(plugin)
    things += [("model", model._meta.label) for model in config.get_models()]
    things += [("address", f"/{BELOW}{getattr(config, 'address', '') or plugin}/")] if manifest.urls else []
    things += [("public address", f"/{PUBLIC}{plugin}/")] if manifest.public_urls else []
    by_socket: dict[str, list[str]] = {}
    for socket, thing in things:
        by_socket.setdefault(socket, []).append(thing)
    return by_socket


def _values(plugin: str, manifest: Manifest) -> Iterable[Value]:
    known: dict[str, Any] = settings.PLUGIN_SETTINGS.get(plugin, {})
    for setting in manifest.settings:
        hidden = any(word in setting.name.upper() for word in SECRET)
        value = str(known.get(setting.name, setting.default))
        yield Value(setting.name, str(setting.what), "" if hidden else value, hidden and bool(value))


def _version(candidate: Candidate) -> str:
    """Return the version of its distribution, since the plugin itself could not be asked."""
    try:
        return metadata.version(candidate.distribution) if candidate.distribution else ""
    except metadata.PackageNotFoundError:
        return ""
