"""One's e-mail address, and a password that was forgotten."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ...audit.log_hashes import log_hash
from ...audit.security_log import tell
from ...directory.models import User
from ...directory.requests import SignedInRequest
from ..mail import password_reset
from ..mail.mail_texts import may_have_link
from ..mail.mails import NewAddress
from ..protection import throttling
from ..protection.forms import ChosenPasswordForm, MailboxForm, NewAddressForm
from . import own_address

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@sensitive_post_parameters()
@form_page
def e_mail(request: SignedInRequest) -> HttpResponse:
    """Show the present address with the form that asks for another."""
    now = timezone.now()
    form = NewAddressForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        try:
            own_address.ask(person=request.user, address=form.cleaned_data["address"], now=now)
        except own_address.TooOften:
            form.add_error(None, _("You have asked for too many addresses. Wait an hour and try again."))
        else:
            return redirect("e-mail")
    waiting = NewAddress.objects.filter(person=request.user, asked_at__gt=now - own_address.HOUR).first()
    return render(request, "people/e_mail.html", {"title": _("E-mail address"), "form": form, "waiting": waiting})


@login_required
@form_page
def confirm_e_mail(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the page behind the link in the mail: the address counts once the button is pressed, not when a mail program
    looks at the link.
    """
    try:
        if request.method == "POST":
            own_address.confirm(person=request.user, token=token, now=timezone.now())
            messages.success(request, _("Your e-mail address is changed."))
            return redirect("e-mail")
        new = own_address.asked_for(request.user, token)
    except own_address.NothingToConfirm:
        return render(
            request, "people/link_is_void.html", {"title": _("This link no longer works")}, status=HTTPStatus.NOT_FOUND
        )
    return render(
        request, "people/confirm_e_mail.html", {"title": _("Confirm your e-mail address"), "address": new.address}
    )


@form_page
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """Show the form that asks for a link. The answer is the same whether the address is known or not."""
    form = MailboxForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        address = form.cleaned_data["address"]
        if throttling.forgot_too_often(request, address):
            return _too_often(request)
        tell("password_link_asked", request, mailbox=log_hash(address.casefold()))
        password_reset.ask(address=address, now=timezone.now())
        return redirect("password-forgotten-sent")
    return render(request, "people/password_forgotten.html", {"title": _("Forgotten your password?"), "form": form})


def _too_often(request: HttpRequest) -> HttpResponse:
    refusal = render(
        request, "people/asked_too_often.html", {"title": _("Too many tries")}, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    refusal["Retry-After"] = str(round(settings.AXES_COOLOFF_TIME * 3600))
    return refusal


@require_safe
def password_forgotten_sent(request: HttpRequest) -> HttpResponse:
    """Show the next steps after a request for a forgotten password."""
    return render(request, "people/password_forgotten_sent.html", {"title": _("Look into your mailbox")})


class PasswordByLink(PasswordResetConfirmView):
    """View behind the link in the mail, where a new password is chosen.

    The link stays out of the address while a password is chosen; all sessions end.
    """

    template_name = "people/password_by_link.html"
    form_class = ChosenPasswordForm
    success_url = reverse_lazy("sign-in")
    extra_context = {"title": gettext_lazy("Choose a new password")}

    def get_user(self, uidb64: str) -> User | None:
        person = super().get_user(uidb64)
        return person if person is not None and may_have_link(person) else None

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        token = self.request.session.pop(INTERNAL_RESET_SESSION_TOKEN)
        try:
            password_reset.choose(
                person=form.user, token=token, password=form.cleaned_data["new_password1"], now=timezone.now()
            )
        except password_reset.LinkIsVoid:
            self.validlink = False
            return self.render_to_response({})
        messages.success(self.request, _("Your password is changed. Sign in with the new one."))
        return redirect(self.success_url)

    def render_to_response(self, context: dict[str, object], **kwargs: object) -> HttpResponse:
        if self.validlink:
            context["strength"] = f"{reverse('password-strength')}?{urlencode({'of': self.kwargs['uidb64']})}"
            return super().render_to_response(context, **kwargs)
        context = {"title": _("This link no longer works"), "of_password": True}
        return render(self.request, "people/link_is_void.html", context, status=HTTPStatus.NOT_FOUND)
