"""The courses: real pages, published, so that the catalogue holds what an editor's work compiles to."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from wagtail.models import Locale, Page, Site

from assessments.questions.models import Category, Question
from assessments.quiz.models import Draw, QuizPage
from courses.models import (
    Activity,
    Content,
    Course,
    CoursePage,
    LessonPage,
    Programme,
    ProgrammePage,
    Release,
)
from home.curriculum.blocks import paragraph, question_body
from home.models import HomePage
from lms.desks.search.indexing import index_waiting
from tests.builders import make_course
from tests.releasing import release_waiting

CURRICULUM = Path(__file__).resolve().parents[3] / "home" / "curriculum"
BANK, DRAWN, LONG = 60, 20, 40


def publish_courses(number: int) -> list[Course]:
    """`number` courses in the catalogue, two or more.

    The first has five lessons as long as real ones; quizzes that draw 20 and 40 of 60 questions. The others are small:
    one is published, and copied as often as is wanted, since that is what publishing it again would come to.
    """
    programme = _site()
    with transaction.atomic():
        measured = _measured_course(programme)
    with transaction.atomic():
        small = make_course(programme, slug="course-1")
    problems = release_waiting()
    assert not problems, problems
    first, second = (Course.objects.get(pk=page.translation_key) for page in (measured, small))
    copies = [_copied(second, f"course-{count}") for count in range(2, number)]
    _add_to(Programme.objects.get(pk=programme.translation_key), copies)
    index_waiting()
    return [first, second, *copies]


@transaction.atomic
def _copied(course: Course, slug: str) -> Course:
    """The same course in the catalogue once more: activities and contents with ids of their own."""
    outline, release = json.dumps(course.release.data), course.release
    digests = {digest for entry in release.outline.activities for digest in entry.contents.values()}
    for one in Content.objects.filter(pk__in=digests):
        digest = hashlib.sha256(f"{slug}/{one.pk}".encode()).hexdigest()
        outline = outline.replace(one.pk, digest)
        one.pk = digest
        one.save(force_insert=True)
    for entry in release.outline.activities:
        own = Activity.objects.get(pk=entry.id)
        own.pk, own.slug = uuid4(), f"{slug}-{entry.slug}"
        outline = outline.replace(entry.id, str(own.pk)).replace(f'"{entry.slug}"', f'"{own.slug}"')
        own.save(force_insert=True)
    copy = Course(pk=uuid4(), slug=slug, titles=course.titles, programme_id=course.programme_id)
    copy.save(force_insert=True)
    about = {"edition": 1, "digest": hashlib.sha256(outline.encode()).hexdigest(), "why": "The bench."}
    copy.release = Release.objects.create(course=copy, data=json.loads(outline), made_at=release.made_at, **about)
    copy.save()
    return copy


def _add_to(programme: Programme, courses: list[Course]) -> None:
    keys = [str(course.pk) for course in courses]
    programme.courses, programme.required = [*programme.courses, *keys], [*programme.required, *keys]
    programme.save()


def _site() -> ProgrammePage:
    Locale.objects.get_or_create(language_code="en")
    home = HomePage(title="Mafunzo", slug="mafunzo")
    Page.get_first_root_node().add_child(instance=home)
    Site.objects.update_or_create(
        hostname="localhost", defaults={"root_page": home, "is_default_site": True, "port": 80}
    )
    programme = ProgrammePage(title="Trafficking and smuggling", slug="core")
    home.add_child(instance=programme)
    programme.save_revision().publish()
    return programme


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((CURRICULUM / name / "en.toml").read_text())


def _measured_course(programme: ProgrammePage) -> CoursePage:
    text = _read("tip-1")
    page = CoursePage(title=text["title"], slug="measured", summary=text["summary"], minutes=text["minutes"])
    page.objectives = [("objective", objective) for objective in text["objectives"]]
    programme.add_child(instance=page)
    for number, lesson in enumerate(text["lessons"], start=1):
        body = [block for source in lesson["blocks"] for block in _block(source)]
        page.add_child(
            instance=LessonPage(title=lesson["title"], slug=f"measured-{number}", minutes=lesson["minutes"], body=body)
        )
    quiz = QuizPage(title=text["quiz"]["title"], slug="measured-quiz", pass_mark=70, attempts=3)
    bank = _bank()
    quiz.draws = [Draw(category=bank, number=DRAWN)]
    page.add_child(instance=quiz)
    longer = QuizPage(title="Practice", slug="measured-quiz-long", pass_mark=70, attempts=3, required=False)
    longer.draws = [Draw(category=bank, number=LONG)]
    page.add_child(instance=longer)
    for node in [page, *page.get_children().specific()]:
        node.save_revision().publish()
    return page


def _bank() -> Category:
    """Sixty of the curriculum's own questions."""
    category = Category.objects.create(name="The bank of the bench")
    found = [question for name in ("tip-1", "som-2", "tip-6") for question in _read(name)["quiz"]["questions"]]
    for source in found[:BANK]:
        question = Question(
            locale=Locale.objects.get(language_code="en"),
            category=category,
            stem=paragraph(source["stem"]),
            body=question_body(source),
            feedback=paragraph(source["feedback"]),
        )
        question.full_clean(exclude=["translation_key"])
        question.save()
    return category


def _option(source: dict[str, Any]) -> dict[str, Any]:
    return {"text": source["text"], "right": source.get("right", False), "feedback": source.get("feedback", "")}


def _block(source: dict[str, Any]) -> list[dict[str, Any]]:
    """A block of the curriculum's files as a StreamField holds it; blocks that need other rows are left out."""
    kind = source["type"]
    if kind == "heading":
        return [_stream(kind, source["text"])]
    if kind == "text":
        return [_stream(kind, source["html"])]
    if kind in ("case", "callout"):
        kept = {name: source[name] for name in ("title", "content_note", "skip", "wellbeing", "tone") if name in source}
        return [_stream(kind, {**kept, "text": source["html"]})]
    if kind == "table":
        return [_stream(kind, {name: source[name] for name in ("caption", "header", "rows")})]
    if kind == "check":
        return [
            _stream(
                kind,
                {"stem": source["stem"], "options": [_stream("item", _option(option)) for option in source["options"]]},
            )
        ]
    return []


def _stream(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid4()), "value": value}
