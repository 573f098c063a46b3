"""The player: plain views for what is the learner's own, found by catalogue slug."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.catalogue import lookup
from lms.foundation.interface.json_responses import wants_json
from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.activity import InvalidAnswer, NotNow
from lms.foundation.plugins.filters import Vetoed
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.address_cache import address_of
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.people.directory.decorators import signed_in
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.shared_devices.session_lock import holds_answers

from ..enrolments import extension_services
from ..journal import services
from ..journal.answer_parsing import BadAnswer, fragment_of, read_answer
from ..journal.event_store import EventConflict
from ..journal.first_answer import answer_first
from ..journal.late_answers import store_answer
from ..models import Enrolment
from . import activity_place, next_course, responses
from .activity_place import ActivityPlace
from .attempt_choice import UnnamedAttempt, attempt_meant
from .completion_tracker import completions
from .my_results import results_of
from .programme_page import by_programme, programmes_of
from .removed_activities import entry_taken_out
from .write_limits import ATTEMPT, TooFast, count_request


@login_required
@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """Show the next course, the other assigned courses, and the finished ones."""
    now, language = timezone.now(), get_language()
    ways = next_course.ways_of(request.user, language=language, now=now)
    ahead = [way for way in ways if way.enrolment.completed_at is None]
    behind = [way for way in ways if way.enrolment.completed_at]
    behind.sort(key=lambda way: way.enrolment.completed_at or now, reverse=True)
    links = slots.fill(slots.ENROLMENT, [way.enrolment for way in behind])
    brought = slots.fill(slots.LEARNER, [request.user])[request.user.pk]
    first = next_course.first_of(ways)
    assigned = by_programme([way for way in ahead if way is not first])
    with_part = {group.programme for group in assigned}
    context = {
        "title": greeting(request.user.get_short_name(), timezone.localtime(now)),
        "first": first,
        "left": [way for way in ahead if way.enrolment.required],
        "minutes_left": sum(way.minutes_left for way in ahead if way.enrolment.required),
        "places": [one for one in brought if isinstance(one, slots.Link)],
        "panels": [one for one in brought if isinstance(one, slots.Panel)],
        "assigned": assigned,
        "finished": [(way, links[way.enrolment.pk]) for way in behind],
        "programmes": [one for one in programmes_of(ways) if one[2] or one[0] not in with_part],
    }
    return render(request, "progress/mine.html", context)


@login_required
@require_GET
def my_results(request: SignedInRequest) -> HttpResponse:
    """Show every result of the learner: courses, attempts, marks, hours and certificates."""
    results = results_of(request.user, language=get_language(), now=timezone.now())
    return render(request, "progress/results.html", {"title": _("My results"), "results": results})


@login_required
@require_GET
def course(request: SignedInRequest, course: str) -> HttpResponse:
    """Show the objectives of a course, its duration and its activities; once complete, what was achieved and the next
    course.
    """
    way = activity_place.find_way(request.user, course, language=get_language(), now=timezone.now())
    complete = way.enrolment.completed_at is not None
    links = slots.fill(slots.ENROLMENT, [way.enrolment])[way.enrolment.pk] if complete else []
    panels = slots.fill(slots.COURSE, [way.enrolment])[way.enrolment.pk]
    context = {
        "title": way.title,
        "trail": [(_("My learning"), address_of("learn:mine"))],
        "way": way,
        "steps": way.steps(),
        "links": links,
        "panels": panels,
        "extension": extension_services.latest(way.enrolment),
        "after": next_course.after(way) if complete else None,
    }
    return render(request, "progress/course.html", context)


@login_required
@require_GET
def completed(request: SignedInRequest, course: str) -> HttpResponse:
    """Show what was achieved, the certificate, and the next course; redirect to the course itself while it is not
    complete.
    """
    way = activity_place.find_way(request.user, course, language=get_language(), now=timezone.now())
    if way.enrolment.completed_at is None:
        return redirect(way.url)
    context = {
        "title": way.title,
        "trail": [(_("My learning"), address_of("learn:mine"))],
        "way": way,
        "panels": slots.fill(slots.COMPLETED, [way.enrolment])[way.enrolment.pk],
        "after": next_course.after(way),
    }
    return render(request, "progress/completed.html", context)


@login_required
@require_GET
def to_activity(request: SignedInRequest, activity: object) -> HttpResponse:
    """Redirect from a link between lessons to the activity, in whichever of the learner's courses it is."""
    for enrolment in Enrolment.objects.of(request.user).select_related("course").order_by("-enrolled_at"):
        entry = lookup.release(enrolment.release_id).outline.by_id(str(activity))
        if entry is not None:
            return redirect("learn:activity", enrolment.course.slug, entry.slug)
    raise Http404


