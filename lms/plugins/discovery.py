"""Which plugins there are, which of them are allowed, and which of these can run. Asked by the settings, before Django is set up."""

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import metadata
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from .manifest import API, Manifest

GROUP = "mafunzo.plugins"


@dataclass(frozen=True)
class Candidate:
    """A plugin that is installed, or that is asked for and is not. `problem` is a sentence that says what to do."""

    slug: str
    target: str = ""
    """“package.module:Class” of its `Plugin`."""
    distribution: str = ""
    built_in: bool = False
    allowed: bool = False
    manifest: Manifest | None = None
    problem: str = ""

    @property
    def runs(self) -> bool:
        return self.allowed and not self.problem

    @property
    def app(self) -> str:
        """As it stands in INSTALLED_APPS."""
        return self.target.replace(":", ".")


def discover(allowed: Iterable[str], *, built_in: Mapping[str, str]) -> tuple[Candidate, ...]:
    """Every plugin: the built-in ones, those that distributions bring, and those that are allowed but not there.

    Only what is allowed is imported. One that cannot run carries its problem; so does one that needs it.
    """
    wanted = list(dict.fromkeys(name.strip() for name in allowed if name.strip()))
    found = {slug: Candidate(slug, target, built_in=True, allowed=slug in wanted) for slug, target in built_in.items()}
    for point in metadata.entry_points(group=GROUP):
        found[point.name] = _outside(point, found.get(point.name), allowed=point.name in wanted)
    for slug in wanted:
        if slug not in found:
            problem = f"The plugin “{slug}” is not installed. Install its package, or take “{slug}” out of MAFUNZO_PLUGINS."
            found[slug] = Candidate(slug, allowed=True, problem=problem)
    ordered = [found[slug] for slug in wanted] + [candidate for slug, candidate in found.items() if slug not in wanted]
    return _with_what_they_need([_read(candidate) for candidate in ordered])


def _outside(point: metadata.EntryPoint, known: Candidate | None, *, allowed: bool) -> Candidate:
    distribution = point.dist.name if point.dist else ""
    if known is None:
        return Candidate(point.name, point.value, distribution=distribution, allowed=allowed)
    other = known.distribution or "Mafunzo itself"
    problem = f"“{distribution}” and “{other}” both bring a plugin called “{point.name}”. Uninstall one of them."
    return replace(known, problem=problem)


def _read(candidate: Candidate) -> Candidate:
    """With its manifest, where it is allowed and can be imported."""
    if not candidate.runs:
        return candidate
    try:
        module, _colon, name = candidate.target.partition(":")
        plugin: Any = getattr(importlib.import_module(module), name)
        manifest = plugin.manifest
    except Exception as error:  # whatever somebody else's module raises
        why = f"The plugin “{candidate.slug}” cannot be imported ({type(error).__name__}: {error})."
        return replace(candidate, problem=f"{why} Install it anew, or take it out of MAFUNZO_PLUGINS.")
    return replace(candidate, manifest=manifest, problem=_misfit(candidate.slug, plugin, manifest))


def _misfit(slug: str, plugin: Any, manifest: Any) -> str:
    """Why this plugin does not fit, or nothing."""
    if not isinstance(manifest, Manifest):
        return f"The plugin “{slug}” has no manifest. It was made for something else; take it out of MAFUNZO_PLUGINS."
    label = getattr(plugin, "label", None) or plugin.name.rpartition(".")[2]
    if label != slug:
        return f"The plugin “{slug}” calls itself “{label}”. Its author has to give both the same name."
    wanted = f"The plugin “{slug}” {manifest.version} asks for the plugin API “{manifest.api}”"
    try:
        fits = SpecifierSet(manifest.api).contains(API)
    except InvalidSpecifier:
        return f"{wanted}, which is no range of versions. Its author has to mend it."
    return "" if fits else f"{wanted}, and this is {API}. Install a version of it that fits."


def _with_what_they_need(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """One whose requirement does not run does not run either."""
    while True:
        running = {candidate.slug for candidate in candidates if candidate.runs}
        short = {
            candidate.slug: missing[0]
            for candidate in candidates
            if candidate.runs and candidate.manifest and (missing := [need for need in candidate.manifest.requires if need not in running])
        }
        if not short:
            return tuple(candidates)
        candidates = [
            replace(candidate, problem=_lacks(candidate.slug, short[candidate.slug])) if candidate.slug in short else candidate
            for candidate in candidates
        ]


def _lacks(slug: str, other: str) -> str:
    return f"The plugin “{slug}” needs “{other}”, which does not run. Put “{other}” into MAFUNZO_PLUGINS too."
