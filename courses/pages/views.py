"""Views of pages for the public and for editors. Learners read in the player."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from lms.foundation.plugins.activity import ActivityType, NotReady, activities
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.impact import OwnEnrolment, impacts
from lms.foundation.plugins.runtime.registry import Faulty, NotInstalled

from ..catalogue.texts import Text
from .guides import GuidePage
from .translations import language_of


def own_enrolment(request: HttpRequest, key: UUID) -> OwnEnrolment | None:
    """Return the reader's own enrolment in this course, if they are signed in and have one."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return impacts.own_enrolments(user, [key]).get(key)


def show_course(request: HttpRequest, page: Page) -> HttpResponse:
    """Show the public page of a course: what one will be able to do, how long it takes, what it consists of."""
    preview = getattr(request, "is_preview", False)
    steps = [] if page.pk is None else list(_with_package(page, _live(page.get_children())))
    context = {
        "page": page,
        "objectives": [str(block.value) for block in page.objectives],
        "steps": steps,
        "has_package": any(step.has_package for step in steps),
        "others": []
        if page.pk is None
        else page.get_translations().live().filter(alias_of=None).select_related("locale"),
        "enrolment": None if preview else own_enrolment(request, page.translation_key),
    }
    return _show(request, page, "courses/course.html", context)


def _with_package(page: Page, below: Any) -> Any:
    """Return the activities of the pages `below` the course, each with `has_package`: whether the course has one, in
    any language. It costs no statement of its own.
    """
    guides = GuidePage.objects.of_courses(Page.objects.filter(translation_key=page.translation_key))
    return below.not_type(GuidePage).annotate(has_package=Exists(guides)).specific()


def show_programme(request: HttpRequest, page: Page) -> HttpResponse:
    """Show the public page of a programme: its courses in order."""
    courses = [] if page.pk is None else _live(page.get_children()).specific()
    return _show(request, page, "courses/programme.html", {"page": page, "courses": courses})


def to_course(request: HttpRequest, page: Page) -> HttpResponse:
    """Redirect to the course. Activities are read in the player; whoever comes to the page of one is shown its
    course.
    """
    return redirect(page.get_parent().get_url(request) or "/")


def _live(pages: Any) -> Any:
    return pages.live().filter(alias_of=None).order_by("path")


def _show(request: HttpRequest, page: Page, template: str, context: dict[str, object]) -> HttpResponse:
    """Serve a page: its texts marked with the language in which they are written, the frame in the reader's."""
    language = language_of(page)
    return render(request, template, {"title": Text(page.title, language), "language": language, **context})


def preview_activity(request: HttpRequest, page: Page, country: str = "") -> HttpResponse:
    """Show the activity as a learner of `country` would get it from the page as it stands in the editor; nothing is
    stored.
    """
    context: dict[str, Any] = {"problem": ""}
    try:
        kind = activities.get(page.activity_kind)
        context |= _drawn(kind, page, country, now=timezone.now())
    except NotReady as error:
        context["problem"] = str(error)
    except Faulty:
        context["problem"] = _(
            "The plugin of this kind of activity has a fault, so the activity cannot be shown. Its content "
            "is kept. Tell the person who runs the site."
        )
    except NotInstalled:
        context["problem"] = _(
            "The plugin of this kind of activity is not installed, so the activity cannot be shown. Its "
            "content is kept."
        )
    # Its own learners read the frame in the language of the page, too; a problem is told to the editor.
    with override(get_language() if context["problem"] else language_of(page)):
        return _show(request, page, "courses/preview.html", context)


def _drawn(kind: ActivityType, page: object, country: str, *, now: datetime) -> dict[str, object]:
    """Return the context of the activity’s template in the player, for a fresh attempt that is not stored."""
    from ..catalogue.models import Content

    compiled = kind.compile(page, language=language_of(page), country=country)
    content = Content(
        digest=compiled.digest(kind=kind.slug),
        kind=kind.slug,
        title=compiled.title,
        html=compiled.html,
        definition=compiled.definition,
    )
    form, state = kind.begin(content.definition, seed=1, terms={})
    return {
        "content": content,
        "template": kind.template,
        "activity": kind.context(content.definition, form, state, closed=False, now=now),
        "attempt": SimpleNamespace(
            number=1, begun_at=now, answered_at=None, closed_at=None, completed_at=None, deadline_at=None, waiting=False
        ),
        "attempts_left": kind.attempts_allowed(content.definition, terms={}),
        "event_id": uuid7(),
    }
