"""Views for phones that were without network: what they send, and what of it could not be counted."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.interface.json_responses import as_json
from lms.learning.progress.player.write_limits import TooFast, count_request
from lms.people.directory.decorators import signed_in, signed_in_script
from lms.people.directory.requests import SignedInRequest

from . import devices, services
from .device_views import SIGNATURE
from .models import Held, Reason
from .phone_names import name_on_phone
from .sent_events import BadBatch, read_batch

TOGETHER = 10
"""So many events of a batch count as one answer against the limit of a person; their length counts beside."""


@signed_in_script
@require_http_methods(["GET", "HEAD", "POST"])
def sync(request: SignedInRequest) -> HttpResponse:
    """Answer with JSON: who is signed in, or, after a batch of events, the verdict on each."""
    now = timezone.now()
    about = {"person": name_on_phone(request.user), "now": now.isoformat()}
    if request.method != "POST":
        return as_json("", status=HTTPStatus.OK, token=get_token(request), **about)
    try:
        batch = read_batch(request.body, now=now)
        count_request(request, weight=1 + len(batch.events) // TOGETHER)
    except TooFast as error:
        response = as_json(str(error), status=HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(error.seconds)
        return response
    except BadBatch as error:
        return as_json(str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    sender = devices.sender_of(batch, request.body, request.headers.get(SIGNATURE, ""), by=request.user)
    words = services.sync(batch, sender=sender, now=now, language=devices.language_of(sender, by=request.user))
    verdicts = [
        {"id": event.id, "verdict": word.verdict, "reason": word.sentence}
        for event, word in zip(batch.events, words, strict=True)
    ]
    return as_json("", status=HTTPStatus.OK, verdicts=verdicts, **about)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: SignedInRequest) -> HttpResponse:
    """Show what a phone sent that could not be counted; a POST takes it again."""
    if request.method == "POST":
        revoked = request.POST.get("which") == "revoked"
        number = services.try_again(by=request.user, revoked=revoked, now=timezone.now(), language=get_language())
        text = ngettext("%(count)s answer was taken.", "%(count)s answers were taken.", number) % {"count": number}
        messages.info(request, text if number else _("Nothing could be taken yet. It is still kept."))
        return redirect("offline:held")
    kept = list(Held.objects.of(request.user).order_by("-received_at", "-pk")[:500])
    taken = [row for row in kept if row.reason == Reason.REVOKED]
    context = {"title": _("Kept, but not counted"), "rows": kept, "revoked": taken}
    return render(request, "offline/held.html", context)
