"""Signing in with a service number, one's password, and choosing a language."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, PasswordChangeView, RedirectURLMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from lms.foundation.plugins.pages.linked_pages import LANDING, address

from ...directory.models import User
from ..factors import second_step
from ..mail import outbox
from ..protection.forms import NewPasswordForm, SignInForm
from ..sessions.factor_holders import has_factor
from ..sessions.page_language import set_page_language
from ..shared_devices import pin_setup
from ..sso.institution_choices import MOST_ON_THE_SIGN_IN_PAGE, offers

ENTER_ADMIN = "wagtailadmin.access_admin"


class SignIn(LoginView):
    """Form of signing in, one for everybody; the page after it depends on one's duties."""

    template_name = "people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"title": gettext_lazy("Sign in")}

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Show signed-in people who come from the admin that they may not enter it, or they would be redirected to and
        fro for ever.
        """
        wanted = self.get_redirect_url()
        if (
            request.user.is_authenticated
            and wanted.startswith(reverse("wagtailadmin_home"))
            and not request.user.has_perm(ENTER_ADMIN)
        ):
            list(messages.get_messages(request))  # Wagtail's own sentence about it
            return render(request, "people/not_for_you.html", status=HTTPStatus.FORBIDDEN)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Return the context with the institutions that have a provider: each if they are few, else the page that lists
        them.
        """
        there = offers(self.get_redirect_url())
        few = len(there) <= MOST_ON_THE_SIGN_IN_PAGE
        device = pin_setup.device_of(self.request, now=timezone.now())
        return super().get_context_data(offers=there if few else (), more_offers=not few, device=device, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, or ask for the second factor first; from here on the site speaks the person's language,
        whoever used this device before.
        """
        person = form.get_user()
        if has_factor(person):
            second_step.begin(self.request, person, wanted=self.get_success_url(), now=timezone.now())
            response: HttpResponse = redirect("second-step")
        else:
            response = super().form_valid(form)
            response = pin_setup.pin_first(self.request, person, then=response)
        set_page_language(response, person.language)
        return response


class NewPassword(RedirectURLMixin, PasswordChangeView):
    """Change one's own password, and go on to where one wanted to; other devices are signed out, this one stays."""

    template_name = "people/password.html"
    form_class = NewPasswordForm
    extra_context = {"title": gettext_lazy("Change password")}

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_default_redirect_url(self) -> str:
        return address(LANDING)

    @transaction.atomic
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        outbox.tell_of_password(person=form.user, now=timezone.now())
        messages.success(self.request, _("Your password is changed. Use the new one from now on."))
        return super().form_valid(form)


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: object = None) -> HttpResponse:
    """Show that there were too many failures for this account or from this address."""
    refusal = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    refusal["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME * 3600))
    return refusal


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and come back to the same place; a signed-in person keeps it."""
    chosen = request.POST.get("language", "")
    response = set_language(request)
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return response
