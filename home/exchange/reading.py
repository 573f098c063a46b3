"""A course as its pages stand, drafts before what is published, in the shape of the files of an exported course."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from courses.models import CoursePage
from courses.publishing.course_drafts import pages_of
from home.curriculum import blocks
from lms.people.directory.current_viewer import unlimited

from .lesson_blocks import text_of
from .references import Change, fields_of

HEAD = ("slug", "title", "summary", "minutes", "validity_months")


@dataclass(frozen=True)
class Version:
    """A course in one language: its page, the pages below it in order, and the text of all as a file has it."""

    page: CoursePage
    below: Sequence[Any]
    text: dict[str, Any]

    @property
    def language(self) -> str:
        return self.page.locale.language_code


def read_course(source: CoursePage, change: Change) -> list[Version]:
    """Return the course whose source page this is in each language, the source first. `change` names the rows to which
    its texts refer.
    """
    pages: list[Any] = [_as_written(page) for page in pages_of(source).specific().order_by("path")]
    courses = sorted((one for one in pages if isinstance(one, CoursePage)), key=lambda one: one.pk != source.pk)
    versions = []
    for page in courses:
        below = [one for one in pages if one.path.startswith(page.path) and one.depth == page.depth + 1]
        versions.append(Version(page, below, _course(page, below, change)))
    return versions


def _as_written(page: Page) -> Any:
    return page.get_latest_revision_as_object() if page.has_unpublished_changes else page


def is_lesson(page: object) -> bool:
    return getattr(page, "activity_kind", "") == "lesson"


def _course(page: CoursePage, below: Sequence[Any], change: Change) -> dict[str, Any]:
    fields = fields_of(page, change)
    objectives = [str(block.value) for block in page.objectives]
    if fields.get("objectives") == blocks.objectives(str(page.translation_key), objectives):
        fields.pop("objectives")
    head = {name: fields.pop(name, getattr(page, name)) for name in HEAD}
    accepted = fields.pop("accepted", None)
    parts = {
        "lessons": [_lesson(one, change) for one in below if is_lesson(one)],
        "activities": [_activity(one, change) for one in below if not is_lesson(one)],
    }
    order = [str(one.translation_key) for one in below]
    usual = [part["key"] for its in parts.values() for part in its]
    text = {
        "key": str(page.translation_key),
        **head,
        "objectives": objectives,
        "order": order if order != usual else None,
        "more": fields,
        "accepted": accepted,
        **parts,
    }
    return {name: value for name, value in text.items() if name == "objectives" or value not in (None, [], {})}


def _lesson(page: Any, change: Change) -> dict[str, Any]:
    fields = fields_of(page, change)
    stored = fields.pop("body", [])
    head = {name: fields.pop(name, getattr(page, name)) for name in ("slug", "title", "minutes")}
    more = {"more": fields} if fields else {}
    return {"key": str(page.translation_key), **head, **more, "blocks": [text_of(one) for one in stored]}


def _activity(page: Any, change: Change) -> dict[str, Any]:
    fields = fields_of(page, change)
    head = {name: fields.pop(name, getattr(page, name)) for name in ("title", "slug")}
    return {"key": str(page.translation_key), "type": page._meta.label, **head, "fields": fields}


def drawn(page: Any) -> list[Any]:
    """Return the draws of a quiz, each with the keys of the questions that it can give; none for other pages."""
    if getattr(page, "activity_kind", "") != "quiz":
        return []
    from assessments.quiz.page.selection import strata

    with unlimited():
        return list(strata(page))
