"""Signing in with a service number, and choosing a language."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from .forms import SignInForm


class SignIn(LoginView):
    """One form for everybody; where one lands depends on one's duties."""

    template_name = "people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many failures for this account or from this address."""
    return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and come back to the same place; a signed-in person keeps it."""
    response = set_language(request)
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and response.status_code < HTTPStatus.BAD_REQUEST and chosen in response.cookies.get("django_language", ""):
        type(request.user).objects.filter(pk=request.user.pk).update(language=chosen)
    return response
