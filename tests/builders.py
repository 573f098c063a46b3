"""Pages and answers that several tests need, made through the same doors that people use."""

from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import override_settings
from wagtail.models import Collection, Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from assessments.questions.models import Category, Question
from assessments.quiz.models import Draw, QuizPage
from courses.models import Course, CoursePage, LessonPage, ProgrammePage
from home.models import HomePage
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import User

from .kept import kept
from .releasing import publisher, release_waiting


def event(**data: Any) -> dict[str, Any]:
    """Return what a form sends: `data`, and an id of its own."""
    return {"event_id": str(uuid7()), **data}


def question_body(
    kind: str, *texts: str, right: Container[int] = frozenset({0}), scoring: str = "all"
) -> list[dict[str, Any]]:
    """The body of a question that is answered by choosing, with a sentence on each option."""
    if kind == "truefalse":
        value = {name: {"text": "", "feedback": f"<p>About {name}</p>"} for name in ("true", "false")}
        return [
            {
                "type": kind,
                "id": str(uuid4()),
                "value": {"right": "true" if 0 in right else "false", "credit": None, **value},
            }
        ]
    options = [
        {
            "type": "item",
            "id": str(uuid4()),
            "value": {
                "text": f"<p>{text}</p>",
                "right": index in right,
                "credit": None,
                "feedback": f"<p>About {text}</p>",
            },
        }
        for index, text in enumerate(texts)
    ]
    value = {"options": options, "scoring": scoring} if kind == "multiple" else {"options": options}
    return [{"type": kind, "id": str(uuid4()), "value": value}]


def make_question(
    category: Category, stem: str, kind: str = "single", right: Container[int] = (0,), language: str = "en"
) -> Question:
    question = Question(
        locale=Locale.objects.get_or_create(language_code=language)[0],
        category=category,
        stem=f"<p>{stem}</p>",
        body=question_body(kind, "First", "Second", "Third", right=right),
        feedback="<p>Because.</p>",
    )
    question.full_clean(exclude=["translation_key"])
    question.save()
    return question


@contextmanager
def unsearched() -> Iterator[None]:
    """What is saved within is found by no search and counted by no page of use: half of what saving costs,
    in hundreds of tests.
    """
    backend = {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}
    with disable_reference_index_auto_update(), override_settings(WAGTAILSEARCH_BACKENDS={"default": backend}):
        yield


def in_group(person: User, name: str) -> User:
    person.groups.add(Group.objects.get(name=name))
    return person


@kept
@unsearched()
def make_site() -> HomePage:
    """A home page in English at the root, which a test with real transactions may have taken away."""
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    home = HomePage(title="Mafunzo", slug="mafunzo")
    root.add_child(instance=home)
    Site.objects.update_or_create(
        hostname="localhost", defaults={"root_page": home, "is_default_site": True, "port": 80}
    )
    return home


@kept
@unsearched()
def make_programme(site: HomePage, slug: str = "core") -> ProgrammePage:
    page = ProgrammePage(title="TiP and SoM core", slug=slug)
    site.add_child(instance=page)
    return page


@kept
@unsearched()
def make_course(programme_page, slug: str = "trafficking", draw: int = 2) -> CoursePage:
    """A live course: two lessons, the first with a check, and a quiz that draws `draw` of six questions."""
    page = CoursePage(title="What trafficking is", slug=slug, summary="The three elements.", minutes=60)
    programme_page.add_child(instance=page)
    check = {
        "type": "check",
        "id": str(uuid4()),
        "value": {
            "stem": "Which element makes consent irrelevant?",
            "in_order": True,
            "options": [
                {
                    "type": "item",
                    "id": str(uuid4()),
                    "value": {"text": text, "right": right, "feedback": f"About {text}"},
                }
                for text, right in (("The border", False), ("The means", True))
            ],
        },
    }
    texts = [
        {"type": "text", "id": str(uuid4()), "value": f"<p>{text}</p>"}
        for text in ("Act, means, purpose.", "No means is needed under 18.")
    ]
    bodies = ([texts[0], check], [texts[1]])
    for number, body in enumerate(bodies, start=1):
        page.add_child(
            instance=LessonPage(title=f"Lesson {number}", slug=f"{slug}-lesson-{number}", minutes=10, body=body)
        )
    category = Category.objects.create(name=f"Bank of {slug}")
    kinds = ["single", "multiple", "truefalse", "single", "multiple", "truefalse"]
    for number, kind in enumerate(kinds, start=1):
        make_question(category, f"Question {number}?", kind, right={0, 1} if kind == "multiple" else {0})
    quiz = QuizPage(title="Quiz", slug=f"{slug}-quiz", pass_mark=70, attempts=2)
    quiz.draws = [Draw(category=category, number=draw)]
    page.add_child(instance=quiz)
    for node in [page, *page.get_children().specific()]:
        node.save_revision().publish()
    return page


def release(course_page: CoursePage) -> Course:
    """The course in the catalogue, released as 1.0."""
    publisher()
    return _release(course_page)


@kept
def _release(course_page: CoursePage) -> Course:
    assert release_waiting() == []
    return Course.objects.get(pk=course_page.translation_key)


def right_options(item: dict[str, Any]) -> list[str]:
    """The right options of an item of an attempt's form, where it is answered by choosing."""
    return [option for option, fraction in item["key"]["fractions"].items() if fraction > 0]


def wrong_options(item: dict[str, Any]) -> list[str]:
    return [option for option, fraction in item["key"]["fractions"].items() if fraction <= 0]


def right_answers(attempt: Attempt) -> dict[str, list[str]]:
    """What a learner who knows everything sends to submit a quiz."""
    return {**{f"q:{item['id']}": right_options(item) for item in attempt.form["items"]}, "submit": ["1"]}


def wrong_answers(attempt: Attempt) -> dict[str, list[str]]:
    """What a learner who knows nothing sends to submit a quiz."""
    return {**{f"q:{item['id']}": wrong_options(item)[:1] for item in attempt.form["items"]}, "submit": ["1"]}


def same_when_rebuilt() -> bool:
    """Does the journal make of all attempts and enrolments what is stored?"""
    return list(rebuild(write=False)) == []


def start_attempt(enrolment: Enrolment, slug: str, now, **more: Any) -> Attempt:
    """Begin the activity of this slug."""
    entry = enrolment.release.outline.by_slug(slug)
    return services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", **more)


def complete(enrolment: Enrolment, *, now, but: str = "") -> Enrolment:
    """Do everything that the course requires, `but` for one activity, rightly."""
    for entry in (one for one in enrolment.release.outline.activities if one.required and one.slug != but):
        attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)
        data = right_answers(attempt) if entry.kind == "quiz" else {"done": ["1"]}
        services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)
    enrolment.refresh_from_db()
    return enrolment
