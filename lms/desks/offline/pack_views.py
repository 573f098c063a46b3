"""Views from which a phone takes a course: packs, pieces, the empty page, the service worker, and its own page."""

import re
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from lms.foundation.interface.cache_headers import privately_cached
from lms.foundation.interface.json_responses import as_json
from lms.foundation.interface.script_files import script
from lms.learning.progress.player import activity_place
from lms.learning.progress.player.learner_course import LearnerCourse
from lms.learning.progress.player.write_limits import ATTEMPT, TooFast, count_request
from lms.people.directory.decorators import signed_in, signed_in_script
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.shared_devices import session_lock

from . import draws, packs
from .lesson_pieces import Piece
from .models import Draw
from .phone_names import name_on_phone

DEVICE = re.compile(r"[\w-]{1,64}", re.ASCII)
"""Names that phones give themselves."""
YEAR = 365 * 24 * 3600


@require_safe
@cache_control(max_age=0, must_revalidate=True)
def worker(request: SignedInRequest) -> HttpResponse:
    """Show the service worker, which may be for pages beside its own address."""
    response = script("offline/worker.js")
    response["Service-Worker-Allowed"] = "/"
    return response


@require_safe
@cache_control(max_age=24 * 3600, public=True)
def manifest(request: HttpRequest) -> JsonResponse:
    """Answer with the description by which a phone installs the site among its programs: the same for everybody."""
    icons = [("icon-192", "192x192", "any"), ("icon-512", "512x512", "any"), ("icon-maskable", "512x512", "maskable")]
    described = {
        "name": "Mafunzo",
        "short_name": "Mafunzo",
        "id": "/",
        "scope": "/",
        "start_url": reverse("learn:mine"),
        "display": "minimal-ui",
        "background_color": "#0b5963",
        "theme_color": "#0b5963",
        "icons": [
            {"src": static(f"offline/{name}.png"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@signed_in_script
@require_safe
def pack(request: SignedInRequest, course: str) -> HttpResponse:
    """Answer with the pack of the learner's own course as JSON; a phone that has the same one gets 304 alone."""
    way = _way(request, course)
    if request.session.get(session_lock.DEVICE):
        return as_json(_("A device that a class shares keeps no course."), status=HTTPStatus.CONFLICT)
    if way.opens:
        return as_json(way.window, status=HTTPStatus.CONFLICT)
    device = request.GET.get("device", "")
    found = packs.pack_of(way, name_on_phone(request.user), device=device if DEVICE.fullmatch(device) else "")
    known = request.headers.get("If-None-Match", "") == f'"{found["digest"]}"'
    response = HttpResponse(status=HTTPStatus.NOT_MODIFIED) if known else as_json("", status=HTTPStatus.OK, **found)
    response["ETag"] = f'"{found["digest"]}"'
    return response


@signed_in_script
@require_POST
def draw(request: SignedInRequest, course: str) -> HttpResponse:
    """Draw the forms that a phone, which the address names, keeps with a course; asked twice, each is drawn once."""
    way, device = _way(request, course), request.GET.get("device", "")
    if way.opens or request.session.get(session_lock.DEVICE) or not DEVICE.fullmatch(device):
        return as_json(_("Nothing is drawn for this phone."), status=HTTPStatus.CONFLICT)
    try:
        count_request(request, weight=ATTEMPT)
    except TooFast as error:
        return as_json(str(error), status=HTTPStatus.TOO_MANY_REQUESTS)
    draws.issue(way, device=device)
    return as_json("", status=HTTPStatus.OK)


@signed_in_script
@require_safe
def form(request: SignedInRequest, draw: UUID, name: str) -> HttpResponse:
    """Answer with the form of the learner's own draw, which never changes under its name."""
    row = get_object_or_404(Draw.objects.of(request.user).select_related("enrolment__course"), pk=draw)
    return _as_piece(packs.form_in(_way(request, row.enrolment.course.slug), row, name))


@signed_in_script
@require_safe
def piece(request: SignedInRequest, course: str, activity: UUID, name: str) -> HttpResponse:
    """Answer with one piece, which never changes under its name."""
    way = _way(request, course)
    return _as_piece(None if way.opens else packs.piece_in(way, str(activity), name))


def _as_piece(found: Piece | None) -> HttpResponse:
    if found is None:
        raise Http404
    response = HttpResponse(found.body, content_type="application/json")
    privately_cached(response, seconds=YEAR, for_ever=True)
    return response


@signed_in
@require_safe
def shell(request: SignedInRequest) -> HttpResponse:
    """Show the page without content that a phone fills: the same for everybody in one language."""
    return render(request, "offline/shell.html")


@signed_in
@require_safe
def phone(request: SignedInRequest) -> HttpResponse:
    """Show the page on which a script lists what waits on this phone: the same for everybody in one language."""
    return render(request, "offline/phone.html", {"title": _("What waits on this phone"), "words": packs.words()})


def _way(request: SignedInRequest, course: str) -> LearnerCourse:
    return activity_place.find_way(request.user, course, language=get_language(), now=timezone.now())
