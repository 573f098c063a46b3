"""One thing of a case, changed, added or taken out; and its situation."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.casework import BadCase
from lms.foundation.interface.stale_forms import StaleCheckForm
from lms.people.directory.requests import SignedInRequest

from ...page.finding_texts import place_words
from .. import case_parts
from ..access import TABS, Desk, desk, frame
from ..drafts import Busy, Stale
from ..language_views import address_of
from ..languages import SITUATION, next_lack
from ..messages import save_with_message
from .choices import Picks
from .recordings import offered
from .registry import EDITED
from .services import add, change, change_situation, forget_path, take_out
from .situation_forms import SituationForm

TEMPLATE = "simulation/authoring/thing.html"


@require_http_methods(["GET", "HEAD", "POST"])
def thing(request: SignedInRequest, page: int, part: str, id: str) -> HttpResponse:
    """Show one thing in a form, with its structure where the case is read in its own language; a POST saves it."""
    at = desk(request, page)
    found, words = _found(at, part, id)
    picks = _picks(at, part, request.user)
    form = EDITED[part](picks, found, words, *_sent(request), own=at.is_own)
    about: Any = {"by": request.user, "now": timezone.now()}
    if not at.is_own:
        source = case_parts.words(at.draft, part, id, at.draft.language)
        form.stand_beside(EDITED[part](picks, found, source, own=False))
    try:
        if _done(request, form, lambda: change(at, part, id, form, **about)):
            messages.success(request, _("Saved in the draft."))
            return redirect(_next(at, part, id) or f"{at.address('case-part', part)}#{id}")
    except Stale:
        return thing(request, page, part, id)  # beside what somebody else saved in this moment
    title = place_words(f"{part}.{id}", at.texts)
    shown = {"form": form, "part_address": at.address("case-part", part), "seen": at.draft.digest}
    if name := found.get("picture"):
        shown |= {"picture": at.address("case-picture", name), "alt": words.get("alt", "")}
    shown["remove_address"] = at.address("case-remove", part, id) if at.is_own else ""
    return _shown(request, at, part, title, shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, page: int, part: str) -> HttpResponse:
    """Show another thing of a kind, in the language in which the case is written first."""
    at = desk(request, page)
    if part not in EDITED or not at.is_own:
        raise Http404
    form = EDITED[part](_picks(at, part, request.user), {}, {}, *_sent(request))
    about: Any = {"by": request.user, "now": timezone.now()}
    if _done(request, form, lambda: add(at, part, form, **about)):
        messages.success(request, _("Saved in the draft."))
        return redirect(at.address("case-part", part))
    shown = {"form": form, "part_address": at.address("case-part", part)}
    return _shown(request, at, part, f"{TABS[part]}: {_('Add one')}", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def situation(request: SignedInRequest, page: int) -> HttpResponse:
    """Show title and content note; how long it lasts, when turns end, what it takes to pass."""
    at = desk(request, page)
    form = SituationForm(at, request.POST or None)
    try:
        if _done(request, form, lambda: change_situation(at, form, request.user)):
            messages.success(request, _("Saved in the draft."))
            return redirect(_next(at, SITUATION) or at.address("case"))
    except Stale:
        return situation(request, page)
    return _shown(request, at, "situation", _("Situation"), {"form": form, "part_address": at.address("case")})


@require_POST
def remove(request: SignedInRequest, page: int, part: str, id: str) -> HttpResponse:
    """Take the thing out; out; the checker says what still names it."""
    at = desk(request, page)
    if part not in EDITED or id not in case_parts.ids(at.draft.structure, part):
        raise Http404
    seen = request.POST.get("seen", "")
    save_with_message(request, lambda: take_out(at, part, id, seen, request.user), _("Taken out of the draft."))
    return redirect(at.address("case-part", part))


@require_POST
def forget(request: SignedInRequest, page: int, name: str) -> HttpResponse:
    """Forget a recorded path: it is is no longer kept."""
    at = desk(request, page)
    if name not in at.draft.paths:
        raise Http404
    save_with_message(request, lambda: forget_path(at.page, name, request.user), _("Taken out of the draft."))
    return redirect(at.address("case"))


def _next(at: Desk, part: str, id: str = "") -> str:
    """Return the address of what is to be translated next; nothing in the first language, and where all is done."""
    if at.is_own:
        return ""
    left = next_lack(at.draft, at.language, part, id)
    return address_of(at, left) if left else ""


def _found(at: Desk, part: str, id: str) -> tuple[case_parts.Thing, case_parts.Thing]:
    """Raise `Http404`."""
    if part not in EDITED:
        raise Http404
    try:
        return case_parts.thing(at.draft, part, id), case_parts.words(at.draft, part, id, at.language)
    except KeyError as error:
        raise Http404 from error


def _sent(request: SignedInRequest) -> tuple[object, object]:
    """Return the posted fields and files of a form; None for a body without fields."""
    return request.POST or None, request.FILES or None


def _picks(at: Desk, part: str, user: object) -> Picks:
    return Picks(at.draft.case, at.texts, offered(user) if part == "cards" and at.is_own else {})


def _done(request: SignedInRequest, form: StaleCheckForm, save: Any) -> bool:
    """Return whether the form was sent and saved; if not, the form has the error. Raises `Stale`."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save()
    except (BadCase, Busy):
        form.add_error(None, _("This could not be saved. Look at numbers and lists, then try again."))
    return form.is_valid()


def _shown(request: SignedInRequest, at: Desk, tab: str, title: str, shown: dict[str, Any]) -> HttpResponse:
    refused = HTTPStatus.CONFLICT if shown["form"].overtaken else HTTPStatus.UNPROCESSABLE_ENTITY
    context = frame(at, tab, title) | shown
    return render(request, TEMPLATE, context, status=refused if request.method == "POST" else HTTPStatus.OK)
