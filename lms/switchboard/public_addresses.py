"""Public addresses of plugins, below `/p/<plugin>/`: for whoever comes, without cookies, and not too often."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from lms.foundation.plugins.pages.public_addresses import BELOW, NoSession
from lms.people.directory.institutions import Institution
from lms.people.identity.protection.throttling import asks_too_often

MOST, SECONDS = 120, 60
"""How often one client may ask a plugin within how many seconds."""
ONLY_TLS = "Ask this address over https.\n"
"""Said to programs, which are not sent on: else nobody would notice that what they send travels in the open."""


class WithoutCookies:
    """Middleware of public addresses: no cookie comes to one and none leaves it, so no person is signed in there and no
    page of another site can make a browser act for one. A response that a view does not let caches keep is not kept
    anywhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(f"/{BELOW}"):
            return self.get_response(request)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return HttpResponse(ONLY_TLS, "text/plain; charset=utf-8", HTTPStatus.FORBIDDEN)
        request.COOKIES = {}
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.cookies.clear()
        if "Cache-Control" not in response or response.status_code >= HTTPStatus.BAD_REQUEST:
            del response.headers["Cache-Control"]
            add_never_cache_headers(response)
        return response


def let_in(request: HttpRequest, plugin: str) -> HttpResponse | None:
    """Make `request` one of nobody; 429 where its client comes too often. Raises `Http404` where the plugin is on
    nowhere. One statement.
    """
    request.user, request.session = AnonymousUser(), NoSession()  # type: ignore[assignment]  # what views may ask of them
    if asks_too_often(request, f"plugins:public:{plugin}", most=MOST, seconds=SECONDS):
        sentence = _("This page was asked for too often from your address of the network. Wait a minute and try again.")
        headers = {"Retry-After": str(SECONDS)}
        return HttpResponse(sentence, "text/plain; charset=utf-8", HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
    if not Institution.objects.where_on(plugin).exists():
        raise Http404
    return None


def without_tokens(resolver: URLResolver) -> URLResolver:
    """Return the same addresses without Django's check of tokens, which guards actions that cookies allow: here are
    none.
    """
    patterns = [
        without_tokens(one)
        if isinstance(one, URLResolver)
        else URLPattern(one.pattern, csrf_exempt(one.callback), one.default_args, one.name)
        for one in resolver.url_patterns
    ]
    return URLResolver(resolver.pattern, patterns, resolver.default_kwargs, resolver.app_name, resolver.namespace)
