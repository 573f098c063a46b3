"""Laws on what a plugin says of itself."""

from collections.abc import Iterator
from importlib import metadata
from typing import get_args, get_type_hints

from django.conf import settings
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from ..discovery import GROUP
from ..manifest import API, SECRET, InstitutionSetting
from .subject import Subject


def manifest(subject: Subject) -> Iterator[str]:
    """Name, summary and what each setting and record is for are said in words."""
    said = subject.manifest
    if not str(said.name).strip():
        yield "The manifest has no name."
    if not str(said.summary).strip():
        yield "The manifest has no summary: say in a sentence what the plugin is for."
    for setting in said.settings:
        if not str(setting.what).strip():
            yield f"The manifest does not say what the setting {setting.name} is for."
        if not (setting.name.isidentifier() and setting.name.isupper()):
            yield f"The setting “{setting.name}” is read from the environment: write its name in capital letters."
    for record in said.personal_data:
        if not str(record.what).strip():
            yield f"The manifest does not say what {record.model} keeps of people."


def institution_settings(subject: Subject) -> Iterator[str]:
    """Yield a sentence for each setting of institutions that is named twice, not told in words, of an unknown kind, or
    not secret though its name says so.
    """
    names = [setting.name for setting in subject.manifest.institution_settings]
    yield from (f"The setting of institutions “{name}” is declared twice." for name in names if names.count(name) > 1)
    for setting in subject.manifest.institution_settings:
        yield from (f"The setting of institutions “{setting.name}” {sentence}" for sentence in _misdeclared(setting))


def _misdeclared(setting: InstitutionSetting) -> Iterator[str]:
    if not (setting.name.isidentifier() and setting.name.islower() and setting.name.isascii()):
        yield "is named in small letters, digits and underscores."
    if not str(setting.label).strip():
        yield "has no label: people read it above its field."
    if setting.kind not in get_args(get_type_hints(InstitutionSetting)["kind"]):
        yield f"is of the kind “{setting.kind}”, which there is not."
    if bool(setting.choices) != (setting.kind == "choice"):
        yield "has choices if it is of the kind “choice”, and only then."
    if setting.secret and (setting.default is not None or setting.kind not in ("text", "long text")):
        yield "is secret: it is a text, and has no default, which everybody could read in the source."
    if not setting.secret and any(word in setting.name.upper() for word in SECRET):
        yield "sounds like a secret: declare it as secret=True, or call it otherwise."
    if setting.default is not None and not setting.fits(setting.default):
        yield f"has the default {setting.default!r}, which is no value of its kind."


def versions(subject: Subject) -> Iterator[str]:
    """Yield a sentence if the range of API versions does not fit or end before the next major, or the version is not
    that of the distribution.
    """
    said = subject.manifest
    wanted, following = SpecifierSet(said.api), f"{Version(API).major + 1}.0"
    if not wanted.contains(API):
        yield f"The manifest asks for the plugin API “{said.api}”, and this is {API}."
    if wanted.contains(following):
        yield (
            f"The manifest asks for the plugin API “{said.api}”, which lets {following} in: nobody knows yet what "
            "that takes away."
        )
    if not subject.candidate.built_in:
        yield from _of_its_distribution(subject)


def _of_its_distribution(subject: Subject) -> Iterator[str]:
    points = [point for point in metadata.entry_points(group=GROUP) if point.name == subject.slug]
    if not any(point.value == subject.candidate.target for point in points):
        yield (
            f"No distribution has an entry point “{subject.slug}” in the group {GROUP} that leads to "
            f"{subject.candidate.target}."
        )
    for point in points:
        installed = point.dist.version if point.dist else ""
        if installed != subject.manifest.version:
            yield (
                f"The manifest says version {subject.manifest.version}, and the distribution that is installed is "
                f"{installed}."
            )


def label(subject: Subject) -> Iterator[str]:
    """Yield a sentence if slug, app label and entry point are not one name, fit for a variable of the environment."""
    if subject.label != subject.slug:
        yield f"The app's label is “{subject.label}”, and the plugin's slug “{subject.slug}”: both have to be the same."
    if not (subject.slug.isidentifier() and subject.slug.islower() and subject.slug.isascii()):
        yield (
            f"The slug “{subject.slug}” has to be small Latin letters, digits and underscores: settings and tables "
            "are named after it."
        )


def languages(subject: Subject) -> Iterator[str]:
    """Yield a sentence for each claimed language that is not Mafunzo's or has no compiled catalogue; English is the
    language in which the sentences are written.
    """
    known = {code for code, _name in settings.LANGUAGES}
    for language in subject.manifest.languages:
        places = [folder / language / "LC_MESSAGES" / "django.mo" for folder in subject.catalogues]
        if language not in known:
            yield f"The manifest claims the language “{language}”, which Mafunzo does not speak."
        elif language != "en" and not any(place.exists() for place in places):
            yield (
                f"The manifest claims the language “{language}”, and there is no {language}/LC_MESSAGES/django.mo: "
                "run compilemessages."
            )
