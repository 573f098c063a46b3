"""Discovery of plugins: which there are, which of them are allowed, and which of these can run.

Asked by the settings, before Django is set up.
"""

import importlib
import importlib.util
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from importlib import metadata
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from .manifest import API, Manifest, fault_of
from .runtime import exits

GROUP = "mafunzo.plugins"
BUILT_IN = "built-in"
"""In the list of what is allowed: all plugins that Mafunzo brings itself, also those that a later version adds."""

BASE = f"{__package__}.plugin"
"""The module of the class `Plugin`, which is not imported here: it needs Django."""
LOADING = ("__init__", "import_models")
"""Functions of that class that Django calls where nothing of somebody else's may run."""


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
    detail: str = ""
    """What was raised, for those who run the site: it may name paths and addresses."""

    @property
    def runs(self) -> bool:
        return self.allowed and not self.problem

    @property
    def app(self) -> str:
        """The name in INSTALLED_APPS."""
        return self.target.replace(":", ".")


def discover(
    allowed: Iterable[str], *, built_in: Mapping[str, str], reserved: Iterable[str] = ()
) -> tuple[Candidate, ...]:
    """Return every plugin: the built-in ones, those that distributions bring, and those that are allowed but not there.

    Only what is allowed is imported. One that cannot run carries its problem; so does one that needs it. Those that run
    come first, each after what it needs. `reserved` are names of apps and of addresses that are not to be had.
    """
    named = [name.strip() for name in allowed if name.strip()]
    wanted = list(dict.fromkeys(slug for name in named for slug in (built_in if name == BUILT_IN else [name])))
    candidates = {
        slug: Candidate(slug, target, built_in=True, allowed=slug in wanted) for slug, target in built_in.items()
    }
    for point in metadata.entry_points(group=GROUP):
        candidates[point.name] = _outside(point, candidates.get(point.name), allowed=point.name in wanted)
    for slug in wanted:
        if slug not in candidates:
            problem = (
                f"The plugin “{slug}” is not installed. Install its package, or take “{slug}” out of MAFUNZO_PLUGINS."
            )
            candidates[slug] = Candidate(slug, allowed=True, problem=problem)
    ordered = [candidates[slug] for slug in wanted] + [
        candidate for slug, candidate in candidates.items() if slug not in wanted
    ]
    taken = set(reserved)
    return _in_order(_with_what_they_need([_read(candidate, taken) for candidate in ordered]))


def _outside(point: metadata.EntryPoint, known: Candidate | None, *, allowed: bool) -> Candidate:
    distribution = point.dist.name if point.dist else ""
    if known is None:
        return Candidate(point.name, point.value, distribution=distribution, allowed=allowed)
    other = known.distribution or "Mafunzo itself"
    problem = f"“{distribution}” and “{other}” both bring a plugin called “{point.name}”. Uninstall one of them."
    return replace(known, problem=problem)


def _read(candidate: Candidate, taken: set[str]) -> Candidate:
    """Return the candidate with its manifest, if it is allowed and can be imported. Its name is added to those that are
    `taken`.
    """
    if not candidate.runs:
        return candidate
    try:
        module, _colon, name = candidate.target.partition(":")
        plugin: Any = getattr(importlib.import_module(module), name)
        manifest = plugin.manifest
        problem = _malformed(candidate.slug, plugin, manifest) or _misnamed(candidate.slug, plugin, taken)
        if not problem:
            importlib.import_module(plugin.name)
    except BaseException as error:  # whatever somebody else's module raises
        if exits.is_exit_order(error):
            raise
        why = f"The plugin “{candidate.slug}” cannot be imported ({type(error).__name__})."
        return replace(
            candidate,
            problem=f"{why} Install it anew, or take it out of MAFUNZO_PLUGINS.",
            detail=f"{type(error).__name__}: {error}",
        )
    if problem:
        return replace(candidate, problem=problem)
    taken |= {candidate.slug, plugin.name}
    return replace(candidate, manifest=manifest, problem=_misfit(candidate.slug, manifest))


