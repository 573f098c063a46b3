"""Compiler of a case's page to its frozen definition."""

from collections.abc import Container, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.casework import FAULT, Finding, fault, read_case, read_texts
from courses.catalogue.media import is_kept
from courses.procedures.steps import cards
from lms.foundation.plugins.activity import Compiled, NotReady

from ..pictures.services import names_in, sizes_of
from .case_files import asked_of, findings_of, shape
from .finding_texts import sentence
from .recorded_paths import broken_paths

if TYPE_CHECKING:
    from wagtail.models import Page


def compile_case(page: "Page", language: str) -> Compiled:
    """Return the structure and the words of `language`: by whichever way a case comes to learners, it is compiled.

    Raises `NotReady`, also where the checker found a fault, or something at which nobody looked yet, or where a
    recorded path no longer ends as it did.
    """
    if not page.structure:
        raise NotReady(_("Begin the case first."))
    texts = page.texts.get(language)
    if texts is None:
        raise NotReady(_("The case does not have this language. Add it on the page “Languages” of the case."))
    if any(shape(other) != shape(texts) for other in page.texts.values()):
        raise NotReady(_("The words of the case are not the same parts in each language. Upload the files again."))
    words = {code: read_texts(each) for code, each in page.texts.items()}
    sizes = sizes_of(names_in(page.structure))
    found = (one for one in findings_of(page) if one.level == FAULT)
    faults = [one for one in found if one.values.get("language", language) == language]
    faults = faults or [*missing_pictures(page.structure, sizes), *missing_recordings(page.structure)]
    if first := next(iter(faults or broken_paths(read_case(page.structure), words, page.paths)), None):
        raise NotReady(sentence(first, words[language]))
    if asked_of(page) not in ("", page.warnings_read):
        raise NotReady(
            _("The checker asks something about “%(title)s”. Open its page, look at it, tick that you did, and save.")
            % {"title": page.title}
        )
    definition = {
        "case": page.structure,
        "texts": texts,
        "introduction": page.introduction,
        "wellbeing": page.wellbeing,
    } | ({"sizes": sizes} if sizes else {})
    if page.procedure:
        named = cards(page.procedure, language)
        definition["steps"] = {str(one): asdict(named[one]) for one in steps_in(page.structure) if one in named}
    return Compiled(title=page.title, definition=definition)


def steps_in(structure: object) -> list[int]:
    """Return the numbers of the steps that a case names, wherever in it, in order."""
    found: set[int] = set()
    waiting = [structure]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            found |= {part["step"]} if isinstance(part.get("step"), int) else set()
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return sorted(found - {0})


def missing_recordings(structure: Mapping[str, Any]) -> list[Finding]:
    """Return cards whose sound or film is not kept here, as that of a file from another installation."""
    named = ((id, card.get("recording", "")) for id, card in structure.get("cards", {}).items())
    return [fault("no_recording", f"cards.{id}") for id, name in named if name and not is_kept(name)]


def missing_pictures(structure: Mapping[str, Any], here: Container[str]) -> list[Finding]:
    """Return pictures that are gone since the case was checked, as they may be of a draft that was left for long: those
    that are not among the names that are `here`.
    """
    cards = structure.get("cards", {}).items()
    named = ((id, card.get("picture", "")) for id, card in cards)
    return [fault("no_picture", f"cards.{id}") for id, name in named if name and name not in here]
