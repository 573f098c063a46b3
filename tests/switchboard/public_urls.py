"""The site with public addresses of “orchard” and of another plugin below it."""

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.cache import cache_control

from lms import urls as site
from lms.people.directory.models import User
from lms.switchboard.addresses import below_public, public_of


def who(request: HttpRequest) -> HttpResponse:
    """What this address knows of whoever comes."""
    known = {
        "signed_in": request.user.is_authenticated,
        "cookies": request.COOKIES,
        "header": request.META.get("HTTP_COOKIE"),
        "session": dict(request.session.items()),
        "posted": request.POST.get("word", ""),
    }
    return JsonResponse(known)


def form(request: HttpRequest) -> HttpResponse:
    """A page that sets whatever cookies it can."""
    messages.success(request, "Something to remember")
    response = HttpResponse(get_token(request))
    response.set_cookie("orchard", "1")
    return response


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html")


@cache_control(public=True, max_age=60)
def shared(request: HttpRequest) -> HttpResponse:
    if "broken" in request.GET:
        raise Http404
    return HttpResponse("For all.")


def remember(request: HttpRequest) -> HttpResponse:
    request.session["orchard.seen"] = True
    return HttpResponse("Remembered.")


def sign_in(request: HttpRequest) -> HttpResponse:
    login(request, User.objects.order_by("pk")[0], backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
    return HttpResponse("Signed in.")


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("a detail")


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


orchard = [
    path("who/", who, name="who"),
    path("form/", form, name="form"),
    path("page/", page, name="page"),
    path("shared/", shared, name="shared"),
    path("remember/", remember, name="remember"),
    path("sign-in/", sign_in, name="sign-in"),
    path("broken/", broken, name="broken"),
    path("refuse/", refuse, name="refuse"),
    path("deep/", include([path("<slug:word>/", lambda request, word: HttpResponse(word), name="deep")])),
]
impostor = [
    path("../orchard/who/", broken, name="up"),
    path("orchard/who/", broken, name="who"),
]
handler400 = site.handler400
urlpatterns = [below_public([public_of("impostor", impostor), public_of("orchard", orchard)]), *site.urlpatterns]
