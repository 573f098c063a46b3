"""View that estimates how hard a password is to guess, while it is chosen."""

from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lms.foundation.interface.json_responses import as_json

from ...directory.models import User
from ..mail import links
from ..protection import strength, throttling
from . import activation

MOST_IN_A_MINUTE = 240
"""Looks from one address, behind which a class may choose passwords at once."""


@sensitive_post_parameters()
@require_POST
def password_strength(request: HttpRequest) -> HttpResponse:
    """Return a sentence and a share of what is enough (0..100), for the person who is choosing a password. Nothing is
    kept.
    """
    person = _who_chooses(request)
    if person is None:
        raise Http404
    if throttling.asks_too_often(request, "people:strength", most=MOST_IN_A_MINUTE, seconds=60):
        return as_json("", status=429)
    password = request.POST.get("password", "")
    estimate = strength.estimate(password, person)
    return as_json(_sentence(password, estimate), status=200, share=estimate)


def _who_chooses(request: HttpRequest) -> User | None:
    """Return the person who chooses the password: by the link of a mail, whose page names them and whose session has
    its token; signed in; or with a card.
    """
    if "of" in request.GET:
        return links.who_chooses(request.GET["of"], request.session.get(INTERNAL_RESET_SESSION_TOKEN, ""))
    if isinstance(request.user, User):
        return request.user
    return activation.waiting(request, now=timezone.now())


def _sentence(password: str, share: int) -> str:
    if len(password) < strength.SHORTEST:
        return _("Too short: at least ten characters.")
    if share < strength.WEAK:
        return _("Very easy to guess.")
    if share < strength.WHOLE:
        return _("Still guessed too soon. One more word helps.")
    return _("Hard to guess.")
