"""Views of the choice of notices by channel, the test message, and the end of a kind of mail without signing in."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from lms.foundation.plugins.channel import Channel
from lms.foundation.plugins.notice import kinds
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately
from lms.people.identity.sessions import services as sessions
from lms.people.identity.shared_devices import session_lock

from .. import own_addresses, services
from ..channels.push import keys, subscriptions
from ..own_test import send_test
from ..rules import zone_of
from ..unsubscribe_links import unsubscribed_by
from .preference_table import chosen_in, quiet_in, table_for


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: SignedInRequest) -> HttpResponse:
    """Show kinds by channels, the quiet hours, and whether mails come once a day."""
    if request.method == "POST":
        chosen = chosen_in(request.POST.dict(), request.user)
        services.choose(person=request.user, chosen=chosen, quiet=quiet_in(request.POST.dict()))
        messages.success(request, _("Saved."))
        if "test" in request.POST:
            ask_for_test(request)
        return redirect("notices:preferences")
    return _page(request)


@dataclass(frozen=True)
class Refusal:
    """Refused entry on the form of one's own address for a channel: the id of its field, the entry, and why."""

    field: str
    entry: str
    sentence: str


def _page(request: SignedInRequest, refusal: Refusal | None = None) -> HttpResponse:
    began_at = sessions.signed_in_at(request, now=timezone.now())
    push_key = "" if request.session.get(session_lock.DEVICE) else keys.public_text()
    context = {
        "title": _("Notice settings"),
        "trail": [(_("Notices"), reverse("notices:mine"))],
        "table": table_for(request.user),
        "own": own_addresses.of(request.user),
        "zone": str(zone_of(request.user)).rpartition("/")[2].replace("_", " "),
        "push_key": push_key,
        "push_here": bool(push_key) and subscriptions.is_on(person=request.user, began_at=began_at),
        "refusal": refusal,
        "problems": [(refusal.field, refusal.sentence)] if refusal else [],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "notices/preferences.html", context, status=status)


@login_required
@never_cache
@require_POST
@confirmed_lately
def own_address(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take an address of one's own for a channel, or the code that proves it."""
    channel = next((one for one in own_addresses.channels_of(request.user) if one.slug == slug), None)
    if channel is None:
        raise Http404
    refusal = _code_refused(request, channel) if "code" in request.POST else _address_refused(request, channel)
    return _page(request, refusal) if refusal else redirect("notices:preferences")


def _code_refused(request: SignedInRequest, channel: Channel) -> Refusal | None:
    code = request.POST["code"][:20]
    if own_addresses.confirm(person=request.user, channel=channel, code=code, now=timezone.now()):
        messages.success(request, _("The address is yours. Choose the notices that come to it."))
        return None
    sentence = _("The code is wrong, or its time is over. Ask for another one.")
    return Refusal(f"code-{channel.slug}", code, sentence)


def _address_refused(request: SignedInRequest, channel: Channel) -> Refusal | None:
    text = request.POST.get("address", "")[:1000]
    try:
        own_addresses.ask(person=request.user, channel=channel, text=text, now=timezone.now())
    except own_addresses.NotAsked as error:
        return Refusal(f"own-{channel.slug}", text, str(error))
    messages.success(request, _("Saved."))
    return None


def ask_for_test(request: SignedInRequest) -> None:
    """Send the reader a test message by every channel, and say when it comes."""
    if send_test(request.user, now=timezone.now()):
        sentence = _("The test message comes within five minutes; in your quiet hours it comes at their end.")
        messages.success(request, sentence)
    else:
        messages.info(request, _("You asked for a test message a moment ago. Ask for the next one in ten minutes."))


@csrf_exempt  # the token in the address is what only its reader knows; programs for mail send no other (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End mails of one kind. Looking at the page changes nothing."""
    found = unsubscribed_by(token)
    if found is None:
        context = {"title": _("This link no longer works")}
        return render(request, "notices/stop.html", context, status=HTTPStatus.NOT_FOUND)
    person, kind = found
    if request.method == "POST":
        services.choose(person=person, chosen={(kind, "mail"): False})
    context = {"title": _("Fewer mails")} | {"kind": str(kinds.get(kind).name)}
    context["stopped"] = "yes" if request.method == "POST" else ""
    return render(request, "notices/stop.html", context)
