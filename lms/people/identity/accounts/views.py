"""Activating an account with a printed card: number and code, then a password of one's own."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.plugins.pages.linked_pages import LANDING, address

from ...directory.models import User
from ..factors import second_step
from ..mail import activation_links
from ..sessions.factor_holders import has_factor
from ..sessions.page_language import set_page_language
from . import activation
from .forms import CardForm, FirstPasswordForm

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
