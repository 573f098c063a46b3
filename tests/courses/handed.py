"""What tests do with a course that is handed in."""

from django.urls import reverse
from django.utils import timezone

from courses.editing.release.effect import effect_of
from courses.models import Submission
from courses.publishing import services as publishing
from courses.publishing import submission_services
from courses.publishing.course_drafts import drafts_of, row_drafts_of
from courses.publishing.submission_state import items_of, to_publish


def hand_in_url(course) -> str:
    return reverse("courses_hand_in", args=[course.pk])


def at(submission, name: str = "submission") -> str:
    return reverse(f"courses_{name}", args=[submission.pk])


def all_drafts(course):
    page = publishing.source_page(course.pk)
    return [*drafts_of(page), *row_drafts_of(page)]


def hand(course, by, drafts=None, **more) -> Submission:
    now = more.pop("now", timezone.now())
    return submission_services.hand_in(
        key=course.pk, drafts=drafts or all_drafts(course), by=by, note="The law changed", now=now, **more
    )


def shown(submission, viewer) -> dict:
    """What a person who looks at the submission decides on."""
    drafts = to_publish(items_of(submission))
    effect = effect_of(submission.course_key, [draft.object for draft in drafts], viewer=viewer)
    return {"shown": effect.digest, "names": [draft.name for draft in drafts]}


def approve(submission, by, decision=None, **more):
    decision = decision or shown(submission, by)
    return submission_services.approve(
        submission=submission, by=by, why="New law", now=timezone.now(), **decision, **more
    )


def posted(response, **more) -> dict:
    """What the browser sends from the page of a submission when it is approved."""
    context = response.context
    names = [draft.name for draft in context["drafts"]]
    return {"draft": names, "shown": context["effect"].digest, "change": "correction", "why": "New law", **more}
