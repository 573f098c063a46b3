"""The page that verifies certificates without a network, and what it keeps: keys, list, script, manifest."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from lms.foundation.interface.script_files import script

from ..statement import keys, services

PACKAGES = "certificates/packages"
"""Scripts of others among the static files: `make javascript` fetches them."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the page, the same for everybody and without a name, in the language that its address asks for."""
    with translation.override(_language(request)):
        context = {
            "title": _("Verify a certificate"),
            "host": urlsplit(settings.BASE_URL).netloc,
            "decoder": _package("qr/decode.js"),
            "ed25519": _package("ed25519/index.js"),
        }
        response = render(request, "certificates/offline.html", context)
        response.headers["Content-Language"] = translation.get_language()
    return response


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """Show what a phone needs to know to put the page on its home screen."""
    language = _language(request)
    with translation.override(language):
        name = _("Verify certificates")
    return JsonResponse(
        {
            "name": name,
            "short_name": name,
            "lang": language,
            "dir": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
            "start_url": f"{reverse('verify:page')}?language={language}",
            "scope": reverse("verify:page"),
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#0b5963",
            "icons": [{"src": static("interface/mark.svg"), "type": "image/svg+xml", "sizes": "any"}],
        }
    )


@require_safe
@cache_control(max_age=0, must_revalidate=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Show the service worker of `/verify/`; that of pushes is for the whole site and takes no request."""
    return script("certificates/verify/worker.js")


@require_safe
@cache_control(public=True, max_age=60)
@condition(etag_func=lambda request: services.etag(keys.published()))
def key_set(request: HttpRequest) -> HttpResponse:
    """Show the public keys, signed."""
    return _document(keys.published())


@require_safe
@cache_control(public=True, max_age=services.SECONDS)
@condition(etag_func=lambda request: services.etag(services.revocation_list(now=timezone.now())))
def revocations(request: HttpRequest) -> HttpResponse:
    """Show the list of revoked and replaced certificates, signed."""
    return _document(services.revocation_list(now=timezone.now()))


def _package(name: str) -> str:
    """Return the address of a script of others; an empty text where the installation did not fetch it."""
    there = (Path(__file__).parents[1] / "static" / PACKAGES / name).exists()
    try:
        return static(f"{PACKAGES}/{name}") if there else ""
    except ValueError:  # fetched after the static files were collected
        return ""


def _document(text: str) -> HttpResponse:
    """Answer with a signed document. Raises `Http404` where there is no key to sign it."""
    if not text:
        raise Http404
    return HttpResponse(text, content_type="application/json")


def _language(request: HttpRequest) -> str:
    """Return the language that the address asks for, or that of the request."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE
