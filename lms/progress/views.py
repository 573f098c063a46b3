"""The player: plain views for what is the learner's own, found by catalogue slug."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses import catalogue
from courses.outline import Entry
from lms.plugins import slots
from lms.plugins.activity import InvalidAnswer, activities
from lms.plugins.identifiers import uuid7

from . import services
from .answers import BadAnswer, fragment_of, read_answer
from .journal import EventConflict
from .learning import Way
from .models import Attempt, Enrolment


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What to do next, what else is assigned, what is finished."""
    now, language = timezone.now(), get_language()
    enrolments = list(Enrolment.objects.of(request.user).select_related("course").order_by("due_at", "enrolled_at"))
    ways = [Way(enrolment, language, now) for enrolment in enrolments]
    open_ways = [way for way in ways if way.enrolment.completed_at is None]
    finished = [way for way in ways if way.enrolment.completed_at is not None]
    links = slots.fill(slots.ENROLMENT, [way.enrolment for way in finished])
    first = next((way for way in open_ways if way.enrolment.started_at), open_ways[0] if open_ways else None)
    context = {
        "first": first,
        "assigned": [way for way in open_ways if way is not first],
        "finished": [(way, links[way.enrolment.pk]) for way in sorted(finished, key=lambda way: way.enrolment.completed_at, reverse=True)],
        "now": timezone.localtime(now),
    }
    return render(request, "progress/mine.html", context)


@login_required
@require_GET
def course(request: HttpRequest, course: str) -> HttpResponse:
    """What one will be able to do, how long it takes, and the activities in order."""
    way = _way(request, course)
    links = slots.fill(slots.ENROLMENT, [way.enrolment])[way.enrolment.pk] if way.enrolment.completed_at else []
    return render(request, "progress/course.html", {"way": way, "steps": way.steps(), "links": links})


@login_required
@require_GET
def to_activity(request: HttpRequest, activity: Any) -> HttpResponse:
    """Where a link between lessons leads: the activity, in whichever of the learner's courses it is."""
    for enrolment in Enrolment.objects.of(request.user).select_related("course").order_by("-enrolled_at"):
        entry = catalogue.release(enrolment.release_id).outline.by_id(str(activity))
        if entry is not None:
            return redirect("learn:activity", enrolment.course.slug, entry.slug)
    raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: HttpRequest, course: str, activity: str) -> HttpResponse:
    """Show an activity with what the learner did in it so far; take an answer."""
    way, entry = _entry(request, course, activity)
    if entry.kind not in activities:
        return _unplugged(request, way, entry)
    attempt = _attempt(request, way, entry)
    if request.method != "POST":
        return _show(request, way, entry, attempt)
    return _take(request, way, entry, attempt, now=timezone.now())


@login_required
@require_POST
def start(request: HttpRequest, course: str, activity: str) -> HttpResponse:
    """Begin an attempt; asked twice, it is begun once."""
    way, entry = _entry(request, course, activity)
    if entry.kind not in activities:
        return _unplugged(request, way, entry)
    try:
        _data, event_id = read_answer(request)
        services.begin(enrolment=way.enrolment, entry=entry, event_id=event_id, now=timezone.now(), language=get_language())
    except (BadAnswer, services.NoAttemptLeft) as error:
        messages.error(request, str(error))
    except EventConflict:
        messages.error(request, _("This page was out of date. Press the button again."))
    return redirect("learn:activity", course, entry.slug)


def _way(request: HttpRequest, course: str) -> Way:
    """The learner's own way through the course; the one under way before finished ones. 404 for anybody else's."""
    own = Enrolment.objects.of(request.user).filter(course__slug=course).select_related("course").order_by("-enrolled_at")
    enrolment = own.first()
    if enrolment is None:
        raise Http404
    return Way(enrolment, get_language(), timezone.now())


def _entry(request: HttpRequest, course: str, activity: str) -> tuple[Way, Entry]:
    way = _way(request, course)
    entry = way.outline.by_slug(activity)
    if entry is None:
        raise Http404
    return way, entry


