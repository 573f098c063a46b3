"""Work of the demo school’s editor and reviewer: a draft, a course that was handed in, and one that is to be looked at
again.
"""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps

from assessments.questions.models import Question
from courses.catalogue import lookup
from courses.models import Course, CoursePage, GuidePage, LessonPage
from courses.publishing import services as publishing
from courses.publishing import submission_services
from courses.publishing.course_drafts import drafts_of, row_drafts_of
from home.curriculum.files import named
from lms.people.directory.models import User

SCENES = ("trust", "gate", "office", "talks", "leaves")
NOTE = "The learners of the last intake asked what “means” covers"


def prepare(course: Course, *, editor: User, now: datetime) -> None:
    """Prepare reviews: the editor has drafted a lesson and a question of `course` anew and handed both in; a draft of
    another question is not finished.
    """
    page = publishing.source_page(course.pk)
    if page is None:
        raise LookupError(f"The course “{course.slug}” has no page.")
    lesson = LessonPage.objects.child_of(page).order_by("path").first()
    text = next(block for block in lesson.body.raw_data if block["type"] == "text")
    text["value"] = text["value"].replace("</p>", " Debt, too, can be a means.</p>", 1)
    lesson.why = NOTE
    lesson.save_revision(user=editor)
    asked, unfinished = _questions(course)
    asked.feedback = f"{asked.feedback}<p>Debt can be a means as well as force.</p>"
    asked.save_revision(user=editor)
    handed_in = [*drafts_of(page), *row_drafts_of(page)]
    submission_services.hand_in(key=course.pk, drafts=handed_in, by=editor, note=NOTE, now=now - timedelta(days=1))
    unfinished.name = "To be worded more simply"
    unfinished.save_revision(user=editor)


def look_again(course: Course, *, now: datetime) -> None:
    """Set a date, as if whoever published the package of `course` had said that the course is to be looked at again in
    nine days.
    """
    guide = GuidePage.objects.of_courses(CoursePage.objects.filter(translation_key=course.pk)).earliest("pk")
    guide.next_review = (now + timedelta(days=9)).date()
    GuidePage.objects.filter(pk=guide.pk).update(next_review=guide.next_review)
    guide.latest_revision.content |= {"next_review": f"{guide.next_review}"}
    guide.latest_revision.save(update_fields=["content"])


def _questions(course: Course) -> tuple[Any, Any]:
    """Return two questions that the quiz of the course asks."""
    outline = lookup.release(course.release_id).outline
    quiz = next(entry for entry in outline.activities if entry.kind == "quiz" and entry.required)
    keys = lookup.content(quiz.contents[outline.source]).definition["questions"]
    rows = Question.objects.usable().filter(translation_key__in=list(keys), locale__language_code=outline.source)
    first, second, *_rest = rows.order_by("pk")
    return first, second


def draft_scenario(course: Course, *, editor: User) -> None:
    """Add a scenario that remembers what was chosen, as a draft of the editor. Nothing where scenarios are not
    installed.
    """
    page = publishing.source_page(course.pk)
    if page is None or not apps.is_installed("assessments.scenario"):
        return
    from assessments.scenario.models import ScenarioPage
    from assessments.scenario.stories.conversion import stream_of

    counter = {"name": "Trust", "start": 0, "shown": True}
    scenario = ScenarioPage(
        title="The woman at the desk",
        slug="woman-at-the-desk",
        content_note="A woman who was exploited. Nothing is described.",
        scenes=stream_of(_scenes()),
        counters=[{"type": "counter", "id": str(named("demo-scenario", "trust")), "value": counter}],
        owner=editor,
        live=False,
        required=False,
    )
    page.add_child(instance=scenario)
    scenario.save_revision(user=editor)


def _scenes() -> list[Any]:
    from assessments.scenario.scenes import Ask, Branch, Choice, Scene

    trust, gate, office, talks, leaves = (str(named("demo-scenario", name)) for name in SCENES)
    water, papers, wait, ask, back = (str(named("demo-choice", name)) for name in "abcde")
    first = (
        Choice(water, "Bring water and a chair", office, 2, feedback="She breathes out.", counts=((trust, 1),)),
        Choice(papers, "Ask to see her papers first", office, feedback="She has none. It began with fear."),
    )
    patient = Branch(back, (Ask(water, "made"), Ask(trust, "least", 2)), talks)
    second = (
        Choice(wait, "Let her choose when to talk", leaves, 2, feedback="It is hers.", counts=((trust, 1),),
               branches=(patient,)),
        Choice(ask, "Ask who brought her here", leaves, feedback="Too soon to ask."),
    )  # fmt: skip
    return [
        Scene(gate, "At the desk", "A woman waits at the desk of the station. She looks at the door.", "", first),
        Scene(office, "In the office", "She sits down and says nothing.", "", second),
        Scene(talks, "She talks", "After a while she tells you a name, and asks for her sister."),
        Scene(leaves, "She leaves", "She says that she made a mistake, and goes."),
    ]