@holds_answers
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: SignedInRequest, course: str, activity: str) -> HttpResponse:
    """Show an activity with what the learner did in it so far; take an answer.

    Going back to it asks again, for a fresh event id.
    """
    place = _place(request, course, activity)
    if place.way.opens:
        return responses.tell_not_open(request, place.way)
    try:
        if place.is_gone and not (request.method == "POST" and place.kind.begins_by_itself):
            return responses.tell_gone(request, place.way)
        if request.method != "POST":
            return responses.show(request, place)
        return _take(request, place, now=timezone.now())
    except NotInstalled as missing:
        return responses.unavailable_page(request, place, missing)


@signed_in
@require_POST
def start(request: SignedInRequest, course: str, activity: str) -> HttpResponse:
    """Begin an attempt; asked twice, it is begun once."""
    way = activity_place.find_way(request.user, course, language=get_language(), now=timezone.now())
    entry = way.outline.by_slug(activity)
    if entry is None and entry_taken_out(way, activity):
        return responses.tell_gone(request, way)
    if entry is None:
        raise Http404
    try:
        count_request(request, weight=ATTEMPT)
        _data, event_id = read_answer(request)
        begun = services.begin(
            enrolment=way.enrolment, entry=entry, event_id=event_id, now=timezone.now(), language=way.language
        )
    except (BadAnswer, TooFast, Vetoed, NotNow, services.NoAttemptLeft, EventConflict) as error:
        return responses.not_begun(request, ActivityPlace(way, entry, None), error)
    except NotInstalled as missing:
        return responses.unavailable_page(request, ActivityPlace(way, entry, None), missing)
    address = f"{way.url_of(entry)}?attempt={begun.number}"
    if wants_json(request):
        return responses.stored_response(request, _place(request, course, entry.slug), address)
    return redirect(address)


def _place(request: SignedInRequest, course: str, activity: str) -> ActivityPlace:
    """Return the place that the address names; `?attempt=` names one of several attempts by its number."""
    number = None
    if "attempt" in request.GET:
        number = whole_number(request.GET["attempt"], digits=6) or 0
    return activity_place.find(
        request.user, course, activity, number=number, language=get_language(), now=timezone.now()
    )


def _take(request: SignedInRequest, place: ActivityPlace, *, now: datetime) -> HttpResponse:
    """Take an answer. Where this is the final word on it the answer's header says so (docs/use/quizzes.md)."""
    try:
        count_request(request)
        data, event_id = read_answer(request)
        with completions() as done:
            late = _stored(place, data, event_id, now=now)
    except (TooFast, EventConflict, Vetoed, NotNow, InvalidAnswer, UnnamedAttempt) as error:
        return responses.refuse(request, place, error)
    if late:
        message = _(
            "The answer came after the end of the attempt. It is kept, and counts only if an instructor admits it."
        )
        place = _place(request, place.way.enrolment.course.slug, place.entry.slug)
        return responses.message_response(request, place, message, HTTPStatus.CONFLICT, word=responses.LATE)
    ends = place.way.enrolment.pk in done
    address = place.way.completed_url if ends else responses.after(request, place) + fragment_of(data)
    if wants_json(request):
        now_there = _place(request, place.way.enrolment.course.slug, place.entry.slug)
        return responses.stored_response(request, now_there, address)
    if responses.is_fetched(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={responses.WORD: responses.STORED})
    if place.position == 0 and "next" in request.POST:
        messages.info(request, responses.removed_part_message())
    return redirect(address)


def _stored(place: ActivityPlace, data: dict[str, list[str]], event_id: UUID, *, now: datetime) -> bool:
    """Store the answer: True where it came too late. A lesson's attempt is begun by its first answer, in one
    transaction with it.

    Raises `BadAnswer` where an attempt has to be started, and `UnnamedAttempt`.
    """
    begins, attempt = place.kind.begins_by_itself, attempt_meant(place, event_id)
    if attempt is not None and not (begins and attempt.closed_at):
        return store_answer(attempt=attempt, data=data, event_id=event_id, now=now)
    if not begins:
        raise BadAnswer(_("Start the attempt first, then answer."))
    way = place.way
    return answer_first(
        enrolment=way.enrolment, entry=place.entry, data=data, event_id=event_id, now=now, language=way.language
    )


def greeting(name: str, moment: datetime) -> str:
    """Return the greeting for that hour of the reader's day."""
    if moment.hour < 12:
        words_ = _("Good morning, %(name)s")
    elif moment.hour < 18:
        words_ = _("Good afternoon, %(name)s")
    else:
        words_ = _("Good evening, %(name)s")
    return words_ % {"name": name}
