"""Courses of this site in the shape in which the rules read courses. Keys are translation keys and ids of blocks."""

from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.contrib.admin.utils import quote
from django.db.models import Count, Max, Model
from django.urls import reverse
from wagtail.models import Page

from courses.access.rows import writes
from courses.models import CoursePage, Provision
from courses.publishing.course_drafts import pages_of

from ..curriculum.files import CourseFiles
from ..curriculum.played import on_page
from ..curriculum.shapes import CourseText
from ..exchange.reading import Version, drawn, is_lesson, read_course
from .editions import bare

Links = dict[str, tuple[str, str]]
"""Title and address in the editor, by place: the language, the key of a page, and the key of a block or question."""


@dataclass(frozen=True)
class PageTexts:
    """A course, and where its parts are edited."""

    files: CourseFiles
    links: Links

    def link(self, place: str) -> tuple[str, str]:
        """Return title and address of a place, or of the closest part around it that has one."""
        while place not in self.links and "/" in place:
            place = place.rpartition("/")[0]
        return self.links.get(place, ("", ""))


def sees_questions(viewer: object) -> bool:
    """Return whether `viewer` has a right to the bank of questions. Translators of a page may have none."""
    return apps.is_installed("assessments.questions") and writes(viewer, apps.get_model("questions", "Question"))


def read_pages(source: CoursePage, *, questions: bool = True) -> PageTexts:
    """Return the course whose source page this is. Of questions that the viewer of the admin may not see, or of all
    without `questions`, it has neither text nor link.
    """
    provisions = dict(Provision.objects.values_list("pk", "key"))

    def named(model: type[Model], value: Any) -> object:
        return provisions.get(value, str(value)) if model is Provision else value

    links: Links = {}
    versions = {version.language: _Reader(links, version, questions).text() for version in read_course(source, named)}
    return PageTexts(CourseFiles(source.url_path, versions), links)


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


@dataclass(frozen=True)
class _Reader:
    """The pages of one course in one language."""

    links: Links
    version: Version
    questions: bool

    def text(self) -> CourseText:
        """Return the course, its quizzes as files of the curriculum have them."""
        self._note(self.version.page)
        parts: dict[str, list[object]] = {"quiz": [], "exercise": [], "others": []}
        for page in self.version.below:
            self._note(page, str(page.translation_key))
            if not is_lesson(page):
                name, part = self._part(page)
                parts[name].append(part)
        for lesson in self.version.text.get("lessons", []):
            title, url = self.links[f"{self.version.language}/{lesson['key']}"]
            for block in lesson["blocks"]:
                place = f"{self.version.language}/{lesson['key']}/{block['key']}"
                self.links[place] = (title, f"{url}#block-{block['key']}-section")
        return cast(CourseText, {**self.version.text, **parts})

    def _part(self, page: Any) -> tuple[str, dict[str, Any]]:
        required, is_quiz = getattr(page, "required", False), getattr(page, "activity_kind", "") == "quiz"
        part = {"key": str(page.translation_key), "title": page.title, "required": required}
        part["minutes"] = page.minutes if required or is_quiz else 0  # what a course's minutes count
        if is_quiz:
            certifies = required and page.behaviour != page.Behaviour.IMMEDIATE
            return "quiz" if certifies else "exercise", {**part, **self._quiz(page)}
        return "others", {**part, "noted": on_page(page, self.version.language)}

    def _quiz(self, page: Any) -> dict[str, Any]:
        draws = drawn(page)
        topics = {key: number for number, one in reversed(list(enumerate(draws, 1))) for key in one.questions}
        model = apps.get_model("questions", "Question")
        rows: Any = model.objects.filter(translation_key__in=topics, locale=page.locale_id)
        by_key = {str(row.translation_key): row for row in rows} if self.questions else {}
        for key, row in by_key.items():
            address = reverse(row.snippet_viewset.get_url_name("edit"), args=[quote(row.pk)])
            self.links[f"{self.version.language}/{page.translation_key}/{key}"] = (str(row), address)
        return {
            "introduction": page.introduction,
            "shuffle": page.shuffle,
            "attempts": page.attempts,
            "is_test": bool(page.half or page.ticket or page.like_id),
            "objectives": [one.draw.topic for one in draws],
            "draws": [one.number for one in draws],
            "always": sum(len(one.questions) for one in draws if not one.number),
            "questions": [_question(key, number, by_key.get(key)) for key, number in topics.items()],
        }

    def _note(self, page: Page, *key: str) -> None:
        self.links["/".join((self.version.language, *key))] = (
            page.get_admin_display_title(),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )


def _question(key: str, number: int, row: Any) -> dict[str, Any]:
    """Return a question as files have it, with its options where its type has them; without text where the viewer may
    not see it.
    """
    question = {"key": key, "objective": number}
    stored = row.stored_body if row is not None else None
    if stored is None:
        return question
    body = bare(stored["value"])
    question |= {"kind": stored["type"], "difficulty": row.difficulty, "stem": row.stem, "feedback": row.feedback}
    if stored["type"] in ("single", "multiple"):
        return {**question, "options": body["options"]}
    if stored["type"] == "truefalse":
        return {**question, "options": [{**body[one], "right": body["right"] == one} for one in ("true", "false")]}
    return {**question, "body": body}
