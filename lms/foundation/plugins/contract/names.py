"""Laws on names that everybody shares: each begins with the plugin's slug, so that no two plugins meet."""

import re
from collections.abc import Iterator
from typing import Any

from ..pages import stylesheets
from .subject import Entry, Subject, is_wagtails
from .surface import HOUSE, TEMPLATES

LARGEST_SCRIPT = 32_000
"""Bytes of a script: a cheap phone reads all of it before the page is livelier."""

_USED = re.compile(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""")


def slugs(subject: Subject) -> Iterator[str]:
    """Yield a sentence for each registration that is not named after the plugin. Those of Mafunzo's own plugins are
    older than this rule.
    """
    if not subject.candidate.built_in:
        for entry in subject.entries:
            if not subject.owns(entry.slug):
                yield f"{entry} has to be called “{subject.slug}_…”: slugs are shared with other plugins."


def tables(subject: Subject) -> Iterator[str]:
    """Yield a sentence for each table not named after it, and for each relation whose name on other people's models is
    not.
    """
    for model in subject.models:
        table = model._meta.db_table
        if not table.startswith(f"{subject.slug}_"):
            yield f"The table “{table}” of {model.__name__} has to be called “{subject.slug}_…”: leave `db_table` out."
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            if field.is_relation and (name := _added(field, subject)):
                yield (
                    f"{model.__name__}.{field.name} adds “{name}” to {field.related_model.__name__}, which is not the "
                    "plugin's: "
                    f"give it related_name=“+” or “{subject.slug}_…”."
                )


def _added(field: Any, subject: Subject) -> str:
    """Return the name that `field` adds to a model of the house, if it must not.

    What Wagtail's mixins add is named by Wagtail.
    """
    if is_wagtails(field):
        return ""
    package = field.related_model.__module__.partition(".")[0]
    foreign = package in HOUSE and not field.related_model.__module__.startswith(subject.package + ".")
    relation = field.remote_field
    name = "" if relation.hidden or getattr(relation, "parent_link", False) else relation.get_accessor_name() or ""
    return name if foreign and not subject.owns(name) else ""


def files(subject: Subject) -> Iterator[str]:
    """Yield a sentence for templates and static files outside a folder of the plugin's own, and for tag libraries and
    commands not named after it.
    """
    for kind in ("templates", "static"):
        for file in sorted(subject.root.rglob(f"{kind}/**/*.*")):
            name = file.as_posix().rpartition(f"/{kind}/")[2]
            if not name.startswith(f"{subject.slug}/"):
                yield f"{kind}/{name} has to lie in {kind}/{subject.slug}/: whoever comes first wins otherwise."
    for kind in ("templatetags", "management/commands"):
        for file in sorted(subject.root.glob(f"{kind}/[!_]*.py")):
            if not subject.owns(file.stem):
                yield (
                    f"{kind}/{file.name} has to be called “{subject.slug}_….py”: its name is shared with other plugins."
                )


def used_files(subject: Subject) -> Iterator[str]:
    """Yield a sentence for each registration drawn with a file of others, and for each template based on others than
    its own and the frame's.
    """
    for entry in subject.entries:
        for what in ("template", "script"):
            name = getattr(entry.it, what, "")
            if name and not name.startswith(f"{subject.slug}/"):
                yield f"{entry} uses the {what} “{name}”, which is not its own."
        yield from _large_script(entry, subject)
        if stylesheet := getattr(entry.it, "stylesheet", ""):
            yield from stylesheets.problems(stylesheet, subject.slug)
    own = (f"{subject.slug}/", *TEMPLATES, *(f"{other}/" for other in subject.manifest.requires))
    for file in sorted(subject.root.rglob("templates/**/*.html")):
        for name in _USED.findall(file.read_text()):
            if not name.startswith(own):
                yield (
                    f"{file.name} uses the template “{name}”, which may change without a word: only "
                    f"{', '.join(own)} may be used."
                )


def _large_script(entry: Entry, subject: Subject) -> Iterator[str]:
    """Yield a sentence where the script of a registration is too large."""
    file = subject.root / "static" / (getattr(entry.it, "script", "") or "-")
    if file.is_file() and (size := file.stat().st_size) > LARGEST_SCRIPT:
        yield f"The script of {entry} has {size} bytes, {LARGEST_SCRIPT} at most are allowed."


def addresses(subject: Subject) -> Iterator[str]:
    """Yield a sentence for each address outside its own package, or without a name; the namespace is given by the
    house.
    """
    for module in filter(None, (subject.urls(), subject.public_urls())):
        yield from _of_module(module, subject)


def _of_module(module: Any, subject: Subject) -> Iterator[str]:
    if not f"{module.__name__}.".startswith(f"{subject.package}."):
        yield f"The addresses are in {module.__name__}, which is not the plugin's own."
    if getattr(module, "app_name", subject.slug) != subject.slug:
        yield (
            f"{module.__name__} calls its namespace “{module.app_name}”: leave `app_name` out, it is “{subject.slug}”."
        )
    yield from _named(module.urlpatterns, module.__name__)


def _named(patterns: Any, where: str) -> Iterator[str]:
    seen: set[str] = set()
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace:
                yield (
                    f"{where} opens the namespace “{pattern.namespace}” at “{pattern.pattern}”: the plugin has one, "
                    "its slug."
                )
            yield from _named(pattern.url_patterns, where)
        elif not pattern.name:
            yield f"The address “{pattern.pattern}” in {where} has no name."
        elif pattern.name in seen:
            yield f"Two addresses in {where} are called “{pattern.name}”."
        else:
            seen.add(pattern.name)