def _malformed(slug: str, plugin: object, manifest: object) -> str:
    """Return why this is no plugin at all, or an empty text."""
    base = next((cls for cls in getattr(plugin, "__mro__", ()) if cls.__module__ == BASE), None)
    if not isinstance(manifest, Manifest) or base is None:
        return f"The plugin “{slug}” has no manifest. It was made for something else; take it out of MAFUNZO_PLUGINS."
    if replaced := next((name for name in LOADING if getattr(plugin, name) is not getattr(base, name)), ""):
        return (
            f"The plugin “{slug}” replaces “{replaced}”, by which it is loaded. Its author has to do in “plug” what is "
            "done there; take it out of MAFUNZO_PLUGINS."
        )
    if fault := fault_of(manifest):
        return (
            f"The manifest of the plugin “{slug}” is wrong in “{fault}”. Its author has to mend it; take it out of "
            "MAFUNZO_PLUGINS."
        )
    name = getattr(plugin, "name", "")
    return (
        ""
        if _is_there(name)
        else f"The plugin “{slug}” says that its code is in “{name}”, which is not there. Its author has to mend it."
    )


def _is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError, TypeError):
        return False  # a package above it that raises anything else is told of as one that cannot be imported


def _misnamed(slug: str, plugin: Any, taken: Set[str]) -> str:
    """Return why it cannot have its name, or an empty text."""
    label = getattr(plugin, "label", None) or plugin.name.rpartition(".")[2]
    if label != slug:
        return f"The plugin “{slug}” calls itself “{label}”. Its author has to give both the same name."
    if not slug.isidentifier() or slug != slug.lower():
        return f"The plugin “{slug}” needs another name: small letters, digits and _ only. Its author has to rename it."
    clash = next((name for name in (slug, plugin.name) if name in taken), "")
    return (
        f"The plugin “{slug}” is called “{clash}”, as something else here is already. Its author has to rename it."
        if clash
        else ""
    )


def _misfit(slug: str, manifest: Manifest) -> str:
    """Return why this plugin does not fit, or an empty text."""
    wanted = f"The plugin “{slug}” {manifest.version} asks for the plugin API “{manifest.api}”"
    try:
        fits = SpecifierSet(manifest.api).contains(API)
    except InvalidSpecifier:
        return f"{wanted}, which is no range of versions. Its author has to mend it."
    return "" if fits else f"{wanted}, and this is {API}. Install a version of it that fits."


def _with_what_they_need(candidates: list[Candidate]) -> list[Candidate]:
    """Return the candidates; one whose requirement does not run does not run either."""
    while True:
        running = {candidate.slug for candidate in candidates if candidate.runs}
        # Per plugin, the first requirement that does not run.
        short: dict[str, str] = {}
        for candidate in candidates:
            if not candidate.runs or not candidate.manifest:
                continue
            missing = [need for need in candidate.manifest.requires if need not in running]
            if missing:
                short[candidate.slug] = missing[0]
        if not short:
            return candidates
        candidates = [
            replace(candidate, problem=_lacks(candidate.slug, short[candidate.slug]))
            if candidate.slug in short
            else candidate
            for candidate in candidates
        ]


def _lacks(slug: str, other: str) -> str:
    return f"The plugin “{slug}” needs “{other}”, which does not run. Put “{other}” into MAFUNZO_PLUGINS too."


def _in_order(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    """Return the plugins that run, each after those that it needs, then the others.

    Of two that need one another each is as good as first.
    """
    waiting = [candidate for candidate in candidates if candidate.runs]
    ordered: list[Candidate] = []
    while waiting:
        there = {candidate.slug for candidate in ordered}
        free = (
            candidate for candidate in waiting if candidate.manifest and there.issuperset(candidate.manifest.requires)
        )
        following = next(free, waiting[0])
        ordered.append(following)
        waiting.remove(following)
    return (*ordered, *(candidate for candidate in candidates if not candidate.runs))
