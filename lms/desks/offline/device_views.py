"""Views of the phones of a person: one is registered when a course is kept on it, and can be revoked."""

import json
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.foundation.interface.json_responses import as_json
from lms.people.directory.decorators import signed_in, signed_in_script
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately
from lms.people.identity.sessions import services as sessions
from lms.people.identity.shared_devices import session_lock

from . import devices
from .chains import Place
from .models import Device
from .signatures import is_signed

SIGNATURE = "X-Device-Signature"


@signed_in_script
@require_POST
def register(request: SignedInRequest) -> HttpResponse:
    """Register the phone that the body describes, which its own key has signed."""
    if request.session.get(session_lock.DEVICE):
        return as_json(_("A device that a class shares keeps no course."), status=HTTPStatus.CONFLICT)
    new = _described(request.body, name=str(request.session.get(sessions.DEVICE, "")))
    if new is None or not is_signed(request.body, key=new.key, signature=request.headers.get(SIGNATURE, "")):
        return as_json(_("The phone cannot be registered: its key does not fit."), status=HTTPStatus.BAD_REQUEST)
    try:
        devices.register(new, person=request.user, now=timezone.now())
    except devices.NotRegistered as error:
        return as_json(str(error), status=HTTPStatus.CONFLICT)
    return as_json("", status=HTTPStatus.OK)


@signed_in
@require_POST
@confirmed_lately
def revoke(request: SignedInRequest, device: UUID) -> HttpResponse:
    """Revoke a phone of one's own."""
    found = get_object_or_404(Device.objects.of(request.user), pk=device)
    devices.revoke(found, by=request.user, now=timezone.now())
    messages.success(request, _("The phone is revoked. What it still sends is kept, and counts only if you say so."))
    return redirect("sessions")


def _described(body: bytes, *, name: str) -> devices.NewDevice | None:
    """Return the phone that `body` describes; None for anything else."""
    try:
        sent = json.loads(body)
        sequence, head, key = sent.get("seq", 0), sent.get("head", ""), sent["key"]
        is_sound = isinstance(sequence, int) and 0 <= sequence < 2**31 and isinstance(head, str) and len(head) <= 64
        if not is_sound or not isinstance(key, str) or len(key) > 200:
            return None
        return devices.NewDevice(UUID(sent["device"]), key, name, Place(sequence, head))
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
        return None
