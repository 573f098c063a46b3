"""Help with signing in: find somebody, and hand over a new card or a new password."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.plugins.channel import PHONE, way_for_secrets

from ...directory.choices import Role
from ...directory.decorators import for_helpers
from ...directory.models import User
from ...directory.requests import SignedInRequest
from ...identity.accounts import services, sms_delivery
from ...identity.accounts.activation import card_of
from ...identity.accounts.reach import helped_by
from ...identity.factors.stepup import confirmed_lately
from ...identity.mail.activation_links import may_be_mailed, may_be_texted
from ..records.models import SearchWord
from ..records.people_search import of_words
from . import sheet_layout

MOST = 20
"""People that are shown at once."""
SENDS: dict[str, tuple[Callable[..., bool], str]] = {
    "mail": (services.mail_link, "email"),
    "text": (services.text_link, "phone"),
}
"""What sends a link, and to which address of the person."""


@for_helpers
@require_safe
def sign_in_help(request: SignedInRequest) -> HttpResponse:
    """Look for somebody whom one may help. One statement besides the session's, where something is looked for."""
    text = request.GET.get("q", "").strip().replace("\0", "")[:200]
    people: list[User] = []
    if text:
        people_helped = helped_by(request.user).select_related("institution", "activation_card")
        words = SearchWord.objects.with_addresses_of(User.objects.managed_by(request.user))
        found = of_words(people_helped, text, words=words)
        people = list(found.order_by("name", "pk")[: MOST + 1])
    context = {
        "title": _("Sign-in help"),
        "q": text,
        "people": people[:MOST],
        "more": len(people) > MOST,
        "may_print": administers(request),
    }
    return render(request, "people/accounts/help.html", context)


@for_helpers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
@sensitive_variables("secret")
def help_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one person, with a new card or a new password only in answer to the form that asked for it."""
    people = helped_by(request.user).select_related("institution", "activation_card")
    person, now, what = get_object_or_404(people, pk=pk), timezone.now(), request.POST.get("give", "")
    context = {"person": person, "trail": [(_("Sign-in help"), reverse("academy:sign-in-help"))]}
    if request.method == "POST" and what == "card":
        card, secret = services.give_card(person=person, by=request.user, now=now)
        context |= {
            "title": _("Activation card"),
            "card_code": secret,
            "card": card,
            "address": sheet_layout.page_address(),
        }
        return render(request, "people/accounts/given.html", context)
    if request.method == "POST" and what == "password":
        secret = services.give_password(person=person, by=request.user, now=now)
        return render(request, "people/accounts/given.html", context | {"title": _("New password"), "password": secret})
    if request.method == "POST" and what in SENDS:
        return _send(request, person, what)
    known = card_of(person)
    context |= {"title": person.name, "may_mail": may_be_mailed(person)} | _by_text(person)
    context["card"] = known if known is not None and known.is_good(now) else None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "people/accounts/help_person.html", context, status=status)


def _by_text(person: User) -> dict[str, object]:
    """Return whether a link may be sent to the phone of `person`, and the outcome of the last one; empty if texts are
    not for them.
    """
    if not may_be_texted(person):
        return {}
    return {"may_text": way_for_secrets(person, PHONE) is not None, "last_text": sms_delivery.last_of(person)}


def _send(request: SignedInRequest, person: User, what: str) -> HttpResponse:
    send, address = SENDS[what]
    if send(person=person, by=request.user, now=timezone.now()):
        messages.success(request, _("A link is on its way to %(address)s.") % {"address": getattr(person, address)})
    else:
        messages.warning(request, _("No link was sent: they have a password or no address, or got several just now."))
    return redirect("academy:sign-in-person", person.pk)


def administers(request: SignedInRequest) -> bool:
    return request.user.is_superuser or Role.ADMINISTRATOR in request.user.duties
