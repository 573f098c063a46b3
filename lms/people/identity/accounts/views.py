"""Views that activate an account by card or link, show one's own profile, and estimate the strength of a password."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.json_responses import as_json
from lms.foundation.plugins.pages.linked_pages import LANDING, address

from ...directory.models import User
from ...directory.requests import SignedInRequest
from ..factors import second_step
from ..factors.stepup import confirmed_lately
from ..mail import activation_links, links
from ..protection import strength, throttling
from ..sessions.factor_holders import has_factor
from ..sessions.page_language import set_page_language
from . import activation, name_requests
from .forms import CardForm, ContactForm, FirstPasswordForm, NameForm
from .models import NameRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_post_parameters()
@form_page
def activate(request: HttpRequest) -> HttpResponse:
    """Show the form of number and code of a card. A right one signs out the person who was signed in on this device."""
    form = CardForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid() and form.person is not None:
        if request.user.is_authenticated:
            logout(request)
        activation.begin(request, form.person, way=activation.CARD, now=timezone.now())
        return redirect("activate-password")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"title": _("Activate your account"), "form": form}
    return render(request, "people/accounts/activate.html", context, status=status)


@never_cache
@require_safe
def activate_link(request: HttpRequest, token: str) -> HttpResponse:
    """Redirect from the link in a mail to the choice of a password. Opening it changes no data, and the link is not
    part of later addresses.
    """
    person = activation_links.person_of(token)
    if person is None:
        context = {"title": _("This link no longer works")}
        return render(request, "people/accounts/link_is_void.html", context, status=HTTPStatus.NOT_FOUND)
    if request.user.is_authenticated:
        logout(request)
    activation.begin(request, person, way=activation.LINK, now=timezone.now())
    return redirect("activate-password")


@sensitive_post_parameters()
@never_cache
@form_page
def choose_password(request: HttpRequest) -> HttpResponse:
    """Show the form of a password of one's own, and sign the person in with it; with a second factor, they show it
    next.
    """
    person = activation.waiting(request, now=timezone.now())
    if person is None:
        messages.warning(request, _("Enter the number and the code of your card again."))
        return redirect("activate")
    form = FirstPasswordForm(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            activation.choose(request, person=person, password=form.cleaned_data["new_password1"], now=timezone.now())
        except activation.CardIsVoid:
            return redirect("activate")
        return _sign_in(request, User.objects.get(pk=person.pk))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"title": _("Choose your password"), "form": form, "person": person}
    return render(request, "people/accounts/choose_password.html", context, status=status)


def _sign_in(request: HttpRequest, person: User) -> HttpResponse:
    wanted = address(LANDING)
    if has_factor(person):
        second_step.begin(request, person, wanted=wanted, now=timezone.now())
        response = redirect("second-step")
    else:
        login(request, person, backend=second_step.SIGNED_IN_BY)
        messages.success(request, _("Your account is active. Sign in with your service number and this password."))
        response = redirect(wanted)
    set_page_language(response, person.language)
    return response


@login_required
@require_safe
def profile(request: SignedInRequest) -> HttpResponse:
    return _page(request)


@login_required
@require_POST
@confirmed_lately
def contact(request: SignedInRequest) -> HttpResponse:
    """Change the language or phone number."""
    form = ContactForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return _page(request, contact_form=form)
    form.instance.save(update_fields=["language", "phone"])
    messages.success(request, _("Saved."))
    response = redirect("own-profile")
    set_page_language(response, form.instance.language)
    return response


@login_required
@require_POST
def ask_name(request: SignedInRequest) -> HttpResponse:
    """Ask for another name."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, name_form=form)
    asked = name_requests.ask(person=request.user, name=form.cleaned_data["name"], now=timezone.now())
    if asked is None:
        messages.info(request, _("You have this name already."))
    else:
        messages.success(request, _("Your request is with the administrator of your institution."))
    return redirect("own-profile")


def _page(
    request: SignedInRequest, *, contact_form: ContactForm | None = None, name_form: NameForm | None = None
) -> HttpResponse:
    context = {
        "title": _("Your profile"),
        "asked": NameRequest.objects.filter(person=request.user.pk).first(),
        "contact_form": contact_form or ContactForm(instance=request.user),
        "name_form": name_form or NameForm(initial={"name": request.user.name}),
    }
    refused = contact_form or name_form
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "people/accounts/profile.html", context | {"form": refused}, status=status)


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
        return _("Still easy to guess. One more word helps.")
    return _("Hard to guess.")
