"""Views that receive a SAML provider's answer by the browser, and show Mafunzo's metadata to such a provider.

Browsers send no cookie with a form of another site. So the answer comes back to the browser in a form of ours, which it
sends on: with it comes the session in which the sign-in was begun.
"""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ..providers.models import Protocol, SignOn
from . import saml
from .views import go_on, is_too_often, provider_of, return_address


@csrf_exempt
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Show the answer of the provider, to be sent on; to GET our metadata. The answer is not read here, and no person
    is signed in.
    """
    sign_on = _saml(code)
    if request.method != "POST":
        text = saml.description(return_address(request, sign_on))
        return HttpResponse(text, content_type="application/samlmetadata+xml")
    fields = {name: request.POST.get(name, "")[: saml.LONGEST + 1] for name in ("SAMLResponse", "RelayState")}
    context = {"title": _("Signing in"), "send_to": reverse("sign-on-finish", args=[code]), "fields": fields}
    return render(request, "people/sso/send_on.html", context)


@csrf_exempt  # the session holds what was begun, under a name drawn by chance that the answer brings
@sensitive_post_parameters()
@never_cache
@require_POST
def finish(request: HttpRequest, code: str) -> HttpResponse:
    """Handle the answer, with the session in which the sign-in was begun."""
    sign_on = _saml(code)
    if is_too_often(request):
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    given = request.POST.get("SAMLResponse", "")
    return go_on(request, sign_on, request.POST.get("RelayState", ""), saml.number_from, given)


def _saml(code: str) -> SignOn:
    sign_on = provider_of(code)
    if sign_on.protocol != Protocol.SAML:
        raise Http404
    return sign_on
