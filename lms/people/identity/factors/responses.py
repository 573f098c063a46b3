"""Responses to a person who has set up a factor."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ...directory.requests import SignedInRequest
from ..sessions import services as sessions
from .receivers import FACTOR


def is_set_up(request: SignedInRequest, codes: list[str]) -> HttpResponse:
    """End the person's sessions that were opened without the factor, except this one; show recovery codes if there are
    new ones.
    """
    request.session[FACTOR] = True
    sessions.end_others(person=request.user, key=request.session.session_key)
    messages.success(request, _("Your second factor is set up. You are asked for it when you sign in."))
    return show_codes(request, codes) if codes else redirect("factors")


def show_codes(request: SignedInRequest, codes: list[str]) -> HttpResponse:
    """Show the recovery codes in answer to the form, and on no other page."""
    return render(request, "people/factors/codes.html", {"title": _("Your recovery codes"), "codes": codes})
