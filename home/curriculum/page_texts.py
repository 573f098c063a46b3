"""Courses as they stand on the pages of this site, drafts before what is published, in the shape of their files.

Keys are translation keys and ids of blocks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.apps import apps
from django.contrib.admin.utils import quote
from django.db.models import Count, Max
from django.urls import reverse
from wagtail.models import Page

from courses.access.rows import writes
from courses.models import CoursePage, Provision
from courses.publishing.course_drafts import pages_of
from lms.people.directory.current_viewer import unlimited

from .files import CourseFiles
from .shapes import CourseText

Links = dict[str, tuple[str, str]]
"""Title and address in the editor, by place: the language, the key of a page, and the key of a block or question."""


@dataclass(frozen=True)
class PageTexts:
    """A course, and where its parts are edited."""

    files: CourseFiles
    links: Links = field(default_factory=dict)

    def link(self, place: str) -> tuple[str, str]:
        """Return title and address of a place, or of the closest part around it that has one."""
        while place not in self.links and "/" in place:
            place = place.rpartition("/")[0]
        return self.links.get(place, ("", ""))


def sees_questions(viewer: object) -> bool:
    """Return whether `viewer` has a right to the bank of questions. Translators of a page may have none."""
    return apps.is_installed("assessments.questions") and writes(viewer, apps.get_model("questions", "Question"))


def read_course(source: CoursePage, *, questions: bool = True) -> PageTexts:
    """Return the course whose source page this is. Of questions that the viewer of the admin may not see, or of all
    without `questions`, it has neither text nor link.
    """
    provisions = dict(Provision.objects.values_list("pk", "key"))
    versions: dict[str, CourseText] = {}
    course = PageTexts(CourseFiles(source.url_path, versions))
    pages = [_as_written(page) for page in pages_of(source).specific().order_by("path")]
    for page in sorted((one for one in pages if isinstance(one, CoursePage)), key=lambda one: one.pk != source.pk):
        below = [one for one in pages if one.path.startswith(page.path) and one.depth == page.depth + 1]
        reader = _Reader(course.links, page, provisions, questions)
        versions[reader.language] = reader.text(below)
    return course


def state_of(source: CoursePage) -> list[object]:
    """Return a value that changes with the pages of the course, the questions that the viewer may see, and provisions.
    Few statements.
    """
    written = (Count("pk"), Max("latest_revision_id"), Max("last_published_at"))
    revisions = pages_of(source).order_by("pk").values_list("pk", "latest_revision_id", "path")
    rows: list[Any] = [Provision.objects]
    if apps.is_installed("assessments.questions"):
        rows.append(apps.get_model("questions", "Question").objects)
    return [*revisions, *(objects.filter(live=True).aggregate(*written) for objects in rows)]


def _as_written(page: Page) -> Any:
    return page.get_latest_revision_as_object() if page.has_unpublished_changes else page


@dataclass(frozen=True)
class _Reader:
    """The pages of one course in one language."""

    links: Links
    page: CoursePage
    provisions: Mapping[int, str]
    questions: bool

    @property
    def language(self) -> str:
        return self.page.locale.language_code

    def text(self, below: list[Any]) -> CourseText:
        """Return the course; `below` are its activities in order."""
        self._note(self.language, self.page)
        text: dict[str, Any] = {"key": str(self.page.translation_key), "title": self.page.title}
        text |= {"minutes": self.page.minutes, "objectives": [str(block.value) for block in self.page.objectives]}
        parts: dict[str, list[object]] = {"lessons": [], "quiz": [], "exercise": [], "others": []}
        for page in below:
            self._note(f"{self.language}/{page.translation_key}", page)
            name, part = self._part(page)
            parts[name].append(part)
        return cast(CourseText, {**text, **parts})

    def _part(self, page: Any) -> tuple[str, dict[str, Any]]:
        kind, required = getattr(page, "activity_kind", ""), getattr(page, "required", False)
        part = {"key": str(page.translation_key), "title": page.title, "required": required}
        part["minutes"] = page.minutes if required or kind in ("lesson", "quiz") else 0  # what a course's minutes count
        if kind == "lesson":
            return "lessons", {**part, "blocks": list(self._blocks(page))}
        if kind == "quiz":
            certifies = required and page.behaviour != page.Behaviour.IMMEDIATE
            return "quiz" if certifies else "exercise", {**part, **self._quiz(page)}
        return "others", part

    def _blocks(self, page: Any) -> Iterator[dict[str, Any]]:
        for stored in page._meta.get_field("body").get_prep_value(page.body):
            value = _bare(stored["value"])
            block = {"key": stored["id"], "type": stored["type"]}
            block |= value if isinstance(value, dict) else {"html": value}
            if stored["type"] != "heading" and isinstance(block.get("text"), str):
                block["html"] = block.pop("text")
            if "provisions" in block:
                block["provisions"] = [self.provisions.get(pk, str(pk)) for pk in block["provisions"]]
            if "alt_text" in block:
                block["alt"] = block.pop("alt_text")
            title, url = self.links[f"{self.language}/{page.translation_key}"]
            place = f"{self.language}/{page.translation_key}/{stored['id']}"
            self.links[place] = (title, f"{url}#block-{stored['id']}-section")
            yield block

    def _quiz(self, page: Any) -> dict[str, Any]:
        from assessments.questions.models import Question
        from assessments.quiz.page.selection import strata

        with unlimited():
            drawn = strata(page)
        topics = {key: number for number, one in reversed(list(enumerate(drawn, 1))) for key in one.questions}
        rows = Question.objects.filter(translation_key__in=topics, locale=page.locale_id)
        by_key = {str(row.translation_key): row for row in rows} if self.questions else {}
        for key, row in by_key.items():
            address = reverse(row.snippet_viewset.get_url_name("edit"), args=[quote(row.pk)])
            self.links[f"{self.language}/{page.translation_key}/{key}"] = (str(row), address)
        return {
            "introduction": page.introduction,
            "shuffle": page.shuffle,
            "objectives": [one.draw.topic for one in drawn],
            "draws": [one.number for one in drawn],
            "always": sum(len(one.questions) for one in drawn if not one.number),
            "questions": [_question(key, number, by_key.get(key)) for key, number in topics.items()],
        }

    def _note(self, place: str, page: Page) -> None:
        self.links[place] = (page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk]))


def _question(key: str, number: int, row: Any) -> dict[str, Any]:
    """Return a question as files have it, with its options where its type has them; without text where the viewer may
    not see it.
    """
    question = {"key": key, "objective": number}
    stored = row.stored_body if row is not None else None
    if stored is None:
        return question
    body = _bare(stored["value"])
    question |= {"kind": stored["type"], "difficulty": row.difficulty, "stem": row.stem, "feedback": row.feedback}
    if stored["type"] in ("single", "multiple"):
        return {**question, "options": body["options"]}
    if stored["type"] == "truefalse":
        return {**question, "options": [{**body[one], "right": body["right"] == one} for one in ("true", "false")]}
    return {**question, "body": body}


def _bare(value: object) -> Any:
    """Return what a block stores without the wrappers of the items of its lists."""
    if isinstance(value, dict):
        is_item = value.get("type") == "item" and "value" in value
        return _bare(value["value"]) if is_item else {name: _bare(inner) for name, inner in value.items()}
    return [_bare(one) for one in value] if isinstance(value, list) else value
