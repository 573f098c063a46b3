"""Compiler of a scenario's page to its frozen definition."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.casework import case_json, texts_json
from courses.procedures.steps import frozen
from lms.foundation.plugins.activity import Compiled, NotReady

from .checks import stopping
from .finding_texts import sentence
from .scenes import Ask, Branch, Choice, Counter, Scene, case_of, texts_of

if TYPE_CHECKING:
    from wagtail.models import Page


def compile_scenario(page: "Page", language: str) -> Compiled:
    """Raise `NotReady` with the first fault."""
    scenes, counters = scenes_of(page), counters_of(page)
    fault = stopping(scenes, counters)
    if fault is not None:
        raise NotReady(sentence(fault))
    if not page.content_note.strip():
        raise NotReady(_("The scenario needs a content note: what is in it that may distress."))
    definition = {
        "case": case_json(case_of(scenes, page.pass_mark / 100, counters)),
        "texts": texts_json(texts_of(scenes, page.title, page.content_note, counters)),
        "feedback": page.feedback,
        "introduction": page.introduction,
        "wellbeing": page.wellbeing,
    }
    cited = {str(block.id): step for block in page.scenes if (step := block.value.get("step"))}
    if cited:
        definition["steps"] = {id: frozen(step, language=language, title=page.title) for id, step in cited.items()}
    return Compiled(title=page.title, definition=definition)


def scenes_of(page: "Page") -> list[Scene]:
    """Return the scenes of a page, in their order. The ids of blocks are those of scenes and choices."""
    return list(_scenes(page.scenes))


def counters_of(page: "Page") -> list[Counter]:
    return [
        Counter(str(block.id), block.value["name"], block.value["start"] or 0, shown=bool(block.value["shown"]))
        for block in page.counters or ()
    ]


def _scenes(stream: Any) -> Iterator[Scene]:
    for block in stream or ():
        value = block.value
        choices = tuple(_choice(item) for item in value["choices"].bound_blocks)
        yield Scene(str(block.id), value["title"], value["text"], value["ask"], choices)


def _choice(item: Any) -> Choice:
    value = item.value
    return Choice(
        id=str(item.id),
        text=value["text"],
        goes_to=value["goes_to"] or "",
        marks=float(value["marks"] or 0),
        never=value["never"],
        feedback=value["feedback"],
        counts=tuple((one["counter"], one["number"] or 0) for one in value["counts"]),
        branches=tuple(_branch(one) for one in value["branches"].bound_blocks),
        asks=_asks(value["offered_if"]),
    )


def _branch(item: Any) -> Branch:
    return Branch(str(item.id), _asks(item.value["asks"]), item.value["goes_to"] or "")


def _asks(listed: Any) -> tuple[Ask, ...]:
    return tuple(Ask(one["of"] or "", one["how"], one["number"] or 0) for one in listed)
