"""Responses of the player: pages, the final word for scripts that send answers, and JSON for those that ask for it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lms.foundation.interface.json_responses import as_json, wants_json
from lms.foundation.plugins.activity import NotNow
from lms.foundation.plugins.filters import Vetoed
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.address_cache import address_of
from lms.foundation.plugins.runtime.errors import Faulty, NotInstalled, SwitchedOff, TooNew

from ..journal import services
from ..journal.answer_parsing import RESERVED, TooLarge
from ..journal.event_store import EventConflict
from . import activity_place
from .activity_place import ActivityPlace
from .attempt_choice import UnnamedAttempt
from .learner_course import LearnerCourse
from .write_limits import TooFast

WORD = "Mafunzo-Answer"
"""The header with the server's final word on an answer.

Without it whoever sent the answer keeps it, and sends it again.
"""
STORED, LATE, REFUSED = "stored", "late", "refused"
"""It is saved; it is kept, but came after the end; it is no answer, and never will be."""


def after(request: HttpRequest, place: ActivityPlace) -> str:
    """Return the address after an answer: the next activity or the list of unanswered questions if asked for, the same
    page otherwise.
    """
    if "next" in request.POST:
        return place.way.url if place.following is None else place.way.url_of(place.following)
    return _with_query(place.url, "review") if "review" in request.POST else place.url


def _with_query(url: str, query: str) -> str:
    sign = "&" if "?" in url else "?"
    return f"{url}{sign}{query}" if query else url


def tell_gone(request: HttpRequest, way: LearnerCourse) -> HttpResponse:
    """Redirect to the course, with the reason."""
    message = _("This part was taken out of the course meanwhile, so you need not do it. Go on with the others.")
    if wants_json(request):
        return _as_json(message, HTTPStatus.CONFLICT, word=REFUSED, address=way.url)
    if is_fetched(request):
        return HttpResponse(
            message, status=HTTPStatus.CONFLICT, content_type="text/plain; charset=utf-8", headers={WORD: REFUSED}
        )
    messages.info(request, message)
    return redirect("learn:course", way.enrolment.course.slug)


def tell_not_open(request: HttpRequest, way: LearnerCourse) -> HttpResponse:
    """Redirect to the course, with the day on which it opens."""
    if wants_json(request):
        return _as_json(way.window, HTTPStatus.CONFLICT, address=way.url)
    if is_fetched(request):
        return HttpResponse(way.window, status=HTTPStatus.CONFLICT, content_type="text/plain; charset=utf-8")
    messages.info(request, way.window)
    return redirect("learn:course", way.enrolment.course.slug)


def refuse(request: HttpRequest, place: ActivityPlace, error: Exception) -> HttpResponse:
    """Return the response that the answer was not written, with the reason and what to do. Answers that may be taken
    later have no final word.
    """
    status, word = _verdict(error)
    message = str(error)
    if isinstance(error, EventConflict):
        message = _("This page was out of date. Your last answers are below; answer again.")
    answer = message_response(request, place, message, status, word=word, at=getattr(error, "at", ""))
    return _with_pause(answer, error)


def _verdict(error: Exception) -> tuple[int, str]:
    """Return the status and the final word, if there is one."""
    if isinstance(error, TooFast):
        return HTTPStatus.TOO_MANY_REQUESTS, ""
    if isinstance(error, Vetoed | NotNow | UnnamedAttempt):
        return HTTPStatus.CONFLICT, ""
    if isinstance(error, EventConflict | services.NoAttemptLeft):
        return HTTPStatus.CONFLICT, REFUSED
    if isinstance(error, TooLarge):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, REFUSED
    return HTTPStatus.UNPROCESSABLE_ENTITY, REFUSED


def message_response(
    request: HttpRequest, place: ActivityPlace, message: str, status: int, *, word: str, at: str = ""
) -> HttpResponse:
    """Return the message alone for a script, or the page again with it, also beside the element `at`."""
    if wants_json(request):
        more = _drawn(request, place) if word == LATE else {}
        return _as_json(message, status, word=word, at=at, **more)
    if is_fetched(request):
        answer = HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")
    else:
        answer = show(request, place, status=status, refusal={"text": message, "at": at, "problems": [(at, message)]})
    if word:
        answer[WORD] = word
    return answer


def show(
    request: HttpRequest, place: ActivityPlace, *, status: int = HTTPStatus.OK, refusal: dict[str, object] | None = None
) -> HttpResponse:
    if place.is_locked:
        return _locked(request, place, status=HTTPStatus.FORBIDDEN if status == HTTPStatus.OK else status)
    if place.is_unnamed and refusal is not None:
        return _unnamed(request, place, refusal, status=status)
    if place.is_unnamed and place.answering:
        return redirect(_with_query(place.url, request.GET.urlencode()))
    review = "review" in request.GET and place.answering
    context = {**activity_place.context_of(place), "trail": trail_of(place.way), "review": review, "refusal": refusal}
    context["links"] = [] if place.is_undisturbed else _links(place)
    return render(request, "progress/activity.html", context, status=status)


def _unnamed(request: HttpRequest, place: ActivityPlace, refusal: dict[str, object], *, status: int) -> HttpResponse:
    """Show the reason, the sentences that were typed, and the way to the last attempt: its forms have no place at an
    address that does not name it.
    """
    sent = [text for name, texts in request.POST.lists() if name not in RESERVED for text in texts]
    context = {
        "title": place.way.title_of(place.entry),
        "trail": trail_of(place.way),
        "place": place,
        "refusal": refusal,
        "typed": [text for text in sent if " " in text.strip()],
    }
    return render(request, "progress/unnamed.html", context, status=status)


def _links(place: ActivityPlace) -> list[object]:
    row = slots.OnActivity(place.way.enrolment, place.entry.id, place.attempt)
    return slots.fill(slots.ACTIVITY, [row])[row.pk]


def _locked(request: HttpRequest, place: ActivityPlace, *, status: int) -> HttpResponse:
    """Show the conditions that keep the activity locked and where to meet them, without its content."""
    context = {
        "title": place.way.title_of(place.entry),
        "trail": trail_of(place.way),
        "way": place.way,
        "missing": place.way.missing(place.entry),
    }
    return render(request, "progress/locked.html", context, status=status)


def trail_of(way: LearnerCourse) -> list[tuple[str, str]]:
    return [
        (_("My learning"), address_of("learn:mine")),
        (way.title, way.url),
    ]


def unavailable_page(request: HttpRequest, place: ActivityPlace, missing: NotInstalled) -> HttpResponse:
    """Show that the plugin of the activity, or one that its content needs, is not installed or not switched on here:
    work done in it stays.
    """
    if wants_json(request):
        message = _("This part cannot be used now. Your work in it is kept.")
        return _as_json(message, HTTPStatus.SERVICE_UNAVAILABLE)
    context = {
        "title": place.way.title_of(place.entry),
        "trail": trail_of(place.way),
        "place": place,
        "missing": missing.name,
        "switched_off": isinstance(missing, SwitchedOff),
        "faulty": isinstance(missing, Faulty),
        "too_new": isinstance(missing, TooNew),
        "part": missing.name != place.entry.kind,
    }
    return render(request, "progress/unplugged.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)


def is_fetched(request: HttpRequest) -> bool:
    """Return whether the request comes from a script that wants only the final word."""
    return request.headers.get("X-Requested-With") == "fetch"


def stored_response(request: HttpRequest, place: ActivityPlace, address: str) -> HttpResponse:
    """Return JSON on an answer that is stored: `place` is as it is now, `address` the address to which a page would
    redirect.
    """
    message = "" if place.position else removed_part_message()
    return _as_json(message, HTTPStatus.OK, word=STORED, address=address, **_drawn(request, place))


def removed_part_message() -> str:
    """Return the sentence for a learner who did a part that a correction took out of the course meanwhile."""
    return _("This part was taken out of the course meanwhile. Your work in it is kept, and you need not do it.")


def not_begun(request: HttpRequest, place: ActivityPlace, error: Exception) -> HttpResponse:
    """Redirect to the page, with the reason why no attempt was begun."""
    message = str(error)
    if isinstance(error, EventConflict):
        message = _("This page was out of date. Press the button again.")
    if wants_json(request):
        status, word = _verdict(error)
        return _with_pause(_as_json(message, status, word=word), error)
    messages.error(request, message)
    return redirect(place.way.url_of(place.entry))


def _as_json(message: str, status: int, *, word: str = "", at: str = "", **more: object) -> HttpResponse:
    """Return JSON, with `word` in the header too, where all scripts find it."""
    answer = as_json(message, status=status, word=word, at=at, **more)
    if word:
        answer[WORD] = word
    return answer


def _drawn(request: HttpRequest, place: ActivityPlace) -> dict[str, Any]:
    """Return the activity drawn anew: its part of the page, and the data of its type for scripts.

    Where it cannot be drawn now, nothing of that: what was sent is kept all the same, and the page says why.
    """
    try:
        context = {**activity_place.context_of(place), "review": False, "refusal": None}
        html = render_to_string("progress/fragment.html", context, request)
        values = place.kind.for_script(context["activity"])
    except NotInstalled:
        return {}
    attempt = place.attempt
    return {
        "html": html,
        "activity": values,
        "event_id": context["event_id"],
        "attempt": attempt.number if attempt else None,
        "closed": context["closed"],
        "completed": attempt is not None and attempt.completed_at is not None,
        "time_left": context["time_left"],
    }


def _with_pause(answer: HttpResponse, error: Exception) -> HttpResponse:
    """Return the response with the seconds to wait, if that is the reason."""
    if isinstance(error, TooFast):
        answer["Retry-After"] = str(error.seconds)
    return answer