def _attempt(request: HttpRequest, way: Way, entry: Entry) -> Attempt | None:
    """The attempt that the address names by number, else the latest; None before the first."""
    attempts = way.enrolment.attempts.filter(activity=entry.id)
    if "attempt" in request.GET:
        number = request.GET["attempt"]
        return get_object_or_404(attempts, number=int(number) if number.isdecimal() and len(number) < 7 else 0)
    return attempts.order_by("-number").first()


def _take(request: HttpRequest, way: Way, entry: Entry, attempt: Attempt | None, *, now: datetime) -> HttpResponse:
    kind = activities.get(entry.kind)
    try:
        data, event_id = read_answer(request)
        if attempt is None or (attempt.closed_at is not None and kind.begins_by_itself):
            if not kind.begins_by_itself:
                raise BadAnswer(_("Start the attempt first, then answer."))
            attempt = services.begin(enrolment=way.enrolment, entry=entry, event_id=uuid7(), now=now, language=get_language())
        attempt = services.answer(attempt=attempt, data=data, event_id=event_id, now=now)
    except EventConflict:
        return _refuse(request, way, entry, attempt, _("This answer was already sent with other content. Reload the page and answer again."), HTTPStatus.CONFLICT)
    except services.AttemptClosed as error:
        return _refuse(request, way, entry, attempt, str(error), HTTPStatus.CONFLICT)
    except InvalidAnswer as error:
        return _refuse(request, way, entry, attempt, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return redirect(_after(way, entry, data) + fragment_of(data))


def _after(way: Way, entry: Entry, data: dict[str, list[str]]) -> str:
    """Where to go after an answer: the next activity where one was asked for, the same page otherwise."""
    from django.urls import reverse

    slug = way.enrolment.course.slug
    if "next" in data:
        entries = way.outline.activities
        position = entries.index(entry) + 1
        if position >= len(entries):
            return reverse("learn:course", args=[slug])
        entry = entries[position]
    return reverse("learn:activity", args=[slug, entry.slug])


def _refuse(request: HttpRequest, way: Way, entry: Entry, attempt: Attempt | None, message: str, status: int) -> HttpResponse:
    """The page again, with what is wrong and what to do; nothing was written."""
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")
    messages.error(request, message)
    return _show(request, way, entry, attempt, status=status)


def _show(request: HttpRequest, way: Way, entry: Entry, attempt: Attempt | None, *, status: int = 200) -> HttpResponse:
    kind = activities.get(entry.kind)
    outline = catalogue.release(attempt.release_id).outline if attempt else way.outline
    shown = outline.by_id(entry.id) or entry
    content = catalogue.content(shown.content(way.language, way.enrolment.country, outline.source))
    form, state = (attempt.form, attempt.state) if attempt else (None, None)
    entries = way.outline.activities
    position = entries.index(entry)
    allowed = kind.attempts_allowed(content.definition)
    context = {
        "way": way, "entry": entry, "content": content, "attempt": attempt, "position": position + 1, "count": len(entries),
        "previous": entries[position - 1] if position else None,
        "following": entries[position + 1] if position + 1 < len(entries) else None,
        "previous_title": entries[position - 1].title(way.language, outline.source) if position else "",
        "following_title": entries[position + 1].title(way.language, outline.source) if position + 1 < len(entries) else "",
        "attempts_left": None if allowed is None else max(allowed - (attempt.number if attempt else 0), 0),
        "activity": kind.context(content.definition, form, state, closed=bool(attempt and attempt.closed_at)),
        "template": kind.template, "script": kind.script, "event_id": uuid7(), "in_language": content.title != "",
    }  # fmt: skip
    return render(request, "progress/activity.html", context, status=status)


def _unplugged(request: HttpRequest, way: Way, entry: Entry) -> HttpResponse:
    """The activity's plugin is not installed: what was done in it stays."""
    return render(request, "progress/unplugged.html", {"way": way, "entry": entry}, status=HTTPStatus.SERVICE_UNAVAILABLE)
